"""What is still missing of a registration, in words: for its owner's meter and the organisers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.states import Part
from app.domain.words import later


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not known yet; `code` says where it is asked, `words` name it."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is missing, of how many things that are `wanted` of this person."""

    wanted: int
    missing: tuple[Missing, ...]

    @property
    def percent(self) -> int:
        """How much is known, 0 to 100, rounded down: 100 means that nothing is missing."""
        return 100 * (self.wanted - len(self.missing)) // self.wanted if self.wanted else 100

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the organisers, as far as it matters here; no `parts` mean everybody."""

    code: str
    label: str
    required: bool
    parts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What is known of a person and their organisation; a profile that is not there is empty."""

    part: Part
    wants_meetings: bool
    job_title: str = ""
    languages: Collection[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    size_class: str | None = None
    nuts2: str | None = None
    country_has_regions: bool = True
    profile_text: str = ""
    technologies: Collection[str] = ()
    functions: Collection[str] = ()
    services: Collection[str] = ()
    has_free_time: bool = True


def completeness(facts: KnownFacts, questions: Sequence[AskedQuestion] = ()) -> Completeness:
    """What is missing of this person, the personal things first.

    Consents never count: nobody is to be nudged into one.
    """
    checks = [*_personal(facts), *_answers(facts, questions)]
    if facts.wants_meetings:
        checks += _for_meetings(facts)
    missing = tuple(Missing(code, words) for code, words, known in checks if not known)
    return Completeness(len(checks), missing)


_Check = tuple[str, str, object]


def _personal(facts: KnownFacts) -> Iterator[_Check]:
    yield "job_title", later("the job title"), facts.job_title.strip()
    yield "languages", later("the languages spoken"), facts.languages
    if facts.part is Part.SME:
        yield "size_class", later("the size of the company"), facts.size_class
    if facts.country_has_regions:
        yield "nuts2", later("the region of the organisation"), facts.nuts2


def _answers(facts: KnownFacts, questions: Sequence[AskedQuestion]) -> Iterator[_Check]:
    for question in questions:
        if question.required and (not question.parts or facts.part in question.parts):
            answer = facts.answers.get(question.code)
            yield (
                f"question:{question.code}",
                later("the answer to “%(label)s”", label=question.label),
                answer is False or answer,
            )


def _for_meetings(facts: KnownFacts) -> Iterator[_Check]:
    yield (
        "profile_text",
        later("a few sentences about the organisation"),
        facts.profile_text.strip(),
    )
    if facts.part is Part.HUB:
        yield "technologies", later("the hub's technologies"), facts.technologies
        yield "services", later("the hub's services"), facts.services
    elif facts.part is not Part.EXHIBITOR:
        yield "technologies", later("the technologies looked for"), facts.technologies
        yield "functions", later("the kind of help looked for"), facts.functions
    yield "free_time", later("a free time for meetings"), facts.has_free_time
