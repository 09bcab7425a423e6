"""Which passwords are taken, and what is stored of them."""

import random

import pytest
from argon2 import PasswordHasher

from app.domain.errors import InvalidInputError
from app.services import passwords

CONTEXT = ("ada.byron@example.org", "Ada Byron", "Analytical Engines Ltd", "Spring of Hubs 2027")


def is_taken(password: str) -> bool:
    try:
        passwords.check_new_password(password, context=CONTEXT)
    except InvalidInputError as error:
        return "password" not in error.fields
    return True


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("quiet harbo", False),  # 11 characters
        ("quiet harbou", True),
        ("wxyz" + 15 * "quip", True),  # 64
        ("zq7k " * 25 + "zq7", True),  # 128
        ("zq7k " * 25 + "zq7k", False),
        ("🦊🌲 über Mauern", True),  # 14, no rule of which signs
        ("aaaaaaaaaaaaaaaa", False),
        ("password" * 8, False),
        ("Password12345!", False),
        ("qwertyuiopasdf", False),
    ],
)
def test_length_alone_is_asked_of_what_is_hard_to_guess(password: str, taken: bool) -> None:
    assert is_taken(password) is taken


def test_common_passwords_are_refused_in_any_case() -> None:
    assert len(passwords.COMMON) >= 3000
    drawn = random.Random(4).sample(sorted(passwords.COMMON), 50)  # noqa: S311 - no secret
    assert [word for word in drawn if is_taken(word) or is_taken(word.title())] == []


@pytest.mark.parametrize(
    "password",
    [
        "ada.byron@example.org",
        "ada.byron2027",
        "Analytical Engines",
        "analyticalengines",
        "springofhubs2027",
        "Hubmeet-Hubmeet",
    ],
)
def test_what_others_know_of_a_person_is_refused(password: str) -> None:
    assert not is_taken(password)


def test_what_is_stored_is_argon2id_of_today_and_the_whole_password_counts() -> None:
    long = "x" * 72 + " and the rest"
    known = passwords.hash_of(long)
    assert known.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(known, long)
    assert not passwords.is_right(known, long[:72])
    assert not passwords.is_right(known, long.upper())
    assert not passwords.is_right(None, long)
    assert not passwords.is_dated(known)
    assert passwords.is_dated(PasswordHasher(1, 8, 1).hash(long))
