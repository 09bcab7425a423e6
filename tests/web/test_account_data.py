"""The pages on which a person takes their data with them, or has it erased."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.extensions import db
from app.models import Account, LoginSession, Registration
from tests.factory import Factory

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def person(browser: FlaskClient, factory: Factory) -> Registration:
    """Registered at one event, and signed in."""
    account = factory.account("ada@example.org")
    person: Registration = factory.registration(factory.edition(name="Spring"), account=account)
    factory.sign_in(browser, account)
    return person


def test_the_copy_is_a_file_behind_a_fresh_proof(
    browser: FlaskClient, person: Registration
) -> None:
    assert "Download my data" in browser.get("/account/data").get_data(as_text=True)
    answer = browser.get("/account/data/copy.zip")
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist() == [
            "README.txt",
            "account.json",
            f"edition-{person.edition.slug}.json",
        ]
    now = db.session.scalars(select(LoginSession.proved_at)).one()
    db.session.execute(update(LoginSession).values(proved_at=now - timedelta(minutes=16)))
    db.session.commit()
    late = browser.get("/account/data/copy.zip")
    assert (late.status_code, late.location.split("?")[0]) == (303, "/account/prove")


def test_erasing_needs_the_address_and_signs_out(
    browser: FlaskClient, person: Registration
) -> None:
    page = " ".join(browser.get("/account/data/erase").get_data(as_text=True).split())
    assert "0 meetings are cancelled, 0 requests end" in page
    assert f"{person.organisation.name} would have nobody left here" in page
    wrong = browser.post("/account/data/erase", data={"email": "bea@example.org"})
    assert wrong.status_code == 422
    assert "Type ada@example.org to confirm." in wrong.get_data(as_text=True)

    form = {"email": " Ada@example.org", "with_organisations": "y"}
    answer = browser.post("/account/data/erase", data=form)

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Everything of yours is erased" in browser.get("/").get_data(as_text=True)
    assert browser.get("/account/").status_code == 303
    db.session.rollback()  # what was read before is read anew
    assert db.session.scalars(select(Registration.name)).all() == ["removed participant"]
    assert not db.session.scalars(select(Account).where(Account.email == "ada@example.org")).all()
