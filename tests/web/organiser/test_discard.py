"""A draft that nobody wants is thrown away from the page on which it would be published."""

from collections.abc import Callable

from app.domain.states import VersionKind
from app.extensions import db
from app.models import Edition, ScheduleVersion
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.organiser.conftest import Organiser


def test_throwing_the_draft_away(
    organise: Callable[[Edition], Organiser], factory: Factory
) -> None:
    event = PublishedEvent(factory)
    edition_id = event.edition.id
    draft = factory.add(
        ScheduleVersion(edition_id=edition_id, kind=VersionKind.DRAFT, created_at=factory.now)
    )
    organiser = organise(event.edition)
    assert f'action="{organiser.base}/publish/discard"' in organiser.sees("publish/")
    text = organiser.gets("publish/discard")
    assert "The draft is thrown away. What is live stays as it is." in text
    db.session.expire_all()
    assert draft.kind is VersionKind.DISCARDED
    assert "thrown away" not in organiser.gets("publish/discard")
