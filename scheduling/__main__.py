"""`python -m scheduling solve | check | explain | generate`: the engine without the application."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from scheduling.check import check
from scheduling.explain import explain
from scheduling.faults import FormatError, InstanceError
from scheduling.generate import generate
from scheduling.instance import Instance
from scheduling.result import EFFORTS, Progress, Result, Settings, SettingsError, Status
from scheduling.schedule import Schedule
from scheduling.serialise import (
    instance_from_text,
    instance_to_text,
    read_dzn,
    result_from_text,
    result_to_text,
    schedule_or_result_from_text,
)

FOUND, BROKEN, BAD_INPUT, INFEASIBLE, NOTHING_FOUND = 0, 1, 2, 3, 4
BENCHMARK_DIFFERENCE = 2
AS_THE_FILE_SAYS = -1


class InputError(Exception):
    """A file cannot be used; one line saying which, where and what is allowed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status as the documentation lists them."""
    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
    except (InputError, FormatError, InstanceError, SettingsError) as error:
        print(str(error).replace("\n", " "), file=sys.stderr)
        return BAD_INPUT
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scheduling", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    solve = commands.add_parser("solve", help="find and prove the best schedule")
    solve.add_argument("instance", metavar="INSTANCE", help="JSON, or a benchmark's .dzn")
    solve.add_argument("--out", metavar="RESULT", help="file for the result (else printed)")
    solve.add_argument("--effort", choices=EFFORTS, default="normal")
    solve.add_argument("--seconds", type=float, default=60.0, help="safety stop (60)")
    solve.add_argument("--workers", type=int, default=2)
    solve.add_argument("--seed", type=int, default=1)
    solve.add_argument("--progress", action="store_true", help="JSON lines to standard error")
    solve.set_defaults(run=_solve)
    judge = commands.add_parser("check", help="list every broken rule")
    judge.add_argument("instance", metavar="INSTANCE")
    judge.add_argument("schedule", metavar="SCHEDULE_OR_RESULT")
    judge.set_defaults(run=_check)
    why = commands.add_parser("explain", help="say why requests are left out")
    why.add_argument("instance", metavar="INSTANCE")
    why.add_argument("result", metavar="RESULT")
    why.add_argument("request", metavar="REQUEST", nargs="?")
    why.set_defaults(run=_explain)
    for command in (solve, judge, why):
        command.add_argument(
            "--max-idle-difference", metavar="D", type=_difference, default=AS_THE_FILE_SAYS
        )
    make = commands.add_parser("generate", help="make an event from a seed")
    make.add_argument("--participants", type=int, required=True)
    make.add_argument("--requests", type=int, required=True)
    make.add_argument("--slots", type=int, required=True)
    make.add_argument("--seed", type=int, default=1)
    make.add_argument("--out", metavar="FILE")
    make.set_defaults(run=_generate)
    return parser


def _difference(text: str) -> int | None:
    """A whole number of idle groups, or `none`."""
    if text == "none":
        return None
    if not text.isdigit():
        raise argparse.ArgumentTypeError("allowed: a whole number from 0, or none")
    return int(text)


def _solve(chosen: argparse.Namespace) -> int:
    from scheduling.solve import solve  # noqa: PLC0415 - the other commands need no OR-Tools

    settings = Settings(
        seconds=chosen.seconds, workers=chosen.workers, seed=chosen.seed, effort=chosen.effort
    )
    instance = _read_instance(chosen)
    result = solve(instance, settings, on_progress=_say if chosen.progress else None)
    _write(result_to_text(result), chosen.out)
    return _status(result)


def _status(result: Result) -> int:
    if result.status is Status.INFEASIBLE:
        print("infeasible; cannot hold together: " + ", ".join(result.conflict), file=sys.stderr)
        return INFEASIBLE
    if result.schedule is None:
        print("nothing found in the time given", file=sys.stderr)
        return NOTHING_FOUND
    return FOUND


def _say(progress: Progress) -> None:
    line = {
        "seconds": progress.seconds,
        "stage": progress.stage,
        "total": progress.total,
        "bound": progress.bound,
    }
    print(json.dumps(line), file=sys.stderr, flush=True)


def _check(chosen: argparse.Namespace) -> int:
    instance = _read_instance(chosen)
    schedule = _read_schedule(chosen.schedule)
    broken = check(instance, schedule)
    for one in broken:
        print(f"{one.rule}: {one.message}")
    return BROKEN if broken else FOUND


def _explain(chosen: argparse.Namespace) -> int:
    instance = _read_instance(chosen)
    result = result_from_text(_read(chosen.result), chosen.result)
    if result.schedule is None:
        raise InputError(f"{chosen.result}: it has no schedule; allowed: a result with one")
    if chosen.request is not None and chosen.request not in instance.requests_by_id:
        raise InputError(f"REQUEST is {chosen.request!r}; allowed: a request of the instance")
    _refuse_strangers(instance, result.schedule, chosen.result)
    found = explain(instance, result.schedule, proved=result.status is Status.OPTIMAL)
    for one in found:
        if chosen.request in (None, one.request):
            blocked = f" (in the way: {', '.join(one.blocked_by)})" if one.blocked_by else ""
            print(f"{one.request}: {one.reason}. {one.fix}{blocked}")
    if chosen.request is not None and all(one.request != chosen.request for one in found):
        print(f"{chosen.request}: scheduled")
    return FOUND


def _refuse_strangers(instance: Instance, schedule: Schedule, source: str) -> None:
    broken = check(instance, schedule)
    if broken:
        raise InputError(f"{source}: not a schedule of this instance: {broken[0].message}")


def _generate(chosen: argparse.Namespace) -> int:
    for name in ("participants", "requests", "slots"):
        if getattr(chosen, name) < 1:
            raise InputError(f"--{name} is {getattr(chosen, name)}; allowed: 1 or more")
    try:
        made = generate(chosen.participants, chosen.requests, chosen.slots, seed=chosen.seed)
    except ValueError as error:
        raise InputError(str(error)) from error
    _write(instance_to_text(made), chosen.out)
    return FOUND


def _read_instance(chosen: argparse.Namespace) -> Instance:
    """The instance; a benchmark's file says nothing of the difference, so 2 unless told."""
    text, difference = _read(chosen.instance), chosen.max_idle_difference
    if chosen.instance.endswith(".dzn"):
        wanted = BENCHMARK_DIFFERENCE if difference == AS_THE_FILE_SAYS else difference
        return read_dzn(text, chosen.instance, wanted)
    instance = instance_from_text(text, chosen.instance)
    if difference == AS_THE_FILE_SAYS:
        return instance
    return replace(instance, max_idle_group_difference=difference)


def _read_schedule(name: str) -> Schedule:
    schedule = schedule_or_result_from_text(_read(name), name)
    if schedule is None:
        raise InputError(f"{name}: it has no schedule; allowed: a schedule, or a result with one")
    return schedule


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start} is not UTF-8; allowed: UTF-8") from error


def _write(text: str, name: str | None) -> None:
    """Print, or replace the file in one step, so that nobody ever reads half of it."""
    if name is None:
        print(text)
        return
    target = Path(name)
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=".", delete=False
        ) as stream:
            stream.write(text if text.endswith("\n") else text + "\n")
        _put_in_place(Path(stream.name), target)
    except OSError as error:
        raise InputError(f"{name}: cannot be written: {error.strerror}") from error


def _put_in_place(written: Path, target: Path) -> None:
    try:
        written.chmod(0o644)
        written.replace(target)
    except OSError:
        written.unlink()
        raise


if __name__ == "__main__":
    raise SystemExit(main())
