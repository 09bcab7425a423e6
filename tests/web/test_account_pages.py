"""The pages of signing in by mail, of the second step, and of one's own account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app.clock import now_utc
from app.domain.states import StaffRole
from app.extensions import db
from app.models import Account, LoginSession, OutgoingMail
from app.services import second_factor
from app.services.password_sign_in import sign_in
from tests.factory import PASSWORD, Factory
from tests.services.test_mailed_codes import mailed

ADA = "ada@example.org"
NewBrowser = Callable[[], FlaskClient]


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


def sends(browser: FlaskClient, address: str, **fields: str) -> tuple[int, str]:
    """Post a form: the status and where it leads."""
    answer = browser.post(f"/account/{address}", data=fields)
    return answer.status_code, answer.headers.get("Location", "")


def ask_code(browser: FlaskClient, email: str = ADA, wanted: str = "") -> None:
    assert sends(browser, "sign-in/code", email=email, next=wanted) == (303, "/account/code")


def age_proofs() -> None:
    """The last proofs of all sessions are 16 minutes old."""
    long_ago = now_utc() - timedelta(minutes=16)
    db.session.execute(update(LoginSession).values(proved_at=long_ago))
    db.session.commit()


def test_a_code_typed_in_the_same_browser_signs_in(
    browser: FlaskClient, new_browser: NewBrowser, factory: Factory
) -> None:
    factory.account(ADA)
    wanted = "/account/security"
    ask_code(browser, " Ada@Example.org", wanted)
    assert f"If {ADA} is known here" in browser.get("/account/code").text
    code, _ = mailed()
    other = new_browser()
    ask_code(other, "eve@example.org")
    assert sends(other, "code", code=code)[0] == 422
    wrong = browser.post("/account/code", data={"code": "12345678"})
    assert (wrong.status_code, wrong.text.count("This code is not right.")) == (422, 2)
    assert sends(browser, "code", code=code) == (303, wanted)
    assert ADA in browser.get(wanted).text
    assert sends(browser, "code", code=code)[0] == 422  # it was good once


def test_a_link_that_a_scanner_opened_thrice_still_works_by_its_button(
    browser: FlaskClient, new_browser: NewBrowser, factory: Factory
) -> None:
    factory.account(ADA)
    ask_code(browser)
    address = f"/account/link/{mailed()[1]}"
    person = new_browser()
    for _ in range(3):
        page = person.get(address)
        assert f"Sign in as {ADA}" in page.text
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert person.get("/account/").status_code == 303  # nobody is signed in
    assert person.post(address).status_code == 303
    assert person.get("/account/").status_code == 200
    gone = new_browser().get(address)
    assert gone.status_code == 404
    assert "This link is not good any more" in gone.text


def test_known_and_unknown_addresses_get_the_same_answers(
    app: Flask, new_browser: NewBrowser, factory: Factory
) -> None:
    factory.account(ADA)

    def answers(email: str) -> list[object]:
        browser = new_browser()
        found: list[object] = []
        for address, fields in (
            ("sign-in", {"email": email, "password": "something else"}),
            ("sign-in/code", {"email": email}),
            ("code", {"code": "12345678"}),
            ("reset", {"email": email}),
        ):
            answer = browser.post(f"/account/{address}", data=fields)
            text = re.sub(r'csrf_token" value="[^"]+', "", answer.text.replace(email, "who"))
            headers = {name for name, _ in answer.headers}
            found += [answer.status_code, answer.headers.get("Location"), headers, text]
        return found

    assert answers(ADA) == answers("bob@example.org")
    assert set(db.session.scalars(select(OutgoingMail.recipient))) == {ADA}


def test_a_fourth_mail_within_the_hour_is_not_sent_and_not_told(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.account(ADA)
    for _ in range(4):
        ask_code(browser)
        page = browser.get("/account/code")
        assert page.status_code == 200
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 3


def test_mails_lead_to_the_configured_address_whatever_the_host(
    app: Flask, browser: FlaskClient, factory: Factory
) -> None:
    factory.account(ADA)
    browser.post(
        "/account/sign-in/code",
        data={"email": ADA},
        headers={"X-Forwarded-Host": "evil.example", "Host": "evil.example"},
    )
    data = db.session.scalars(select(OutgoingMail.data)).one()
    assert data is not None
    assert b"evil" not in data
    assert app.config["BASE_URL"].encode() + b"/account/link/" in data


def test_too_many_wrong_passwords_say_when_and_how_else(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.account(ADA)
    for _ in range(5):
        assert sends(browser, "sign-in", email=ADA, password="something else")[0] == 422
    answer = browser.post("/account/sign-in", data={"email": ADA, "password": PASSWORD})
    assert answer.status_code == 429
    assert 800 < int(answer.headers["Retry-After"]) <= 915
    assert "With a code by mail you can sign in now." in answer.text
    assert answer.text.count(f'value="{ADA}"') == 2
    ask_code(browser)
    assert sends(browser, "code", code=mailed()[0])[0] == 303


@pytest.mark.parametrize("address", ["password", "email", "second-factor"])
def test_weighty_changes_want_a_fresh_proof(
    browser: FlaskClient, factory: Factory, address: str
) -> None:
    factory.sign_in(browser, factory.account(ADA))
    assert browser.get(f"/account/{address}").status_code == 200
    age_proofs()
    assert sends(browser, address) == (303, "/account/prove")
    asked = browser.get(f"/account/{address}").headers["Location"]
    assert asked == f"/account/prove?next=/account/{address}"
    assert "Is it you?" in browser.get(asked).text
    assert sends(browser, "prove", password="something else")[0] == 422
    back = f"/account/{address}"
    assert sends(browser, "prove", password=PASSWORD, next=back) == (303, back)
    assert browser.get(back).status_code == 200


def test_who_has_no_password_proves_it_by_mail(browser: FlaskClient, factory: Factory) -> None:
    account = factory.account(ADA)
    factory.sign_in(browser, account)
    account.password_hash = None
    factory.add(account)
    age_proofs()
    assert 'name="password"' not in browser.get("/account/prove").text
    assert sends(browser, "prove/code", next="/account/password")[0] == 303
    sent = sends(browser, "prove", code=mailed()[0], next="/account/password")
    assert sent == (303, "/account/password")


def test_the_account_shows_and_ends_its_other_browsers(
    browser: FlaskClient, new_browser: NewBrowser, factory: Factory
) -> None:
    account = factory.account(ADA)
    factory.sign_in(browser, account)
    others = [new_browser() for _ in range(3)]
    for other in others:
        factory.sign_in(other, account)
    page = browser.get("/account/security").text
    number = re.findall(r"/account/sessions/(\d+)/end", page)[0]  # the last one used
    assert page.count("this browser") == 1
    assert sends(browser, f"sessions/{number}/end")[0] == 303
    assert [one.get("/account/").status_code for one in others] == [200, 200, 303]
    sends(browser, "sessions/end-others")
    assert "2 others are signed out." in browser.get("/account/security").text
    assert [one.get("/account/").status_code for one in others] == [303, 303, 303]


def set_up(browser: FlaskClient) -> pyotp.TOTP:
    """Set a second step up by the pages."""
    sends(browser, "second-factor", next="/organiser/")
    page = browser.get("/account/second-factor?next=/organiser/").text
    assert 'src="data:image/svg+xml' in page
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert key
    totp = pyotp.TOTP(key[1].replace(" ", ""))
    assert sends(browser, "second-factor/confirm", code="000000")[0] == 422
    sent = sends(browser, "second-factor/confirm", code=totp.at(now_utc()), next="/organiser/")
    assert sent == (303, "/organiser/")
    return totp


@pytest.mark.parametrize("role", [StaffRole.OWNER, StaffRole.EDITOR])
def test_organisers_pages_wait_for_the_second_step_where_it_is_required(
    app: Flask, browser: FlaskClient, factory: Factory, role: StaffRole
) -> None:
    edition = factory.edition(slug="spring")
    account = factory.organiser(edition, role)
    factory.sign_in(browser, account)
    pages = ["/organiser/", "/organiser/e/spring/", "/organiser/e/spring/people/"]
    assert [browser.get(page).status_code for page in pages] == [200, 200, 200]
    app.config["REQUIRE_2FA"] = "organiser"
    for page in [*pages, "/organiser/e/nowhere/"]:
        answer = browser.get(page)
        assert answer.headers["Location"] == f"/account/second-factor?next={page}"
        assert browser.post("/organiser/e/spring/phase/").status_code == 303
    assert "The organisers’ pages wait for this" in browser.get(answer.headers["Location"]).text
    assert browser.get("/e/spring/").status_code == 200
    set_up(browser)
    assert [browser.get(page).status_code for page in pages] == [200, 200, 200]


def test_other_roles_need_no_second_step(
    app: Flask, browser: FlaskClient, factory: Factory
) -> None:
    app.config["REQUIRE_2FA"] = "organiser"
    factory.sign_in(browser, factory.organiser(factory.edition(), StaffRole.DESK))
    assert browser.get("/organiser/").status_code == 200


def test_the_second_step_comes_after_password_and_code_alike(
    browser: FlaskClient, new_browser: NewBrowser, factory: Factory
) -> None:
    account = factory.account(ADA)
    factory.sign_in(browser, account)
    totp = set_up(browser)
    wanted = "/account/security"
    other = new_browser()
    sent = sends(other, "sign-in", email=ADA, password=PASSWORD, next=wanted)
    assert sent == (303, "/account/second-step")
    assert other.get(wanted).status_code == 303
    assert other.get("/account/sign-in").headers["Location"] == "/account/second-step"
    assert sends(other, "second-step", code="000000")[0] == 422
    db.session.execute(update(Account).values(totp_last_step=None))
    db.session.commit()
    assert sends(other, "second-step", code=totp.at(now_utc())) == (303, wanted)
    assert other.get(wanted).status_code == 200
    by_mail = new_browser()
    ask_code(by_mail)
    assert sends(by_mail, "code", code=mailed()[0]) == (303, "/account/second-step")
    assert by_mail.get("/account/").status_code == 303


def test_a_new_password_by_a_mailed_link(browser: FlaskClient, factory: Factory) -> None:
    factory.account(ADA)
    assert sends(browser, "reset", email=ADA) == (303, "/account/sign-in")
    address = f"link/{mailed()[1]}"
    assert "A new password" in browser.get(f"/account/{address}").text
    refused = browser.post(f"/account/{address}", data={"password": "short"})
    assert (refused.status_code, refused.text.count("12 to 128 characters")) == (422, 2)
    sent = sends(browser, address, password="another quiet harbour")
    assert sent == (303, "/account/sign-in")
    assert browser.get("/account/").status_code == 303  # nobody is signed in by it
    assert sends(browser, "sign-in", email=ADA, password="another quiet harbour")[0] == 303


def test_a_lost_telephone_is_helped_from_the_command_line(app: Flask, factory: Factory) -> None:
    account = factory.account(ADA)
    viewer = sign_in(ADA, PASSWORD, user_agent="", now=now_utc())
    second_factor.propose(viewer)
    proposed = second_factor.proposed(viewer)
    assert proposed
    second_factor.confirm(viewer, pyotp.TOTP(proposed[0]).at(now_utc()), now=now_utc())
    done = app.test_cli_runner().invoke(args=["remove-second-factor", ADA])
    assert done.output.splitlines()[-1] == f"{ADA} signs in without a second step now."
    db.session.refresh(account)
    assert account.totp_secret is None
