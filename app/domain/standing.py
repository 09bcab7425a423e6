"""Why who does not take part cannot do something, in a sentence that says what can be done."""

from app.domain.states import RegistrationState
from app.domain.words import later


def why_not_yet(state: RegistrationState, what: str) -> str:
    """Why a person in this state cannot do `what` (a verb: “ask”, “book”); empty where they may."""
    return {
        RegistrationState.APPROVED: "",
        RegistrationState.SUBMITTED: (
            later(
                "You can %(what)s once the organisers have approved your registration.", what=what
            )
        ),
        RegistrationState.WAITLISTED: (
            later("You can %(what)s once you have a place: you are on the waiting list.", what=what)
        ),
        RegistrationState.OFFERED: (
            later("You can %(what)s once you have taken the place that is kept for you.", what=what)
        ),
        RegistrationState.CANCELLED: (
            later(
                "You have cancelled your registration: you can %(what)s if you register again.",
                what=what,
            )
        ),
        RegistrationState.REJECTED: later(
            "You do not take part in this event, so you cannot %(what)s.", what=what
        ),
    }[state]
