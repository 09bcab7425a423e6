"""A form that is not sent yet: found again, and what its link proves."""

from datetime import datetime, timedelta

import pytest

from app.domain.errors import NotFoundError
from app.services import registration_drafts
from app.services.registration_drafts import Begun
from tests.factory import Factory
from tests.services.registering import ADA, ENTRY, mailed_path, mails

TYPED = {"you": {"name": ["Ada"]}}


@pytest.fixture
def engine_name() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@pytest.mark.parametrize(
    ("has_account", "minutes", "is_proved"),
    [(True, 60, True), (True, 61, False), (False, 61, True)],
)
def test_an_old_link_opens_the_form_but_no_account(
    factory: Factory, now: datetime, has_account: bool, minutes: int, is_proved: bool
) -> None:
    edition = factory.edition()
    if has_account:
        factory.account(ADA)
    registration_drafts.begin(edition, ENTRY.person, TYPED, viewer=None, invitation=None, now=now)
    later = now + timedelta(minutes=minutes)
    found = registration_drafts.resume(edition, mailed_path().rpartition("/")[2], now=later)
    assert (found.draft.proved_at is not None) is is_proved
    assert len(mails()) == (1 if is_proved else 2)  # another code for who needs one


def test_a_draft_ends_after_a_month_and_belongs_to_its_edition(
    factory: Factory, now: datetime
) -> None:
    edition = factory.edition()
    begun: Begun = registration_drafts.begin(
        edition, ENTRY.person, TYPED, viewer=None, invitation=None, now=now
    )
    link = mailed_path().rpartition("/")[2]
    for days, there in ((29, True), (30, False)):
        at = now + timedelta(days=days)
        found = registration_drafts.find(edition, token=begun.token, viewer=None, now=at)
        assert (found is not None) is there
    with pytest.raises(NotFoundError):
        registration_drafts.resume(factory.edition(), link, now=now)
    assert registration_drafts.resume(edition, link, now=now).draft.id == begun.draft.id
