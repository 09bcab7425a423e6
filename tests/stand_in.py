"""A machine made of stand-ins, to run the scripts on: no network, nothing is really installed."""

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SCRIPTS = ("script/setup", "script/demo", "script/test", "script/translations", ".ci/run")
REAL_TOOLS = (
    *("basename", "cat", "chmod", "cp", "dirname", "echo", "env", "flock", "mkdir", "mktemp", "rm"),
    *("sed", "sh", "sha256sum", "tail", "xargs"),
)

# Stands in for python3 and for .venv/bin/python; files named no-… say what it lacks.
PYTHON = """#!/bin/sh
here=$(dirname "$LOG")
case "$*" in
    *version_info\\ \\<*) [ ! -e "$here/old-python" ] ;;
    *site-packages*) [ ! -e "$here/broken-venv" ] ;;
    *'import ensurepip'*) [ ! -e "$here/no-venv" ] ;;
    *libatomic*) ;;
    *CDLL*) [ -e "$here/has-pango" ] || echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ;;
    -V) echo Python 3.11.2 ;;
    '-m venv'*) echo "$*" >>"$LOG"; mkdir -p .venv/bin; cat "$0" >.venv/bin/python
        chmod +x .venv/bin/python; rm -f "$here/broken-venv" ;;
    '-m pip config list') cat "$here/pip-config" 2>/dev/null || true ;;
    *'install'*'/tmp/'*) echo "fetch uv" >>"$LOG"; cat "$here/uv" >.venv/bin/uv &&
        chmod +x .venv/bin/uv ;;
    *) echo "python $*" >>"$LOG"; [ ! -e "$here/fails-$2" ] ;;
esac
"""
RECORD = '#!/bin/sh\necho "$(basename "$0") $*" >>"$LOG"\n'


@dataclass
class Machine:
    """A folder with a copy of the scripts, and a PATH with only stand-ins and harmless tools."""

    folder: Path
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.project = self.folder / "project"
        self.programs = self.folder / "bin"
        self.log = self.folder / "log"
        self.programs.mkdir()
        for tool in REAL_TOOLS:
            found = shutil.which(tool)
            assert found is not None, tool
            (self.programs / tool).symlink_to(found)
        for script in SCRIPTS:
            self.write(self.project / script, (TOP / script).read_text(encoding="utf-8"))
        ical_js = TOP / "tests" / "exports" / "ical_js"
        for name in ("package.json", "package-lock.json"):
            self.write(self.project / "tests/exports/ical_js" / name, (ical_js / name).read_text())
        (self.project / "requirements.txt").write_text("flask==3.1.3 \\\n    --hash=sha256:00\n")
        (self.project / "requirements-dev.txt").write_text(
            "ruff==0.17.6 \\\n    --hash=sha256:11\n"
            "uv==0.13.9 \\\n    --hash=sha256:22\nvobject==0.9.9 \\\n    --hash=sha256:33\n"
        )
        self.program("python3", PYTHON)
        self.program("id", "#!/bin/sh\necho 1000\n")

    def write(self, file: Path, text: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)

    def program(self, name: str, text: str = RECORD) -> None:
        self.write(self.programs / name, text)

    def has(self, *names: str) -> None:
        for name in names:
            (self.folder / name).touch()

    def run(
        self, script: str, *arguments: str, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a script of the project from the folder above it."""
        environment = {"PATH": str(self.programs), "LOG": str(self.log), **settings}
        command = [f"project/{script}", *arguments]
        return subprocess.run(  # noqa: S603 - our own script
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def done(self) -> list[str]:
        """What the stand-ins were asked to do, since the last look."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines
