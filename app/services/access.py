"""Who may see what: each loads one thing or raises NotFoundError."""

from sqlalchemy import or_, select

from app.domain.errors import NotFoundError
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Edition, Registration, Series, Staff

NO_PAGE = "There is no such page."


def public_edition(slug: str, viewer: Viewer | None) -> Edition:
    """The edition if it is public, or if `viewer` helps to organise it."""
    edition = edition_by_slug(slug)
    if edition.state.is_public:
        return edition
    if viewer is not None and staff_roles(edition, viewer.account_id):
        return edition
    raise NotFoundError(NO_PAGE)


def organised_edition(slug: str, viewer: Viewer, roles: frozenset[StaffRole]) -> Edition:
    """The edition if `viewer` holds one of `roles` in it or in its series."""
    edition = edition_by_slug(slug)
    if not staff_roles(edition, viewer.account_id) & roles:
        raise NotFoundError(NO_PAGE)
    return edition


def own_registration(slug: str, viewer: Viewer) -> Registration:
    """The registration of `viewer` for the edition."""
    found = db.session.scalar(
        select(Registration)
        .join(Edition)
        .where(Edition.slug == slug, Registration.account_id == viewer.account_id)
    )
    if found is None:
        raise NotFoundError("You are not registered for this event.")
    return found


def edition_by_slug(slug: str) -> Edition:
    """The edition with this slug, whoever asks; for commands and jobs."""
    edition = db.session.scalar(select(Edition).where(Edition.slug == slug))
    if edition is None:
        raise NotFoundError(f"There is no edition “{slug}”.")
    return edition


def staff_roles(edition: Edition, account_id: int) -> frozenset[StaffRole]:
    """The roles the account holds in the edition, its series' included."""
    roles = db.session.scalars(
        select(Staff.role).where(
            Staff.account_id == account_id,
            or_(Staff.edition_id == edition.id, Staff.series_id == edition.series_id),
        )
    )
    return frozenset(roles)


def organised_series(viewer: Viewer) -> list[Series]:
    """The series that `viewer` owns, by name."""
    return list(
        db.session.scalars(
            select(Series)
            .join(Staff, Staff.series_id == Series.id)
            .where(Staff.account_id == viewer.account_id, Staff.role == StaffRole.OWNER)
            .order_by(Series.name)
        )
    )
