"""Who may see what: each loads one thing or raises NotFoundError."""

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from app.domain.errors import ForbiddenError, NotFoundError
from app.domain.permissions import Permission, permissions_of
from app.domain.states import StaffRole
from app.domain.viewer import Viewer
from app.domain.words import later
from app.extensions import db
from app.models import Edition, Registration, Series, Staff

NO_PAGE = later("There is no such page.")


def public_edition(slug: str, viewer: Viewer | None) -> Edition:
    """The edition if it is public, or if `viewer` helps to organise it."""
    edition = _edition(slug)
    if edition.state.is_public:
        return edition
    if viewer is not None and staff_roles(edition, viewer.account_id):
        return edition
    raise NotFoundError(NO_PAGE)


def organised_edition(slug: str, viewer: Viewer, permission: Permission) -> Edition:
    """The edition if `viewer` holds a role with `permission` in it or in its series.

    Who holds another role there knows of the edition: ForbiddenError.
    """
    edition = _edition(slug)
    allowed = permissions_in(edition, viewer.account_id)
    if not allowed:
        raise NotFoundError(NO_PAGE)
    if permission not in allowed:
        raise ForbiddenError(later("Your role in the organising team does not include this."))
    return edition


def permissions_in(edition: Edition, account_id: int) -> frozenset[Permission]:
    """What the account's roles in the edition allow, as they are now."""
    return permissions_of(staff_roles(edition, account_id))


def own_registration(slug: str, viewer: Viewer) -> Registration:
    """The registration of `viewer` for the edition."""
    found = db.session.scalar(
        select(Registration)
        .join(Registration.edition)
        .join(Registration.organisation)
        .options(contains_eager(Registration.edition), contains_eager(Registration.organisation))
        .where(Edition.slug == slug, Registration.account_id == viewer.account_id)
    )
    if found is None:
        raise NotFoundError(later("You are not registered for this event."))
    return found


def registration_in(edition: Edition, viewer: Viewer) -> Registration | None:
    """The registration of `viewer` for the edition, if there is one."""
    return db.session.scalar(
        select(Registration).where(
            Registration.edition_id == edition.id, Registration.account_id == viewer.account_id
        )
    )


def edition_by_slug(slug: str) -> Edition:
    """The edition with this slug, whoever asks; for commands and jobs."""
    edition = db.session.scalar(select(Edition).where(Edition.slug == slug))
    if edition is None:
        raise NotFoundError(later("There is no edition “%(slug)s”.", slug=slug))
    return edition


def _edition(slug: str) -> Edition:
    """The edition for a visitor: no word tells whether it is hidden or not there."""
    try:
        return edition_by_slug(slug)
    except NotFoundError as error:
        raise NotFoundError(NO_PAGE) from error


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
