"""An organiser's first page: the series, and in each the editions with their key numbers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.domain.permissions import Permission, permissions_of
from app.domain.states import EditionState, MeetingState, RegistrationState, StaffRole, VersionKind
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Edition, Meeting, Registration, ScheduleVersion, Series, Staff


@dataclass(frozen=True)
class EditionRow:
    """One edition; `meetings` are on the live schedule.

    `waiting` people are to be approved; 0 where the organiser's role does not decide about people.
    """

    slug: str
    name: str
    city: str
    country: str
    starts_on: date
    ends_on: date
    state: EditionState
    is_replay: bool
    people: int
    waiting: int
    meetings: int


@dataclass(frozen=True)
class SeriesRow:
    """A series with those of its editions that the organiser helps with, the latest first."""

    slug: str
    name: str
    is_owned: bool
    editions: tuple[EditionRow, ...]


def organised(viewer: Viewer) -> tuple[SeriesRow, ...]:
    """Everything that the account helps to organise, series by name."""
    staff = db.session.scalars(select(Staff).where(Staff.account_id == viewer.account_id)).all()
    owned = {one.series_id for one in staff if one.series_id and one.role is StaffRole.OWNER}
    editions = _editions(
        {one.series_id for one in staff if one.series_id},
        {one.edition_id for one in staff if one.edition_id},
    )
    wanted = owned | {edition.series_id for edition in editions}
    all_series = db.session.scalars(
        select(Series).where(Series.id.in_(wanted)).order_by(Series.name, Series.id)
    )
    deciding = {one.id for one in editions if _decides(one, staff)}
    rows = _rows(editions, deciding)
    return tuple(
        SeriesRow(
            series.slug,
            series.name,
            series.id in owned,
            tuple(rows[one.id] for one in editions if one.series_id == series.id),
        )
        for series in all_series
    )


def _decides(edition: Edition, staff: Iterable[Staff]) -> bool:
    roles = [
        one.role
        for one in staff
        if one.edition_id == edition.id or one.series_id == edition.series_id
    ]
    return Permission.PEOPLE_DECIDE in permissions_of(roles)


def _editions(series: Collection[int], editions: Collection[int]) -> list[Edition]:
    return list(
        db.session.scalars(
            select(Edition)
            .where(or_(Edition.series_id.in_(series), Edition.id.in_(editions)))
            .order_by(Edition.starts_on.desc(), Edition.id.desc())
        )
    )


def _rows(editions: Collection[Edition], deciding: Collection[int]) -> Mapping[int, EditionRow]:
    keys = [edition.id for edition in editions]
    people = _counts(_people(RegistrationState.APPROVED), Registration.edition_id, keys)
    waiting = _counts(_people(RegistrationState.SUBMITTED), Registration.edition_id, deciding)
    meetings = _counts(_meetings(), ScheduleVersion.edition_id, keys)
    return {
        edition.id: EditionRow(
            edition.slug,
            edition.name,
            edition.city,
            edition.country,
            edition.starts_on,
            edition.ends_on,
            edition.state,
            edition.is_replay,
            people.get(edition.id, 0),
            waiting.get(edition.id, 0),
            meetings.get(edition.id, 0),
        )
        for edition in editions
    }


def _people(state: RegistrationState) -> Select[Any, Any]:
    return select(Registration.edition_id, func.count()).where(Registration.state == state)


def _meetings() -> Select[Any, Any]:
    return (
        select(ScheduleVersion.edition_id, func.count())
        .join(Meeting, Meeting.version_id == ScheduleVersion.id)
        .where(ScheduleVersion.kind == VersionKind.LIVE, Meeting.state == MeetingState.PLANNED)
    )


def _counts(chosen: Select[Any, Any], edition: Any, keys: Collection[int]) -> dict[int, int]:
    """Edition → number, in one query."""
    rows = db.session.execute(chosen.where(edition.in_(keys)).group_by(edition))
    return {key: number for key, number in rows}
