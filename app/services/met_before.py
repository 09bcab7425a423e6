"""Who met whom at an earlier edition of the series."""

from collections.abc import Mapping

from sqlalchemy import or_, select

from app.domain.states import MeetingState, VersionKind
from app.extensions import db
from app.models import Edition, Meeting, MeetingRequest, ScheduleVersion


def met_before(edition: Edition, organisation_id: int) -> Mapping[int, str]:
    """Organisation → the name of the latest earlier edition at which the two met."""
    rows = db.session.execute(
        select(
            MeetingRequest.first_organisation_id,
            MeetingRequest.second_organisation_id,
            Edition.name,
        )
        .join(Meeting, Meeting.request_id == MeetingRequest.id)
        .join(ScheduleVersion, Meeting.version_id == ScheduleVersion.id)
        .join(Edition, MeetingRequest.edition_id == Edition.id)
        .where(
            Edition.series_id == edition.series_id,
            Edition.starts_on < edition.starts_on,
            ScheduleVersion.kind == VersionKind.LIVE,
            Meeting.state == MeetingState.PLANNED,
            or_(
                MeetingRequest.first_organisation_id == organisation_id,
                MeetingRequest.second_organisation_id == organisation_id,
            ),
        )
        .order_by(Edition.starts_on)
    )
    return {(second if first == organisation_id else first): name for first, second, name in rows}
