"""Why who does not take part cannot do something, in a sentence that says what can be done."""

from app.domain.states import RegistrationState


def why_not_yet(state: RegistrationState, what: str) -> str:
    """Why a person in this state cannot do `what` (a verb: “ask”, “book”); empty where they may."""
    return {
        RegistrationState.APPROVED: "",
        RegistrationState.SUBMITTED: (
            f"You can {what} once the organisers have approved your registration."
        ),
        RegistrationState.WAITLISTED: (
            f"You can {what} once you have a place: you are on the waiting list."
        ),
        RegistrationState.OFFERED: (
            f"You can {what} once you have taken the place that is kept for you."
        ),
        RegistrationState.CANCELLED: (
            f"You have cancelled your registration: you can {what} if you register again."
        ),
        RegistrationState.REJECTED: f"You do not take part in this event, so you cannot {what}.",
    }[state]
