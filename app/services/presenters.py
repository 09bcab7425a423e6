"""Who presents what: people chosen by typing, and never in two places at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.agenda import clock
from app.domain.dayplan import Span
from app.domain.states import RegistrationState
from app.domain.words import later
from app.extensions import db
from app.models import Edition, ProgrammeItem, ProgrammePresenter, Registration
from app.services.live_schedule import live_meetings


def label_of(person: Registration) -> str:
    """The line that stands for a person: name, organisation and e-mail."""
    return f"{person.name}, {person.organisation.name} ({person.email})"


def possible_presenters(edition: Edition) -> tuple[str, ...]:
    """The lines of all approved people, by name."""
    people = _approved(edition)
    return tuple(label_of(one) for one in sorted(people, key=lambda one: one.name.casefold()))


def chosen_presenters(
    edition: Edition, lines: Iterable[str]
) -> tuple[tuple[Registration, ...], str]:
    """The people of these lines (or e-mails), and the first line that is nobody's."""
    wanted = [line.strip() for line in lines if line.strip()]
    if not wanted:
        return (), ""
    people = {}
    for person in _approved(edition):
        people[label_of(person).casefold()] = people[person.email] = person
    found: dict[int, Registration] = {}
    for line in wanted:
        chosen = people.get(line.casefold())
        if chosen is None:
            return (), line
        found[chosen.id] = chosen
    return tuple(found.values()), ""


def busy_fault(
    edition: Edition, people: Sequence[Registration], span: Span, *, other_than: int | None
) -> str:
    """Why one of them cannot present then: another talk, or a live meeting; empty if all can."""
    names = {person.id: person.name for person in people}
    for name, item in _other_talks(edition, names):
        if item.id != other_than and span.overlaps(Span(item.starts_at, item.ends_at)):
            return later("%(name)s presents “%(title)s” at that time.", name=name, title=item.title)
    for meeting in live_meetings(edition.id):
        if not span.overlaps(Span(meeting.slot.starts_at, meeting.slot.ends_at)):
            continue
        for one in meeting.attendances:
            if one.registration_id in names:
                at = clock(meeting.slot.starts_at, edition.zone)
                return later(
                    "%(names)s has a meeting at %(at)s: choose another time, or have the "
                    "meeting cancelled first.",
                    names=names[one.registration_id],
                    at=at,
                )
    return ""


def presenter_names(items: Sequence[ProgrammeItem]) -> Mapping[int, tuple[str, ...]]:
    """Item → its presenters as a list shows them."""
    return _of_items(items, lambda person: f"{person.name} ({person.organisation.name})")


def presenter_labels(items: Sequence[ProgrammeItem]) -> Mapping[int, tuple[str, ...]]:
    """Item → its presenters as lines of the form."""
    return _of_items(items, label_of)


def _of_items(
    items: Sequence[ProgrammeItem], write: Callable[[Registration], str]
) -> Mapping[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(ProgrammePresenter.item_id, Registration)
        .join(Registration, Registration.id == ProgrammePresenter.registration_id)
        .where(ProgrammePresenter.item_id.in_([item.id for item in items]))
        .options(selectinload(Registration.organisation))
        .order_by(Registration.name, Registration.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for item_id, person in rows:
        found[item_id] = (*found.get(item_id, ()), write(person))
    return found


def _approved(edition: Edition) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.APPROVED,
        )
        .options(selectinload(Registration.organisation))
    ).all()


def _other_talks(edition: Edition, people: Iterable[int]) -> list[tuple[str, ProgrammeItem]]:
    rows = db.session.execute(
        select(Registration.name, ProgrammeItem)
        .join(ProgrammePresenter, ProgrammePresenter.registration_id == Registration.id)
        .join(ProgrammeItem, ProgrammeItem.id == ProgrammePresenter.item_id)
        .where(Registration.id.in_(list(people)), ProgrammeItem.edition_id == edition.id)
    )
    return [(name, item) for name, item in rows]
