"""Loads the demo. May be repeated: what is there already stays as it is."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.domain.states import MembershipRole, StaffRole
from app.extensions import db
from app.models import Account, Edition, Membership, Organisation, Registration, Series, Staff
from app.services import accounts
from app.services.demo import people, rows, wishes
from app.services.demo.next_edition import next_edition
from app.services.demo.plan import EditionPlan
from app.services.demo.warsaw import warsaw
from app.services.demo_logins import DemoLogin
from app.services.hub_catalogue import import_hubs
from app.services.hub_file import bundled_hubs
from app.services.transaction import writing

SERIES = "Digital Innovation Hubs annual event"
# Role → whom it plays in Warsaw and at the next edition; the organiser plays nobody there.
PLAYED: Mapping[str, frozenset[str]] = {
    "organiser": frozenset(),
    "SME": frozenset({"f05"}),
    "hub": frozenset({"basque-dih", "es-bdih-edih"}),
    "exhibitor": frozenset({"wuerth-industrie-service", "x1"}),
}
ROLES = tuple(PLAYED)
NAMES = {
    "organiser": "Demo organiser",
    "SME": "Delegate 1 of Demo SME 05",
    "hub": "Delegate 1 of Basque DIH",
    "exhibitor": "Delegate 1 of Würth Industrie Service",
}


def load_demo(passwords: Mapping[str, str], *, now: datetime) -> tuple[DemoLogin, ...]:
    """Store the demo and give its accounts these passwords, by role (see ROLES)."""
    import_hubs(bundled_hubs(), now=now)
    with writing():
        series = _series(now=now)
        logins = {role: _account(role, passwords[role], now=now) for role in PLAYED}
        _make_owner(logins["organiser"], series)
        for plan in _missing(series, now=now):
            _add_edition(plan, series, logins, now=now)
    return tuple(
        DemoLogin(role, account.email, passwords[role], account.name)
        for role, account in logins.items()
    )


def _series(*, now: datetime) -> Series:
    series = db.session.scalar(select(Series).where(Series.slug == "dih"))
    if series is None:
        series = Series(slug="dih", name=SERIES, created_at=now)
        db.session.add(series)
        db.session.flush()
    return series


def _account(role: str, password: str, *, now: datetime) -> Account:
    email = f"{role.lower()}@example.org"
    account = db.session.scalar(select(Account).where(Account.email == email))
    if account is None:
        return accounts.add_account(
            email, NAMES[role], password, now=now, fictional=True, verified=True
        )
    accounts.set_password(account, password)
    return account


def _make_owner(account: Account, series: Series) -> None:
    known = select(Staff).where(Staff.account_id == account.id, Staff.series_id == series.id)
    if db.session.scalar(known) is None:
        db.session.add(Staff(account_id=account.id, series_id=series.id, role=StaffRole.OWNER))


def _missing(series: Series, *, now: datetime) -> list[EditionPlan]:
    """The demo editions that are not stored; an open one stays, however old it is."""
    replay = warsaw()
    stored = db.session.scalars(select(Edition).where(Edition.series_id == series.id)).all()
    plans = [] if any(one.slug == replay.slug for one in stored) else [replay]
    if not any(one.fictional for one in stored):
        plans.append(next_edition(now.date()))
    return plans


def _add_edition(
    plan: EditionPlan, series: Series, logins: Mapping[str, Account], *, now: datetime
) -> None:
    edition = rows.add_edition(plan, series, now=now)
    organisations: dict[str, Organisation] = {}
    delegates: dict[str, list[Registration]] = {}
    for one in plan.organisations:
        account = _played_by(one.key, logins)
        organisation = people.obtain_organisation(one, now=now)
        people.add_profile(one, edition, organisation)
        organisations[one.key] = organisation
        delegates[one.key] = people.add_delegates(one, edition, organisation, account, now=now)
        if account is not None:
            _make_member(account, organisation)
    rooms = rows.add_places(plan, edition, organisations)
    for stand in plan.stands:
        exhibitor = delegates[stand.exhibitor][0]
        rows.add_stand(stand, edition, rooms[stand.room], exhibitor, now=now)
    for item in plan.items:
        presenters = [delegates[key][0] for key in item.presents]
        rows.add_item(item, edition, rooms[item.room], presenters, now=now)
    db.session.flush()
    wishes.add_requests(plan, edition, organisations, delegates, now=now)


def _played_by(key: str, logins: Mapping[str, Account]) -> Account | None:
    roles = [role for role, keys in PLAYED.items() if key in keys]
    return logins[roles[0]] if roles else None


def _make_member(account: Account, organisation: Organisation) -> None:
    known = select(Membership).where(
        Membership.account_id == account.id, Membership.organisation_id == organisation.id
    )
    if db.session.scalar(known) is None:
        db.session.add(
            Membership(
                account_id=account.id,
                organisation_id=organisation.id,
                role=MembershipRole.ADMIN,
            )
        )
