"""How large a text can be set, by arithmetic: an "l" and an "m" of our face have known widths."""

from app.exports.fitting import cut_to_fit, fitting_size, lines


def test_a_line_breaks_at_spaces_and_a_long_word_anywhere() -> None:
    # The face's "o" is 0.542 wide: at 10 points 5.42. Of 58 points 97 % count: ten of them.
    assert list(lines("o" * 10, 10, 58)) == ["o" * 10]
    assert list(lines("o" * 11, 10, 58)) == ["o" * 10, "o"]
    # "ooo ooo" is 6 × 5.42 and a space of 2, so 34.5; a third word would make it 52.8 of 48.5.
    assert list(lines("ooo ooo ooo", 10, 50)) == ["ooo ooo", "ooo"]


def test_the_largest_size_that_fits_is_taken() -> None:
    # Of 50 points 48.5 count: at 10 two words of five are 56.2, so there are three lines of 11.5
    # points; at 8 they are 45, so there are two of 9.2.
    text = "ooooo ooooo ooooo"
    assert fitting_size(text, (10, 8), width=50, height=35) == 10
    assert fitting_size(text, (10, 8), width=50, height=34) == 8
    assert fitting_size(text, (10, 8), width=50, height=18) is None


def test_what_does_not_fit_is_cut_and_says_so() -> None:
    assert cut_to_fit("ooo ooo", 10, width=50, height=12) == "ooo ooo"
    # The … is 9.5 wide: behind two words 44, behind seven letters 47.4 of 48.5.
    assert cut_to_fit("ooo ooo ooo ooo", 10, width=50, height=12) == "ooo ooo…"
    assert cut_to_fit("o" * 40, 10, width=50, height=12) == "o" * 7 + "…"


def test_letters_that_the_face_lacks_count_as_squares() -> None:
    # Five squares of 10 points are 50 of 56.26 points.
    assert list(lines("王" * 6, 10, 58)) == ["王" * 5, "王"]
