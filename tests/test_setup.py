"""script/setup: what is missing is installed or asked for, once."""

import fcntl
import threading
import time
from pathlib import Path

import pytest

from tests.stand_in import RECORD, Machine

PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_the_right_to_install_it_says_what_to_ask_for(machine: Machine) -> None:
    machine.program("apt-get")
    machine.has("no-venv", "broken-venv")
    run = machine.run("script/setup")
    missing = f"python3-venv {PANGO}"
    assert run.returncode == 1
    assert run.stderr == (
        "script/setup: these system packages are missing, and you may not install them: "
        f"{missing}\n"
        f"Ask for:  sudo apt-get install --no-install-recommends {missing}\n"
        "Then run this again.\n"
    )
    assert machine.done() == []


def test_with_sudo_it_says_what_it_installs_and_installs_it(machine: Machine) -> None:
    machine.program("sudo", '#!/bin/sh\n[ "$1" = -n ] || exec "$@"\n')
    machine.program("apt-get")
    machine.has("broken-venv")
    run = machine.run("script/setup")
    assert run.stdout.splitlines()[0] == f"==> installing system packages: {PANGO}"
    assert machine.done()[0] == f"apt-get -qq install -y --no-install-recommends {PANGO}"


def test_old_package_lists_are_fetched_and_a_failure_shows_its_reason(machine: Machine) -> None:
    machine.program("id", "#!/bin/sh\necho 0\n")
    machine.program("apt-get", RECORD + 'echo "E: no such package"; [ "$2" = update ]\n')
    run = machine.run("script/setup")
    install = f"apt-get -qq install -y --no-install-recommends {PANGO}"
    assert machine.done() == [install, "apt-get -qq update", install]
    assert run.returncode == 1
    assert run.stderr == (
        "E: no such package\nscript/setup: the packages could not be installed; "
        f"try:  sudo apt-get install --no-install-recommends {PANGO}\n"
    )


def test_an_old_python_is_refused(machine: Machine) -> None:
    machine.has("old-python")
    run = machine.run("script/setup")
    assert (run.returncode, run.stderr) == (
        1,
        "script/setup: Python 3.11 or newer is needed: sudo apt-get install python3\n",
    )


def test_an_unknown_option_is_refused(machine: Machine) -> None:
    run = machine.run("script/setup", "--test")
    assert (run.returncode, run.stderr) == (
        1,
        "script/setup: unknown option '--test'; it takes --tests or nothing\n",
    )


UV = '#!/bin/sh\necho "uv $*" >>"$LOG"\n[ ! -e "$(dirname "$LOG")/fails-uv" ]\n'
WITH_UV = (
    "uv pip install -q --system-certs --python .venv/bin/python --no-deps --require-hashes"
    " -r requirements.txt"
)
WITH_PIP = (
    "python -m pip install -q --disable-pip-version-check --no-deps --require-hashes"
    " -r requirements.txt"
)


@pytest.fixture
def bare(machine: Machine) -> Machine:
    """A machine with the system packages and without .venv."""
    machine.has("has-pango", "broken-venv")
    machine.write(machine.folder / "uv", UV)
    return machine


def test_it_makes_the_venv_once_and_installs_a_changed_lock_only(bare: Machine) -> None:
    assert bare.run("script/setup").stdout == (
        "==> making .venv with Python 3.11.2\n"
        "==> installing Python packages from requirements.txt\n"
    )
    assert bare.done() == ["-m venv --clear .venv", "fetch uv", WITH_UV]

    again = bare.run("script/setup")
    assert (again.returncode, again.stdout, again.stderr, bare.done()) == (0, "", "", [])

    with (bare.project / "requirements.txt").open("a") as lock:
        lock.write("jinja2==3.1.6\n")
    bare.run("script/setup")
    assert bare.done() == [WITH_UV]


def test_a_broken_venv_is_made_anew(bare: Machine) -> None:
    bare.run("script/setup")
    bare.done()
    bare.has("broken-venv")
    bare.run("script/setup")
    assert bare.done()[0] == "-m venv --clear .venv"


def test_pip_serves_where_uv_fails(bare: Machine) -> None:
    bare.has("fails-uv")
    run = bare.run("script/setup")
    assert run.stdout.splitlines()[-1] == "==> no luck with uv; trying pip, which takes longer"
    assert bare.done()[-2:] == [WITH_UV, WITH_PIP]
    assert bare.run("script/setup").stdout == ""


def test_an_install_that_fails_is_tried_again_next_time(bare: Machine) -> None:
    bare.has("fails-uv", "fails-pip")
    assert bare.run("script/setup").returncode == 1
    bare.done()
    (bare.folder / "fails-uv").unlink()
    assert bare.run("script/setup").returncode == 0
    assert bare.done() == [WITH_UV]


def test_uv_is_told_the_index_that_pip_was_given(bare: Machine) -> None:
    (bare.folder / "pip-config").write_text(
        "global.extra-index-url='https://more.example/simple'\n"
        "global.index-url='https://index.example/simple'\n"
    )
    bare.run("script/setup")
    given = "--system-certs --default-index https://index.example/simple"
    assert bare.done()[-1] == WITH_UV.replace("--system-certs", given)


def test_what_only_tests_need_may_be_missing(bare: Machine) -> None:
    run = bare.run("script/setup", "--tests")
    lines = run.stdout.splitlines()
    assert run.returncode == 0
    assert lines[2].startswith("==> tests that need these packages are skipped: chromium-headless")
    assert lines[3].startswith(
        "==> ask for:  sudo apt-get install --no-install-recommends chromium"
    )
    assert lines[-1] == "==> no npm here; tests that need ical.js are skipped"
    assert bare.done()[-1] == WITH_UV.replace("requirements.txt", "requirements-dev.txt")


def test_ical_js_is_fetched_once_by_its_lock(bare: Machine) -> None:
    bare.program("npm")
    npm = "npm ci --prefix .venv/ical_js --ignore-scripts --no-audit --no-fund"
    assert bare.run("script/setup", "--tests").returncode == 0
    assert bare.done()[-1] == npm
    lock = (bare.project / ".venv/ical_js/package-lock.json").read_text()
    assert '"integrity": "sha512-' in lock
    assert "//" not in lock.replace("ical.js", "")  # it names no host
    bare.run("script/setup", "--tests")
    assert npm not in bare.done()


def test_without_ical_js_the_rest_is_ready_and_it_is_tried_again(bare: Machine) -> None:
    bare.program("npm", RECORD + "echo 'npm: no network'; exit 1\n")
    for _ in range(2):
        run = bare.run("script/setup", "--tests")
        last = "==> ical.js could not be fetched; tests that need it are skipped"
        assert (run.returncode, run.stdout.splitlines()[-1]) == (0, last)
        assert run.stderr == "npm: no network\n"


def test_a_system_without_a_test_package_is_told_so(bare: Machine) -> None:
    bare.program("id", "#!/bin/sh\necho 0\n")
    bare.program("apt-get")
    bare.program("apt-cache", '#!/bin/sh\n[ "$2" != chromium-headless-shell ]\n')
    run = bare.run("script/setup", "--tests")
    assert run.stdout.splitlines()[2:4] == [
        "==> this system has no package chromium-headless-shell; tests that need it are skipped",
        "==> installing for the tests: poppler-utils",
    ]


def test_a_second_run_waits_for_the_first(bare: Machine) -> None:
    with (bare.project / "requirements.txt").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as a first run does
        second = threading.Thread(target=bare.run, args=["script/setup"])
        second.start()
        time.sleep(0.5)
        assert bare.done() == []
    second.join()
    assert bare.done() == ["-m venv --clear .venv", "fetch uv", WITH_UV]
