"""Who may ask whom for a meeting, by what they come as."""

from collections.abc import Collection, Iterable, Mapping

from app.domain.states import Part

# Part → the parts it may ask; a part that is not named may ask everybody.
Matrix = Mapping[str, Collection[str]]

PLURALS = {
    Part.SME: "SMEs",
    Part.HUB: "hubs",
    Part.PUBLIC_BODY: "public bodies",
    Part.RESEARCH_ORGANISATION: "research organisations",
    Part.EXHIBITOR: "exhibitors",
    Part.POLICY_MAKER: "policy makers",
    Part.SPEAKER: "speakers",
    Part.PRESS: "press",
    Part.OTHER: "others",
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
        return ("Everybody may ask everybody.",)
    return tuple(_sentence(parts, rights) for rights, parts in by_rights.items())


def refusal(asking: Part, asked: Iterable[Part]) -> str:
    """Why one may not ask the other."""
    return f"At this event, {PLURALS[asking]} do not ask {_list(sorted(asked), 'or')}."


def _sentence(parts: Collection[Part], rights: tuple[Part, ...]) -> str:
    who = _list(parts, "and")
    who = who[0].upper() + who[1:]
    if len(rights) == len(Part):
        return f"{who} may ask everybody."
    missing = [part for part in Part if part not in rights]
    if not rights:
        return f"{who} may ask nobody: they only answer."
    if len(missing) < len(rights):
        return f"{who} may ask everybody but {_list(missing, 'and')}."
    return f"{who} may ask {_list(rights, 'and')}."


def _list(parts: Iterable[Part], word: str) -> str:
    names = [PLURALS[part] for part in parts]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
