"""An edition at a glance: what its organisers must do now, and its key numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.states import EditionState
from app.domain.words import later
from app.models import Edition
from app.services.edition_numbers import Numbers, numbers_of
from app.services.hub_tables import HubRow, hubs_of

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, on which page (an endpoint), and whether it cannot wait."""

    text: str
    where: str
    note: str = ""
    needs_you: bool = True


@dataclass(frozen=True)
class EditionOverview:
    """The page's numbers and to-dos, the most urgent first."""

    numbers: Numbers
    todos: tuple[Todo, ...]


def overview(edition: Edition) -> EditionOverview:
    """Read it all, in a fixed number of queries."""
    hubs = hubs_of(edition)
    numbers = numbers_of(edition, hubs)
    return EditionOverview(numbers, tuple(_todos(edition, numbers, hubs)))


def _todos(edition: Edition, numbers: Numbers, hubs: tuple[HubRow, ...]) -> Iterable[Todo]:
    if edition.state in {EditionState.CLOSED, EditionState.ARCHIVED}:
        return
    yield from _people_todos(numbers)
    yield from _setup_todos(numbers, hubs)
    yield from _phase_todos(edition, numbers)


def _people_todos(numbers: Numbers) -> Iterable[Todo]:
    if numbers.waiting:
        who = "person" if numbers.waiting == 1 else "people"
        yield Todo(
            later("%(waiting)s %(who)s to approve", waiting=numbers.waiting, who=who),
            "organiser_people.page",
        )


def _setup_todos(numbers: Numbers, hubs: tuple[HubRow, ...]) -> Iterable[Todo]:
    if not numbers.slots:
        yield Todo(
            later("Add the meeting times"),
            "organiser_times.page",
            later("Blocks of slots, day by day."),
        )
    if not numbers.places:
        yield Todo(
            later("Add a room with tables"),
            "organiser_places.page",
            later("Where people sit down."),
        )
    if not hubs:
        yield Todo(
            later("Add the hubs"), "organiser_hubs.page", later("From the catalogue, or by hand.")
        )
    without_table = [hub.name for hub in hubs if not hub.tables]
    if without_table and len(without_table) < len(hubs):
        yield Todo(
            later("%(some)s without a table of their own", some=_some(len(without_table), "hub")),
            "organiser_hubs.page",
            _names(without_table),
        )
    without_people = [hub.name for hub in hubs if not hub.people]
    if without_people:
        yield Todo(
            later("%(some)s without an approved person", some=_some(len(without_people), "hub")),
            "organiser_hubs.page",
            later("Nobody can meet %(names)s.", names=_names(without_people)),
            needs_you=False,
        )
    if not numbers.programme_items:
        yield Todo(
            later("Enter the programme"),
            "organiser_programme.page",
            later("Who presents gets no meeting at that time."),
            needs_you=False,
        )


def _phase_todos(edition: Edition, numbers: Numbers) -> Iterable[Todo]:
    """The next step on the way from draft to the event."""
    state = edition.state
    ready = bool(numbers.slots and numbers.hubs)
    if state is EditionState.DRAFT and ready:
        yield Todo(
            later("Open registration"),
            "organiser_phase.page",
            later("Then everybody sees the event."),
        )
    if state is EditionState.REGISTRATION_OPEN and ready and numbers.people:
        yield Todo(
            later("Open requests"),
            "organiser_phase.page",
            later("Then people can ask for meetings."),
        )
    if state is EditionState.BOOKING_OPEN and numbers.accepted:
        yield Todo(
            later("Close requests when it is time"),
            "organiser_phase.page",
            later("Then the schedule can be made and published."),
            needs_you=False,
        )
    if state is EditionState.BOOKING_CLOSED and numbers.accepted and not numbers.has_draft:
        yield Todo(
            later("Schedule the meetings"),
            "organiser_runs.page",
            later("The solver makes a draft."),
        )
    if numbers.has_draft:
        yield Todo(
            later(
                "Look at the draft with %(some)s, and publish it",
                some=_some(numbers.draft_meetings, "meeting"),
            ),
            "organiser_publish.page",
        )
    if state is EditionState.SCHEDULED and not numbers.has_draft:
        yield Todo(later("Make the schedule final"), "organiser_phase.page", needs_you=False)
    if state is EditionState.FINAL:
        yield Todo(later("Print all agendas"), "organiser_prints.page", needs_you=False)
        yield Todo(later("Begin the event"), "organiser_phase.page", needs_you=False)


def _some(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _names(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    text = ", ".join(names[:NAMES_SHOWN])
    return (
        text
        if len(names) <= NAMES_SHOWN
        else later("%(text)s and %(number)s more", text=text, number=len(names) - NAMES_SHOWN)
    )
