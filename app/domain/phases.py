"""The phases of an edition as an organiser reads them: what each is, and what a step changes."""

from dataclasses import dataclass

from app.domain.states import EditionState
from app.domain.words import later


@dataclass(frozen=True, slots=True)
class Phase:
    """A state's name, the button that leads to it, and what is then true."""

    label: str
    step: str
    meaning: str


PHASES = {
    EditionState.DRAFT: Phase(
        later("Draft"),
        later("Take it back to a draft"),
        later("Only the organisers see the edition. Nobody can register."),
    ),
    EditionState.REGISTRATION_OPEN: Phase(
        later("Registration open"),
        later("Open registration"),
        later(
            "Everybody sees the event page. People can register; you approve them. "
            "Nobody can ask for a meeting yet."
        ),
    ),
    EditionState.BOOKING_OPEN: Phase(
        later("Requests open"),
        later("Open requests"),
        later(
            "Participants ask for meetings, answer requests and book open slots. "
            "Registration stays open."
        ),
    ),
    EditionState.BOOKING_CLOSED: Phase(
        later("Requests closed"),
        later("Close requests"),
        later(
            "No new registrations and no new requests; what is pending can still be answered. "
            "This is the time to run the solver."
        ),
    ),
    EditionState.SCHEDULED: Phase(
        later("Scheduled"),
        later("Go back to scheduled"),
        later(
            "A schedule is published. Everybody has an agenda; you can publish a better version, "
            "and open slots can still be booked."
        ),
    ),
    EditionState.FINAL: Phase(
        later("Final"),
        later("Make it final"),
        later(
            "The published schedule is frozen: no open slot can be booked any more. "
            "Print the agendas now."
        ),
    ),
    EditionState.RUNNING: Phase(
        later("Event days"),
        later("Begin the event"),
        later("The event takes place. There is no way back from here."),
    ),
    EditionState.CLOSED: Phase(
        later("Closed"),
        later("Close the edition"),
        later("The event is over. The pages stay as they are; nothing can be changed any more."),
    ),
    EditionState.ARCHIVED: Phase(
        later("Archived"),
        later("Archive the edition"),
        later("Visitors no longer see the edition."),
    ),
}

# The way an edition goes; steps back are those that lead to an earlier phase.
ORDER = tuple(PHASES)


def is_step_back(start: EditionState, target: EditionState) -> bool:
    """Whether the step leads to an earlier phase."""
    return ORDER.index(target) < ORDER.index(start)
