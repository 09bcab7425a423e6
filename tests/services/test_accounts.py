"""Logins: right and wrong passwords, sessions that end."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError
from app.domain.states import StaffRole
from app.extensions import db
from app.models import Account
from app.services import accounts
from app.services.transaction import writing
from tests.factory import PASSWORD, Factory
from tests.services.at_once import at_once


def test_a_session_ends_for_good_when_the_person_signs_out(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account("ada@example.org")
    viewer = accounts.sign_in("Ada@example.org ", PASSWORD, user_agent="test", now=now)
    assert accounts.viewer_of(viewer.token, now=now) == viewer
    accounts.sign_out(viewer.token, now=now)
    assert accounts.viewer_of(viewer.token, now=now) is None


def test_a_disabled_account_is_out_at_once(app: Flask, factory: Factory, now: datetime) -> None:
    account = factory.account("ada@example.org")
    viewer = accounts.sign_in("ada@example.org", PASSWORD, user_agent="test", now=now)
    account.disabled_at = now
    factory.add(account)
    assert accounts.viewer_of(viewer.token, now=now) is None
    with pytest.raises(InvalidInputError, match="not right"):
        accounts.sign_in("ada@example.org", PASSWORD, user_agent="test", now=now)


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", "another one"), ("eve@example.org", PASSWORD)]
)
def test_wrong_password_and_unknown_address_get_the_same_answer(
    app: Flask, factory: Factory, now: datetime, email: str, password: str
) -> None:
    factory.account("ada@example.org")
    with pytest.raises(InvalidInputError) as caught:
        accounts.sign_in(email, password, user_agent="test", now=now)
    assert caught.value.message == "The e-mail address or the password is not right."


def test_create_organiser_owns_a_series(app: Flask, now: datetime) -> None:
    accounts.create_organiser("olga@example.org", "Olga", PASSWORD, series_name="Hub days", now=now)
    viewer = accounts.sign_in("olga@example.org", PASSWORD, user_agent="test", now=now)
    assert viewer.staff_roles == {StaffRole.OWNER}


@pytest.mark.parametrize("password", ["elevenchars", "x" * 129, "aaaaaaaaaaaa", "OLGA@example.org"])
def test_a_weak_password_is_refused(app: Flask, now: datetime, password: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        accounts.create_organiser("olga@example.org", "Olga", password, series_name="S", now=now)
    assert list(caught.value.fields) == ["password"]


def test_passwords_are_stored_as_argon2id_with_our_cost(app: Flask, factory: Factory) -> None:
    stored = factory.account().password_hash
    assert stored is not None
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_proven_address_gets_its_account_and_what_was_imported_for_it(
    app: Flask, factory: Factory, now: datetime
) -> None:
    spring, autumn = factory.edition(), factory.edition()
    imported = factory.registration(spring, email="Ada@example.org")
    erased = factory.registration(autumn, email="ada@example.org", erased_at=now)
    with writing():
        account = accounts.verified_account("ada@example.org", "", now=now)
        assert accounts.claim(account, now=now) == 1
    assert (account.name, account.email_verified_at) == ("ada", now)
    assert (imported.account_id, erased.account_id) == (account.id, None)
    second = factory.registration(spring, email="ADA@example.org")  # nobody comes twice
    with writing():
        assert accounts.verified_account("ada@example.org", "Ada", now=now).id == account.id
        assert accounts.claim(account, now=now) == 0
    assert second.account_id is None


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_what_was_imported_later_is_found_at_the_next_sign_in(
    app: Flask, factory: Factory, now: datetime
) -> None:
    account = factory.account("ada@example.org")
    unproven = factory.account("eve@example.org", verified=False)
    imported = factory.registration(factory.edition(), email="Ada@example.org")
    other = factory.registration(factory.edition(), email="eve@example.org")
    for email in (account.email, unproven.email):
        accounts.sign_in(email, PASSWORD, user_agent="test", now=now)
    assert (imported.account_id, other.account_id) == (account.id, None)


def test_a_password_from_before_the_address_was_proven_opens_nothing(
    app: Flask, factory: Factory, now: datetime
) -> None:
    factory.account("ada@example.org", verified=False)
    stranger = accounts.sign_in("ada@example.org", PASSWORD, user_agent="test", now=now)
    with writing():
        accounts.verified_account("ada@example.org", "", now=now)
    assert accounts.viewer_of(stranger.token, now=now) is None
    with pytest.raises(InvalidInputError):
        accounts.sign_in("ada@example.org", PASSWORD, user_agent="test", now=now)


def test_eight_proofs_at_once_make_one_account(app: Flask, now: datetime) -> None:
    def prove() -> None:
        with writing():
            accounts.verified_account("ada@example.org", "", now=now)

    assert at_once(app, [prove] * 8) == {"done": 8}
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1
