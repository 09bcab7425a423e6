"""A decision before it is made: who gets which letter, and who is left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.domain.letters import Letter
from app.domain.states import RegistrationState
from app.models import Registration
from app.services.decisions import WAITLISTED, LeftOut, letter_of, plan
from app.services.own_words import reworded
from app.services.people_scope import PeopleScope


@dataclass(frozen=True)
class DecisionPreview:
    """Who would be told, the letter as it goes to `shown`, and who is left out by reason."""

    state: RegistrationState
    going: tuple[Registration, ...]
    left_out: Mapping[str, tuple[str, ...]]
    shown: Registration | None
    letter: Letter | None

    @property
    def left_out_count(self) -> int:
        """How many are left out."""
        return sum(len(names) for names in self.left_out.values())


def decision_preview(
    scope: PeopleScope,
    public_ids: Collection[str],
    state: RegistrationState,
    *,
    shown: str = "",
) -> DecisionPreview:
    """What the decision would come to; `shown` is whose letter to show, else the first one's."""
    made = plan(scope, public_ids, state)
    ids = [one.public_id for one in made.going]
    index = ids.index(shown) if shown in ids else 0
    person = made.going[index] if made.going else None
    position = made.waiting + 1 + index if state is WAITLISTED else 0
    letter = letter_of(person, state, position) if person else None
    if letter is not None:
        kind = f"registration_{state}"
        letter = reworded(letter, kind=kind, edition=scope.edition, person=person)
    return DecisionPreview(state, made.going, _by_reason(made.left_out), person, letter)


def _by_reason(left_out: Collection[LeftOut]) -> Mapping[str, tuple[str, ...]]:
    reasons: dict[str, list[str]] = {}
    for one in left_out:
        reasons.setdefault(one.reason, []).append(one.name)
    return {reason: tuple(names) for reason, names in reasons.items()}
