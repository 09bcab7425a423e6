"""The match score by hand, part by part."""

import pytest

from app.domain.matching import Need, Offer, TextIndex, Vocabulary, Weights, match, rank
from app.domain.states import CrossBorder

WORDS = Vocabulary(
    technology_family={"robots": "machines", "printing": "machines", "data": "computing"},
    sector_family={"steel": "making", "plastic": "making", "farms": "land"},
    service_function={"prototypes": "test", "trials": "test", "courses": "skills"},
    labels={"robots": "Robots", "printing": "Printing", "test": "Testing", "en": "English"},
)


def only(code: str) -> Weights:
    """Weights under which one part alone decides."""
    return Weights(**{**dict.fromkeys(Weights.__dataclass_fields__, 0.0), code: 1.0})


def test_technology_counts_coverage_and_focus() -> None:
    need = Need(technologies={"robots": 2, "data": 1})
    offer = Offer("h", technologies={"robots": 4, "printing": 5})
    # coverage = (2·max(4/5, 0.4·5/5) + 1·0) / 3 = 1.6 / 3; focus = min(1, 3·4/9) = 1
    # 0.7·0.53333 + 0.3·1 = 0.67333
    assert match(need, offer, WORDS).score == 67


def test_a_related_technology_is_worth_two_fifths() -> None:
    need = Need(technologies={"robots": 3})
    found = match(need, Offer("h", technologies={"printing": 5}), WORDS)
    # coverage = 0.4·5/5 = 0.4; focus = 0 of 5 = 0; 0.7·0.4 = 0.28
    assert found.score == 28
    assert found.partly == ("Robots: only the related Printing",)


def test_a_weak_offer_is_worth_no_less_than_its_strong_relative() -> None:
    need = Need(technologies={"robots": 1})
    offer = Offer("h", technologies={"robots": 1, "printing": 5})
    # coverage = max(1/5, 0.4·5/5) = 0.4; focus = min(1, 3·1/6) = 0.5; 0.28 + 0.15 = 0.43
    assert match(need, offer, WORDS).score == 43


def test_focus_puts_the_specialist_before_the_hub_that_ticks_everything() -> None:
    need = Need(technologies={"robots": 1})
    everything = {"robots": 5, "printing": 5, "data": 5} | {f"t{n}": 5 for n in range(17)}
    # specialist: 0.7·1 + 0.3·1 = 1; generalist: focus = 3·5/100 = 0.15, so 0.7 + 0.045
    assert match(need, Offer("s", technologies={"robots": 5}), WORDS).score == 100
    assert match(need, Offer("g", technologies=everything), WORDS).score == 75


def test_service_takes_the_best_service_of_each_function() -> None:
    need = Need(functions={"test": 3, "skills": 1})
    offer = Offer("h", services={"prototypes": 2, "trials": 4}, functions={"skills": 5})
    # (3·4/5 + 1·5/5) / 4 = 3.4 / 4 = 0.85
    assert match(need, offer, WORDS).score == 85


def test_sector_takes_the_best_of_the_companys_sectors() -> None:
    need = Need(sectors=("farms", "steel"))
    offer = Offer("h", sectors={"plastic": 4, "farms": 1, "x": 5})
    # steel: 0.5·4/5 = 0.4, farms: 1/5; best 0.4; focus = min(1, 3·1/10) = 0.3
    # 0.7·0.4 + 0.3·0.3 = 0.37
    assert match(need, offer, WORDS).score == 37
    assert match(need, Offer("none"), WORDS).score == 0


@pytest.mark.parametrize(
    ("country", "nuts2", "wish", "score"),
    [
        ("ES", "ES21", CrossBorder.NO_PREFERENCE, 100),
        ("ES", "ES22", CrossBorder.NO_PREFERENCE, 80),
        ("ES", "ES51", CrossBorder.NO_PREFERENCE, 60),
        ("ES", None, CrossBorder.NO_PREFERENCE, 60),
        ("PT", "PT11", CrossBorder.NO_PREFERENCE, 20),
        ("PT", "PT11", CrossBorder.WANTED, 100),
        ("ES", "ES21", CrossBorder.WANTED, 30),
        ("ES", "ES21", CrossBorder.NOT_WANTED, 100),
    ],
)
def test_geography(country: str, nuts2: str | None, wish: CrossBorder, score: int) -> None:
    need = Need(country="ES", nuts2="ES21", cross_border=wish)
    assert match(need, Offer("h", country=country, nuts2=nuts2), WORDS).score == score


def test_who_wants_no_hub_abroad_gets_none() -> None:
    need = Need(country="ES", cross_border=CrossBorder.NOT_WANTED)
    abroad, home = Offer("a", country="PT"), Offer("b", country="ES")
    found = match(need, abroad, WORDS)
    assert found.score == 0
    assert found.excluded == "You want hubs of your own country only; this one is in another."
    ranked = rank(need, [abroad, home], WORDS, TextIndex([abroad, home], WORDS))
    assert [offer.id for offer, _ in ranked] == ["b"]


def test_text_compares_with_the_hub_that_is_most_alike() -> None:
    offers = [
        Offer("a", text="welding robots"),
        Offer("b", text="welding courses"),
        Offer("c", text="nothing here"),
    ]
    index = TextIndex(offers, WORDS)
    need = Need(text="Welding robots for us")
    likeness = index.likeness(need.text)
    assert likeness["a"].value == pytest.approx(1)
    assert likeness["a"].words == ("robots", "welding")
    # The rarer a word the more it tells, with 3 hubs: welding (2 of them) 1 + ln(4/3) = 1.2877,
    # robots and courses (1 of them) 1 + ln(4/2) = 1.6931. Both texts have length
    # sqrt(1.2877² + 1.6931²) = 2.1272; b shares welding alone: 1.2877² / 2.1272² = 0.3664
    assert likeness["b"].value == pytest.approx(0.3664, abs=1e-4)
    assert match(need, offers[2], WORDS, likeness=likeness).score == 0


def test_text_that_no_hub_shares_a_word_with_is_left_out() -> None:
    offers = [Offer("a", country="ES", text="welding")]
    need = Need(country="ES", text="Käsefondue")
    likeness = TextIndex(offers, WORDS).likeness(need.text)
    assert [part.code for part in match(need, offers[0], WORDS, likeness=likeness).parts] == [
        "geography"
    ]


def test_language_without_a_common_one_warns() -> None:
    need = Need(languages=("en", "es"))
    common = match(need, Offer("h", languages=("en",)), WORDS)
    none = match(need, Offer("h", languages=("pl",)), WORDS)
    assert (common.score, common.warnings) == (100, ())
    assert (none.score, none.warnings) == (0, ("You name no common language.",))


def test_parts_left_empty_are_left_out_of_the_mean() -> None:
    need = Need(technologies={"robots": 1}, languages=("en",))
    found = match(need, Offer("h", technologies={"robots": 5}), WORDS)
    # technology 1 at .35, language 0 at .05: .35 / .40 = 0.875, rounded half up
    assert found.score == 88
    assert [(part.code, part.points) for part in found.parts] == [
        ("technology", 88),
        ("language", 0),
    ]


def test_an_empty_need_scores_nothing() -> None:
    assert match(Need(), Offer("h", technologies={"robots": 5}), WORDS).score == 0


def test_reasons_say_what_is_met_partly_met_and_unmet() -> None:
    need = Need(technologies={"robots": 1, "printing": 1, "data": 1}, functions={"test": 1})
    offer = Offer("h", technologies={"robots": 3, "printing": 2}, services={"courses": 5})
    found = match(need, offer, WORDS)
    assert found.met == ("Robots (3 of 5)",)
    assert found.partly == ("Printing (only 2 of 5)",)
    assert found.unmet == ("data", "Testing")
    assert [part.reason for part in found.parts] == [
        "Technologies you need that it offers: 2 of 3. They are 100% of all its technologies.",
        "Kinds of help you want that it gives: 0 of 1.",
    ]


def test_weights_are_a_setting() -> None:
    need = Need(technologies={"robots": 1}, country="ES")
    offer = Offer("h", technologies={"robots": 5}, country="PT")
    assert match(need, offer, WORDS, weights=only("technology")).score == 100
    assert match(need, offer, WORDS, weights=only("geography")).score == 20


def test_ties_are_in_the_order_of_the_ids() -> None:
    offers = [Offer("b", country="ES"), Offer("a", country="ES")]
    ranked = rank(Need(country="ES"), offers, WORDS, TextIndex(offers, WORDS))
    assert [offer.id for offer, _ in ranked] == ["a", "b"]
