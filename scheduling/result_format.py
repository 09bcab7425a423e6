"""Results as text: the format hubmeet.result/1."""

from dataclasses import asdict
from dataclasses import fields as fields_of

from scheduling.faults import FormatError
from scheduling.json_reading import Fields, Node, or_null, read_json
from scheduling.json_writing import lay_out
from scheduling.result import (
    EFFORTS,
    Counts,
    Progress,
    Reason,
    Result,
    Score,
    Settings,
    SettingsError,
    Status,
    StoppedBy,
    Unscheduled,
)
from scheduling.schedule import Schedule
from scheduling.schedule_format import read_schedule, schedule_document

RESULT_FORMAT = "hubmeet.result/1"
GOALS = tuple(field.name for field in fields_of(Score))
LISTS = ("unscheduled", "conflict", "progress")
REST = ("schedule", "score", "counts", "bound", "gap", *LISTS, "seconds", "stopped_by")


def result_to_text(result: Result) -> str:
    """The result as JSON, a meeting, an unscheduled request or a moment of progress a line."""
    schedule = result.schedule
    return lay_out(
        {
            "format": RESULT_FORMAT,
            "status": result.status,
            "schedule": None if schedule is None else schedule_document(schedule),
            "score": {"total": result.score.total, **asdict(result.score)},
            "counts": asdict(result.counts),
            "bound": result.bound,
            "gap": result.gap,
            "unscheduled": [asdict(one) for one in result.unscheduled],
            "conflict": result.conflict,
            "progress": [asdict(moment) for moment in result.progress],
            "seconds": result.seconds,
            "stopped_by": result.stopped_by,
            "settings": asdict(result.settings),
            "versions": result.versions,
        }
    )


def result_from_text(text: str, source: str = "result") -> Result:
    """Read a result; raises FormatError, also where the score's total is not its sum."""
    return read_json(text, source, _result)


def schedule_or_result_from_text(text: str, source: str = "schedule") -> Schedule | None:
    """Read a schedule, or the one in a result; None where the result has none."""
    return read_json(text, source, _schedule_of_either)


def _schedule_of_either(node: Node) -> Schedule | None:
    if isinstance(node.value, dict) and "status" in node.value:
        return _result(node).schedule
    return read_schedule(node)


def _result(node: Node) -> Result:
    fields = node.fields(("status",), ("format", *REST, "settings", "versions"))
    fields.take("format", lambda name: name.choice(RESULT_FORMAT), RESULT_FORMAT)
    return Result(
        status=fields.need("status", lambda one: Status(one.choice(*Status))),
        schedule=fields.take("schedule", or_null(read_schedule), None),
        score=fields.take("score", _score, Score()),
        counts=fields.take("counts", _counts, Counts()),
        bound=fields.take("bound", _whole_or_null, None),
        gap=fields.take("gap", or_null(Node.number), None),
        unscheduled=fields.take("unscheduled", lambda list_: list_.items(_unscheduled), ()),
        conflict=fields.take("conflict", Node.texts, ()),
        progress=fields.take("progress", lambda list_: list_.items(_progress), ()),
        seconds=fields.take("seconds", Node.number, 0.0),
        stopped_by=fields.take("stopped_by", _stopped_by, StoppedBy.OPTIMAL),
        settings=fields.take("settings", _settings, Settings()),
        versions=fields.take("versions", lambda versions: versions.entries(Node.text), {}),
    )


def _score(node: Node) -> Score:
    fields = node.fields((), ("total", *GOALS))
    score = Score(**{name: fields.take(name, Node.whole, 0) for name in GOALS})
    total = fields.take("total", Node.whole, score.total)
    if total != score.total:
        Node(total, node, "total").refuse(f"{score.total}, the sum of the contributions")
    return score


def _counts(node: Node) -> Counts:
    lists = ("reached", "reached_bound")
    names = [field.name for field in fields_of(Counts) if field.name not in lists]
    fields = node.fields((), (*names, *lists))
    return Counts(
        **{name: fields.take(name, Node.whole, 0) for name in names},
        reached=_numbers(fields, "reached"),
        reached_bound=_numbers(fields, "reached_bound"),
    )


def _numbers(fields: Fields, name: str) -> tuple[int, ...]:
    return fields.take(name, lambda numbers: numbers.items(Node.whole), ())


def _unscheduled(node: Node) -> Unscheduled:
    fields = node.fields(("request", "reason"), ("blocked_by", "fix", "certain"))
    return Unscheduled(
        request=fields.need("request", Node.text),
        reason=fields.need("reason", lambda one: Reason(one.choice(*Reason))),
        blocked_by=fields.take("blocked_by", Node.texts, ()),
        fix=fields.take("fix", Node.text, ""),
        certain=fields.take("certain", Node.flag, False),
    )


def _progress(node: Node) -> Progress:
    fields = node.fields(("seconds", "stage"), ("total", "bound"))
    return Progress(
        seconds=fields.need("seconds", Node.number),
        stage=fields.need("stage", Node.text),
        total=fields.take("total", _whole_or_null, None),
        bound=fields.take("bound", _whole_or_null, None),
    )


def _settings(node: Node) -> Settings:
    default = Settings()
    fields = node.fields((), [field.name for field in fields_of(Settings)])
    try:
        return Settings(
            seconds=fields.take("seconds", Node.number, default.seconds),
            workers=fields.take("workers", Node.whole, default.workers),
            seed=fields.take("seed", Node.whole, default.seed),
            effort=fields.take("effort", lambda one: one.choice(*EFFORTS), default.effort),
            iterations=fields.take("iterations", Node.whole, default.iterations),
        )
    except SettingsError as error:
        raise FormatError(f"{node.path}.{error}") from error


def _stopped_by(node: Node) -> StoppedBy:
    return StoppedBy(node.choice(*StoppedBy))


_whole_or_null = or_null(Node.whole)
