"""What a password must be, and how it is kept."""

import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.domain.errors import InvalidInputError

MIN_PASSWORD_CHARACTERS = 12
MAX_PASSWORD_CHARACTERS = 128
# An attacker who knows how people choose needs more tries than this (ten a day are allowed), or
# it is refused. A long one need only be no plain repetition.
FEWEST_GUESSES, LONG_CHARACTERS, FEWEST_GUESSES_OF_LONG = 10**7, 24, 10**4
ESTIMATED_CHARACTERS = 72  # the estimate's own limit
# Of a password made of known words, this much must be something else.
FEWEST_OWN_CHARACTERS = 8
SHORTEST_KNOWN_WORD = 3

# 40 ms on this generation of machines; the parameters are those of OWASP and ASVS.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# An unknown address costs one verification too, so that time does not tell who has an account.
_dummy_hash = _hasher.hash(secrets.token_urlsafe(16))

# Leaked passwords, words, names and titles that are long enough to be tried as passwords.
COMMON = frozenset(
    word.casefold()
    for words in FREQUENCY_LISTS.values()
    for word in words
    if len(word) >= MIN_PASSWORD_CHARACTERS
)


def check_new_password(password: str, *, context: Iterable[str] = ()) -> None:
    """Refuse a password that is too short, too long, common, or made of `context`.

    `context` is what others know of the person: name, e-mail, company, event. Raises
    InvalidInputError for field `password`.
    """
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        raise _refused(
            _(
                "A password has %(fewest)d to %(most)d characters.",
                fewest=MIN_PASSWORD_CHARACTERS,
                most=MAX_PASSWORD_CHARACTERS,
            )
        )
    if _is_easy(password, _words(context)):
        raise _refused(
            _("This password is too easy to guess. Take a few words that do not belong together.")
        )


def hash_of(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def is_right(known: str | None, password: str) -> bool:
    """Whether the password is the one that `known` was made of; None takes as long as a hash."""
    try:
        return _hasher.verify(known or _dummy_hash, password) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def is_dated(known: str) -> bool:
    """Whether a hash was made with older parameters than today's."""
    return _hasher.check_needs_rehash(known)


def _is_easy(password: str, known_words: list[str]) -> bool:
    plain = password.casefold()
    if plain in COMMON or len(set(plain)) < 5:
        return True
    rest = plain
    for word in known_words:
        rest = rest.replace(word, "")
    if len(rest) < len(plain) and len(rest) < FEWEST_OWN_CHARACTERS:
        return True
    estimate = zxcvbn(password[:ESTIMATED_CHARACTERS], user_inputs=known_words)
    fewest = FEWEST_GUESSES if len(password) < LONG_CHARACTERS else FEWEST_GUESSES_OF_LONG
    return bool(estimate["guesses"] < fewest)


def _words(context: Iterable[str]) -> list[str]:
    """The texts and their parts, the longest first, in small letters."""
    texts = [text.casefold().strip() for text in [*context, "Hubmeet"]]
    parts = [part for text in texts for part in text.replace("@", " ").replace(".", " ").split()]
    found = {text for text in [*texts, *parts] if len(text) >= SHORTEST_KNOWN_WORD}
    return sorted(found, key=lambda word: (-len(word), word))


def _refused(fault: str) -> InvalidInputError:
    return InvalidInputError(fault, {"password": fault})
