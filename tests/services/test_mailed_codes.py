"""Mailed codes and links: one use, few tries, few mails, nothing in the clear."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.states import CodePurpose
from app.extensions import db
from app.models import MailedCode, OutgoingMail
from app.services import code_ends, mailed_codes
from app.services.mailed_codes import Proof
from app.services.transaction import writing
from tests.factory import Factory
from tests.services.at_once import at_once

ADA = "ada@example.org"
BROWSER = "browser-1"
PROOF = Proof(CodePurpose.SIGN_IN, ADA, None, {"next": "/e/spring/me"})


def send(
    now: datetime,
    email: str = ADA,
    purpose: CodePurpose = CodePurpose.SIGN_IN,
    details: dict[str, str] | None = None,
) -> bool:
    with writing():
        return mailed_codes.send(
            purpose, email, browser=BROWSER, now=now, details=details or {"next": "/e/spring/me"}
        )


def mailed() -> tuple[str, str]:
    """The code and the link's token of the last mail."""
    data = db.session.scalar(select(OutgoingMail.data).order_by(OutgoingMail.id.desc()).limit(1))
    assert data is not None
    text = data.decode()
    code = re.search(r"^ +(\d{8})\r?$", text, re.MULTILINE)
    link = re.search(r"/account/link/([0-9a-f]{32})\b", text)  # 128 bits
    assert link
    return code[1] if code else "", link[1]


def redeem(code: str, now: datetime, browser: str = BROWSER) -> Proof:
    return mailed_codes.redeem_code(CodePurpose.SIGN_IN, ADA, code, browser=browser, now=now)


def use(token: str, now: datetime, purpose: CodePurpose = CodePurpose.SIGN_IN) -> Proof:
    with writing():
        return mailed_codes.redeem_link(token, purpose, now=now)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_who_used_a_code_gets_their_mails(app: Flask, factory: Factory, now: datetime) -> None:
    person = factory.registration(factory.edition(), email=ADA, mail_bounced_at=now)
    send(now)
    redeem(mailed()[0], now)
    db.session.refresh(person)
    assert person.mail_bounced_at is None


def test_the_code_works_once_in_the_browser_that_asked(app: Flask, now: datetime) -> None:
    send(now)
    code, token = mailed()
    for _ in range(6):  # no stranger's tries are counted against who asked
        with pytest.raises(InvalidInputError):
            redeem(code, now, browser="browser-2")
    assert redeem(f"{code[:4]} {code[4:]}", now) == PROOF
    with pytest.raises(InvalidInputError, match="not good any more"):
        redeem(code, now)
    with pytest.raises(NotFoundError):  # code and link are one
        use(token, now)


def test_the_link_works_once_and_looking_at_it_changes_nothing(app: Flask, now: datetime) -> None:
    send(now)
    _, token = mailed()
    for _ in range(3):
        assert mailed_codes.peek(token, now=now) == PROOF
    with pytest.raises(NotFoundError):  # good for signing in, not for anything else
        use(token, now, CodePurpose.RESET_PASSWORD)
    assert use(token, now) == PROOF
    with pytest.raises(NotFoundError):
        mailed_codes.peek(token, now=now)


def test_after_five_wrong_codes_the_right_one_is_wrong_too(app: Flask, now: datetime) -> None:
    send(now)
    code, _ = mailed()
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for _ in range(5):
        with pytest.raises(InvalidInputError, match="not right"):
            redeem(wrong, now)
    with pytest.raises(InvalidInputError, match="not good any more"):
        redeem(code, now)


def test_code_and_link_end_after_ten_minutes_and_with_a_newer_one(
    app: Flask, now: datetime
) -> None:
    send(now)
    first = mailed()
    send(now)
    with pytest.raises(InvalidInputError):
        redeem(first[0], now)
    with pytest.raises(NotFoundError):
        use(first[1], now)
    code, token = mailed()
    late = now + timedelta(minutes=10)
    with pytest.raises(InvalidInputError):
        redeem(code, late)
    with pytest.raises(NotFoundError):
        use(token, late)
    assert use(token, late - timedelta(seconds=1)) == PROOF


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_code_is_good_for_a_quarter_of_an_hour_whatever_its_link(
    app: Flask, now: datetime
) -> None:
    resume = CodePurpose.RESUME_REGISTRATION
    send(now, purpose=resume)
    code, token = mailed()
    late = now + timedelta(minutes=15)
    with pytest.raises(InvalidInputError):
        mailed_codes.redeem_code(resume, ADA, code, browser=BROWSER, now=late)
    assert use(token, late, resume).email == ADA


def test_links_to_registrations_at_two_events_live_side_by_side(app: Flask, now: datetime) -> None:
    resume = CodePurpose.RESUME_REGISTRATION
    send(now, purpose=resume, details={"edition": "spring"})
    _, first = mailed()
    send(now, purpose=resume, details={"edition": "autumn"})
    week = now + timedelta(days=7)
    assert use(first, week - timedelta(seconds=1), resume).details == {"edition": "spring"}
    with pytest.raises(NotFoundError):
        use(mailed()[1], week, resume)


def test_one_mailbox_gets_three_mails_an_hour_however_it_is_spelt(
    app: Flask, now: datetime
) -> None:
    spelt = ["a.da@example.org", "ada+x@example.org", "ada@example.org", "a.d.a+y@example.org"]
    assert [send(now, email) for email in spelt] == [True, True, True, False]
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 3
    assert send(now, "eve@example.org")
    assert send(now + timedelta(minutes=61), spelt[0])


def test_nothing_stored_opens_anything(app: Flask, now: datetime) -> None:
    send(now)
    code, token = mailed()
    row = db.session.scalars(select(MailedCode)).one()
    stored = [row.token_hash, row.code_hash, row.browser_hash]
    assert len({*stored, code, token, BROWSER}) == 6
    assert all(re.fullmatch(r"[0-9a-f]{64}", text) for text in stored)


def test_sixteen_at_once_redeem_one_link(app: Flask, now: datetime) -> None:
    send(now)
    _, token = mailed()
    results = at_once(app, [lambda: use(token, now)] * 16)
    assert results["done"] == 1
    assert results["ConflictError"] + results["NotFoundError"] == 15


def test_sixteen_at_once_redeem_one_code(app: Flask, now: datetime) -> None:
    send(now)
    code, _ = mailed()
    assert at_once(app, [lambda: redeem(code, now)] * 16) == {"done": 1, "InvalidInputError": 15}


def test_what_is_over_is_forgotten(app: Flask, now: datetime) -> None:
    send(now)
    assert code_ends.forget_old_codes(now + timedelta(minutes=9)) == 0
    assert code_ends.forget_old_codes(now + timedelta(minutes=10)) == 1
