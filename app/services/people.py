"""The people of an edition as its organisers see them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.completeness import AskedQuestion
from app.domain.states import RegistrationState
from app.services.completeness import asked_questions
from app.services.people_filter import PeopleFilter, chosen
from app.services.people_rows import PersonRow, people_rows
from app.services.people_scope import PeopleScope

PAGE_SIZE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list; `states` counts everybody whom the viewer may see, by state.

    `countries` are those that occur; `twice` counts who may be registered twice, `bounced`
    to whom mails come back.
    """

    people: tuple[PersonRow, ...]
    number: int
    pages: int
    found: int
    total: int
    states: Counter[RegistrationState]
    countries: tuple[str, ...]
    twice: int
    bounced: int
    questions: Sequence[AskedQuestion]


def people_page(scope: PeopleScope, wanted: PeopleFilter, number: int = 1) -> PeoplePage:
    """The registrations that fit, PAGE_SIZE a page."""
    questions = asked_questions(scope.edition)
    everybody = people_rows(scope, questions)
    fitting = chosen(everybody, wanted)
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    number = min(max(1, number), pages)
    return PeoplePage(
        people=tuple(fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
        number=number,
        pages=pages,
        found=len(fitting),
        total=len(everybody),
        states=Counter(person.state for person in everybody),
        countries=tuple(sorted({person.country for person in everybody})),
        twice=sum(person.maybe_twice for person in everybody),
        bounced=sum(person.mails_come_back for person in everybody),
        questions=questions,
    )


def everybody_who_fits(scope: PeopleScope, wanted: PeopleFilter) -> list[PersonRow]:
    """All registrations that fit, in the order wanted."""
    return chosen(people_rows(scope), wanted)
