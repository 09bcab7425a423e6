"""The very words that people agree to. A changed text gets a new version."""

from dataclasses import dataclass

from app.domain.states import ConsentKind


@dataclass(frozen=True)
class ConsentText:
    """One thing to agree to, on its own; `required` ones are needed to take part.

    `asked` is whether it is asked where the organisers have said nothing about it.
    """

    kind: ConsentKind
    version: str
    text: str
    required: bool
    asked: bool = True


CONSENTS = (
    ConsentText(
        ConsentKind.PRIVACY,
        "2026-1",
        "I agree that the organisers of this event store what I enter here and use it to plan "
        "and run this event and its meetings. Whom I ask for a meeting, and whom I have one with, "
        "sees my name, organisation, job title and languages.",
        required=True,
    ),
    ConsentText(
        ConsentKind.DIRECTORY,
        "2026-1",
        "Show my name, organisation and languages to the other participants, so that they can "
        "ask me for a meeting.",
        required=False,
    ),
    ConsentText(
        ConsentKind.CONTACT,
        "2026-1",
        "Show my e-mail address to those with whom I have an accepted meeting.",
        required=False,
    ),
    ConsentText(
        ConsentKind.PHOTOS,
        "2026-1",
        "The organisers may publish photos and videos of this event in which I can be recognised.",
        required=False,
        asked=False,
    ),
)
