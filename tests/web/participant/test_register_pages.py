"""Registering by hand: four short screens, each kept, every fault beside its field."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.states import EditionState, OrganisationKind, QuestionKind, RegistrationState
from app.extensions import db
from app.models import Consent, Organisation, Question, Registration, RegistrationDraft
from app.services import invitations
from tests.factory import Factory
from tests.services.gathering import Gathering
from tests.services.registering import mailed_code, mailed_path, mails
from tests.web.participant.registering import (
    CONSENTS,
    ORGANISATION,
    WISHES,
    YOU,
    comes_to_the_end,
    goes_on,
    registers,
    send,
)


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines."""
    return "sqlite"


@pytest.fixture
def event(factory: Factory) -> Gathering:
    return Gathering(factory, slug="spring")


def faults(page: str) -> list[str]:
    """The fields that have a fault beside them."""
    return re.findall(r'<(?:span|p) class="field-error" id="([a-z0-9_]+?)(?:-error)?"', page)


def required(page: str) -> list[str]:
    """The inputs that say nothing of being optional: labels and legends."""
    words = re.findall(r'class="form-label"[^>]*>(.*?)</(?:label|legend|p)>', page)
    return [re.sub(r"<.*", "", one).strip() for one in words if "(optional)" not in one]


def test_a_newcomer_registers_in_four_screens_and_is_signed_in(
    browser: FlaskClient, event: Gathering
) -> None:
    registers(browser)
    made = db.session.scalars(select(Registration)).one()
    assert (made.name, made.email, made.state, made.organisation.nuts2) == (
        "Łukasz Čapek-Ψαρράς",
        "lukasz@example.org",
        RegistrationState.SUBMITTED,
        "PL71",
    )
    assert [one.slot_id for one in made.unavailable] == [event.slots[3].id]  # A4 was not ticked
    assert [consent.kind.value for consent in db.session.scalars(select(Consent))] == ["privacy"]
    page = browser.get("/e/spring/me/registration").text
    assert "The organisers look at it and write to you." in page
    draft = db.session.scalars(select(RegistrationDraft)).one()
    assert (draft.answers, draft.finished_at is None) == ({}, False)
    # Once registered, the form leads to where it stands.
    assert browser.get("/e/spring/register").headers["Location"] == "/e/spring/me/registration"
    assert [kind for _, kind in mails()] == [
        "code.resume_registration",
        "registration_submitted",
    ]


def test_a_company_is_asked_for_few_things(browser: FlaskClient, event: Gathering) -> None:
    asked = required(browser.get("/e/spring/register").text)
    goes_on(browser, "", YOU)
    asked += required(browser.get("/e/spring/register/organisation").text)
    goes_on(browser, "/organisation", ORGANISATION)
    asked += required(browser.get("/e/spring/register/wishes").text)
    goes_on(browser, "/wishes", WISHES)
    asked += required(browser.get("/e/spring/register/consents").text)
    assert asked == [
        *("You come as", "Your name", "E-mail"),
        *("Name of the organisation", "Country"),
        *("Technologies", "Kinds of help"),  # one of them, or a sentence
        "Your data at this event",
        "Code from the mail",
    ]
    # With one wish that is eight required inputs; twelve are allowed.


def test_nothing_is_agreed_to_in_advance_and_all_times_are_free(
    browser: FlaskClient, event: Gathering
) -> None:
    goes_on(browser, "", YOU)
    goes_on(browser, "/organisation", ORGANISATION)
    times = re.findall(
        r'<input type="checkbox" name="free"[^>]*>', browser.get("/e/spring/register/wishes").text
    )
    assert len(times) == 4
    assert all("checked" in box for box in times)
    goes_on(browser, "/wishes", WISHES)
    page = browser.get("/e/spring/register/consents").text
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    assert len(boxes) == 3  # photos are asked only where the organisers want them
    assert not any("checked" in box for box in boxes)


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    browser: FlaskClient, event: Gathering
) -> None:
    page = send(browser, "", {"name": "Ada & Eve", "email": "not an address"}).text
    assert faults(page) == ["part", "email"]
    assert 'value="Ada &amp; Eve"' in page
    assert 'value="not an address"' in page
    goes_on(browser, "", YOU)
    page = send(browser, "/organisation", ORGANISATION | {"country": ""}).text
    assert faults(page) == ["country", "nuts2"]
    assert 'value="Bending Ltd"' in page
    goes_on(browser, "/organisation", ORGANISATION)
    twice = {"technologies": ["robotics", "robotics"], "technologies-level": ["3", "x"]}
    page = send(browser, "/wishes", WISHES | twice | {"free": []}).text
    assert faults(page) == ["technologies", "free"]
    assert page.count('<option value="robotics" selected>') == 2
    assert "A robot for bending</textarea>" in page
    goes_on(browser, "/wishes", WISHES)
    answer = send(browser, "/consents", {"directory": "y"})
    assert (answer.status_code, faults(answer.text)) == (422, ["privacy", "code"])
    assert re.search(r'<input checked[^>]*name="directory"', answer.text)
    assert re.findall(r'<li><a href="#(\w+)">', answer.text) == ["privacy", "code"]
    assert db.session.scalars(select(Organisation)).all() == []


def test_a_wrong_code_is_told_and_another_can_be_had(
    browser: FlaskClient, event: Gathering
) -> None:
    comes_to_the_end(browser)
    first = mailed_code()
    assert faults(send(browser, "/consents", CONSENTS, code="0").text) == ["code"]
    assert goes_on(browser, "/code", {}) == "/register/consents"
    assert faults(send(browser, "/consents", CONSENTS, code=first).text) == ["code"]
    assert goes_on(browser, "/consents", CONSENTS, code=mailed_code()) == "/me/registration"


def test_known_and_unknown_addresses_are_told_the_same(
    new_browser: Callable[[], FlaskClient], event: Gathering, factory: Factory
) -> None:
    account = factory.account("known@example.org")
    factory.registration(event.edition, account=account)
    answers = []
    for address in ("known@example.org", "newer@example.org"):
        browser = new_browser()
        answer = send(browser, "", YOU | {"email": address})
        goes_on(browser, "/organisation", ORGANISATION)
        goes_on(browser, "/wishes", WISHES)
        page = send(browser, "/consents", CONSENTS).text.replace(address, "")
        answers.append((answer.status_code, answer.headers["Location"], *_without_tokens(page)))
        assert "Ψαρράς" not in mailed_code()
        last = goes_on(browser, "/consents", CONSENTS, code=mailed_code())
        assert last == "/me/registration"
        if address == "known@example.org":
            assert "Nothing was changed" in browser.get(f"/e/spring{last}").text
    assert answers[0] == answers[1]
    assert [to for to, kind in mails() if kind == "code.resume_registration"] == [
        "known@example.org",
        "newer@example.org",
    ]


def _without_tokens(page: str) -> tuple[str, ...]:
    return tuple(re.sub(r'request: \w+|name="csrf_token" value="[^"]*"', "", page).split("\n"))


def test_at_most_three_mails_an_hour_go_to_one_address(
    new_browser: Callable[[], FlaskClient], event: Gathering
) -> None:
    for _ in range(5):
        assert goes_on(new_browser(), "", YOU) == "/register/organisation"
    assert len(mails()) == 3


def test_the_mailed_link_leads_back_from_another_browser_once(
    new_browser: Callable[[], FlaskClient], event: Gathering
) -> None:
    first, other = new_browser(), new_browser()
    goes_on(first, "", YOU)
    goes_on(first, "/organisation", ORGANISATION)
    assert goes_on(first, "/wishes", WISHES | {"text": "Half"}, go="later") == "/register/later"
    assert "lukasz@example.org" in first.get("/e/spring/register/later").text
    link = mailed_path()
    for _ in range(3):  # as mail programs do
        assert "Go on here" in other.get(link).text
    assert other.post(link).headers["Location"] == "/e/spring/register/wishes"
    assert "Half</textarea>" in other.get("/e/spring/register/wishes").text
    assert other.post(link).status_code == 404
    # Whoever began it with that address reads on no more.
    assert first.get("/e/spring/register/wishes").headers["Location"] == "/e/spring/register"
    goes_on(other, "/wishes", WISHES)
    assert 'name="code"' not in other.get("/e/spring/register/consents").text
    assert goes_on(other, "/consents", CONSENTS) == "/me/registration"


def test_another_address_has_to_be_proved_anew(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    factory.account(YOU["email"])
    factory.account("victim@example.org")
    comes_to_the_end(browser)
    browser.post(mailed_path())  # proves the first address, which has an account
    assert 'name="code"' not in browser.get("/e/spring/register/consents").text
    goes_on(browser, "", YOU | {"email": "victim@example.org"})
    assert 'name="code"' in browser.get("/e/spring/register/consents").text
    assert faults(send(browser, "/consents", CONSENTS, code="").text) == ["code"]


def test_going_back_keeps_everything(browser: FlaskClient, event: Gathering) -> None:
    comes_to_the_end(browser)
    assert goes_on(browser, "/consents", {"directory": "y"}, go="back") == "/register/wishes"
    half = WISHES | {"technologies": [], "technologies-level": [], "text": ""}
    assert goes_on(browser, "/wishes", half, go="back") == "/register/organisation"
    assert 'value="Bending Ltd"' in browser.get("/e/spring/register/organisation").text
    assert goes_on(browser, "/organisation", {"organisation": "x"}, go="back") == "/register"
    page = browser.get("/e/spring/register").text
    assert 'value="lukasz@example.org"' in page
    assert re.search(r'<input checked[^>]*name="part"[^>]*value="sme"', page)
    assert re.search(
        r'<input checked[^>]*name="directory"', browser.get("/e/spring/register/consents").text
    )


def test_nobody_skips_a_screen(browser: FlaskClient, event: Gathering) -> None:
    for screen in ("organisation", "wishes", "consents", "later"):
        address = f"/e/spring/register/{screen}"
        assert browser.get(address).headers["Location"] == "/e/spring/register"
        if screen != "later":
            assert browser.post(address).headers["Location"] == "/e/spring/register"
    goes_on(browser, "", YOU)
    ahead = browser.get("/e/spring/register/consents").headers["Location"]
    assert ahead == "/e/spring/register/organisation"


def test_an_organisation_that_is_nearly_known_is_asked_about(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    known = factory.organisation(name="Béndíng GmbH", country="DE")
    goes_on(browser, "", YOU)
    answer = send(browser, "/organisation", ORGANISATION)
    assert (answer.status_code, "Did you mean" in answer.text) == (422, True)
    assert f'value="{known.slug}"' in answer.text
    assert goes_on(browser, "/organisation", ORGANISATION, chosen=known.slug) == "/register/wishes"
    assert "<strong>Béndíng GmbH</strong>" in browser.get("/e/spring/register/organisation").text
    # Somebody else is sure that theirs is another; whoever shares the web domain is asked, too.
    sure = ORGANISATION | {"surely_new": "Bending Ltd"}
    assert goes_on(browser, "/organisation", sure) == "/register/wishes"
    factory.organisation(name="Quite other", website="https://www.example.org/pl")
    answer = send(browser, "/organisation", ORGANISATION | {"organisation": "New one"})
    assert "Quite other" in answer.text


def test_known_names_are_looked_up_with_and_without_a_script(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    factory.organisation(OrganisationKind.HUB, name="Basque DIH", country="ES", slug="basque")
    factory.organisation(OrganisationKind.HUB, name="DIH of Łódź", country="PL")
    factory.organisation(name="Basque secrets")  # nobody of it agreed to be listed
    goes_on(browser, "", YOU | {"part": "hub"})
    address = "/e/spring/register/organisations?q=basq"
    found = browser.get(address, headers={"X-Fragment": "1"}).text
    assert re.findall(r'name="chosen" value="([^"]+)"', found) == ["basque"]
    looked = send(browser, "/organisation", {"organisation": "lodz"}, go="look").text
    assert "DIH of Łódź" in looked
    assert goes_on(browser, "/organisation", {"chosen": "basque"}) == "/register/wishes"
    page = browser.get("/e/spring/register/wishes").text
    assert 'name="services"' not in page  # the catalogue speaks for it
    times = {"wants_meetings": "y", "free": ["A1"]}
    assert goes_on(browser, "/wishes", times) == "/register/consents"


def test_an_organisation_of_several_kinds_says_what_it_is(
    browser: FlaskClient, event: Gathering
) -> None:
    goes_on(browser, "", YOU | {"part": "other"})
    assert faults(send(browser, "/organisation", ORGANISATION).text) == ["kind"]
    assert goes_on(browser, "/organisation", ORGANISATION | {"kind": "investor"})


def test_the_organisers_questions_are_asked_of_whom_they_concern(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    for code, parts, kind in (
        ("diet", [], QuestionKind.CHOICES),
        ("stand", ["exhibitor"], QuestionKind.LINE),
    ):
        factory.add(
            Question(
                edition_id=event.edition.id,
                code=code,
                label=code.capitalize(),
                kind=kind,
                options=["Vegan", "Halal"] if kind is QuestionKind.CHOICES else [],
                parts=parts,
                required=True,
            )
        )
    goes_on(browser, "", YOU)
    goes_on(browser, "/organisation", ORGANISATION)
    page = send(browser, "/wishes", WISHES).text
    assert faults(page) == ["question_diet"]
    assert "question_stand" not in page
    stranger = send(browser, "/wishes", WISHES, question_diet=["Vegan", "Cake"])
    assert faults(stranger.text) == ["question_diet"]
    goes_on(browser, "/wishes", WISHES, question_diet=["Vegan"])
    goes_on(browser, "/consents", CONSENTS, code=mailed_code())
    assert db.session.scalars(select(Registration)).one().answers == {"diet": ["Vegan"]}


def test_a_signed_in_person_needs_no_code_and_sees_last_year(
    browser: FlaskClient, event: Gathering, factory: Factory
) -> None:
    account = factory.account("ada@example.org", name="Ada")
    earlier = Gathering(factory, slug="earlier", name="Last spring", room="Old hall")
    last = earlier.company(
        text="Still robots", technologies={"robotics": 3}, sectors={"automotive": 3}
    )
    last.account_id, last.job_title, last.languages = account.id, "Engineer", ["pl"]
    factory.add(last)
    factory.sign_in(browser, account)
    page = browser.get("/e/spring/register").text
    assert 'name="email"' not in page
    assert "Filled in from Last spring" in page
    assert re.search(r'<input checked[^>]*name="part"[^>]*value="sme"', page)
    goes_on(browser, "", {"part": "sme", "name": "Ada"})
    assert last.organisation.name in browser.get("/e/spring/register/organisation").text
    goes_on(browser, "/organisation", {"chosen": last.organisation.slug})
    page = browser.get("/e/spring/register/wishes").text
    assert "Still robots</textarea>" in page
    goes_on(browser, "/wishes", WISHES)
    assert 'name="code"' not in browser.get("/e/spring/register/consents").text
    goes_on(browser, "/consents", CONSENTS)
    made = db.session.scalars(
        select(Registration).where(Registration.edition_id == event.edition.id)
    ).one()
    assert (made.email, made.job_title, made.languages) == ("ada@example.org", "Engineer", ["pl"])
    assert [kind for _, kind in mails()] == ["registration_submitted"]


def test_an_invitation_opens_a_closed_and_full_edition_for_one(
    new_browser: Callable[[], FlaskClient], event: Gathering, factory: Factory
) -> None:
    event.edition.state = EditionState.BOOKING_CLOSED
    event.edition.registration_capacity, event.edition.waiting_list = 0, False
    db.session.commit()
    by = factory.account().id
    invitations.invite(event.edition, "guest@example.org", by=by, now=factory.now)
    link, browser = mailed_path(), new_browser()
    assert "A place is kept for you" in browser.get(link).text
    assert browser.post(link).headers["Location"] == "/e/spring/register"
    assert 'value="guest@example.org"' in browser.get("/e/spring/register").text
    registers(browser)
    made = db.session.scalars(select(Registration)).one()
    assert (made.state, made.invited_by_id) == (RegistrationState.APPROVED, by)
    assert new_browser().get(link).status_code == 404


def test_a_closed_edition_says_so(browser: FlaskClient, event: Gathering) -> None:
    comes_to_the_end(browser)
    event.edition.state = EditionState.BOOKING_CLOSED
    db.session.commit()
    assert "Registration is closed" in browser.get("/e/spring/register").text
    answer = send(browser, "/consents", CONSENTS, code=mailed_code())
    assert (answer.status_code, "event is closed" in answer.text) == (409, True)
    assert send(browser, "", YOU).status_code == 409
    assert browser.get("/e/winter/register").status_code == 404


def test_before_the_times_are_fixed_one_registers_without(
    browser: FlaskClient, factory: Factory
) -> None:
    factory.edition(slug="spring")
    goes_on(browser, "", YOU)
    goes_on(browser, "/organisation", ORGANISATION)
    assert "not fixed yet" in browser.get("/e/spring/register/wishes").text
    typed = {key: WISHES[key] for key in WISHES if key != "free"}
    goes_on(browser, "/wishes", typed)
    goes_on(browser, "/consents", CONSENTS, code=mailed_code())
