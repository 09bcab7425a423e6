"""Who may ask whom for a meeting, by what they come as."""

from collections.abc import Collection, Iterable, Mapping

from app.domain.states import Part
from app.domain.words import later

# Part → the parts it may ask; a part that is not named may ask everybody.
Matrix = Mapping[str, Collection[str]]

PLURALS = {
    Part.SME: later("SMEs"),
    Part.HUB: later("hubs"),
    Part.PUBLIC_BODY: later("public bodies"),
    Part.RESEARCH_ORGANISATION: later("research organisations"),
    Part.EXHIBITOR: later("exhibitors"),
    Part.POLICY_MAKER: later("policy makers"),
    Part.SPEAKER: later("speakers"),
    Part.PRESS: later("press"),
    Part.OTHER: later("others"),
}
# The same where a sentence begins with them.
FIRST = {
    Part.SME: later("SMEs"),
    Part.HUB: later("Hubs"),
    Part.PUBLIC_BODY: later("Public bodies"),
    Part.RESEARCH_ORGANISATION: later("Research organisations"),
    Part.EXHIBITOR: later("Exhibitors"),
    Part.POLICY_MAKER: later("Policy makers"),
    Part.SPEAKER: later("Speakers"),
    Part.PRESS: later("Press"),
    Part.OTHER: later("Others"),
}


def may_ask(matrix: Matrix, asking: Part, asked: Part) -> bool:
    """Whether who comes as `asking` may ask who comes as `asked`."""
    allowed = matrix.get(asking.value)
    return allowed is None or asked.value in allowed


def may_ask_one_of(matrix: Matrix, asking: Part, asked: Iterable[Part]) -> bool:
    """The same for an organisation whose people come as this and that."""
    return any(may_ask(matrix, asking, part) for part in asked)


def tidied(matrix: Matrix) -> dict[str, list[str]]:
    """The matrix in the order of the parts, without rows that allow everything."""
    rows = {part: [other for other in Part if may_ask(matrix, part, other)] for part in Part}
    return {
        part.value: [other.value for other in allowed]
        for part, allowed in rows.items()
        if len(allowed) < len(Part)
    }


def summary(matrix: Matrix) -> tuple[str, ...]:
    """The matrix in plain sentences; parts with the same rights share one."""
    by_rights: dict[tuple[Part, ...], list[Part]] = {}
    for part in Part:
        rights = tuple(other for other in Part if may_ask(matrix, part, other))
        by_rights.setdefault(rights, []).append(part)
    if len(by_rights) == 1 and tuple(Part) in by_rights:
        return (later("Everybody may ask everybody."),)
    return tuple(_sentence(parts, rights) for rights, parts in by_rights.items())


def refusal(asking: Part, asked: Iterable[Part]) -> str:
    """Why one may not ask the other."""
    return later(
        "At this event, %(plurals)s do not ask %(list)s.",
        plurals=PLURALS[asking],
        list=_any_of(sorted(asked)),
    )


def _sentence(parts: Collection[Part], rights: tuple[Part, ...]) -> str:
    first, *others = parts
    who = _listed([FIRST[first], *(PLURALS[one] for one in others)])
    if len(rights) == len(Part):
        return later("%(who)s may ask everybody.", who=who)
    missing = [part for part in Part if part not in rights]
    if not rights:
        return later("%(who)s may ask nobody: they only answer.", who=who)
    if len(missing) < len(rights):
        return later("%(who)s may ask everybody but %(list)s.", who=who, list=_all_of(missing))
    return later("%(who)s may ask %(list)s.", who=who, list=_all_of(rights))


def _all_of(parts: Iterable[Part]) -> str:
    return _listed([PLURALS[part] for part in parts])


def _listed(names: list[str]) -> str:
    *first, last = names
    return later("%(first)s and %(last)s", first=first, last=last) if first else last


def _any_of(parts: Iterable[Part]) -> str:
    *first, last = [PLURALS[part] for part in parts]
    return later("%(first)s or %(last)s", first=first, last=last) if first else last
