"""What runs in a printing process."""

import ctypes
import gc
import os
import resource
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from app.exports import pdf
from app.exports.batches import Batch, Made, made_here
from app.exports.fonts import use_fonts_of
from app.processes import SET_PARENT_DEATH_SIGNAL

NICENESS = 10
MOST_MEMORY_BYTES = 2 * 1024**3


def begin(wire: str, parent: str, fonts: str) -> None:
    """`wire` is a file descriptor, `parent` a process id, `fonts` fontconfig's file."""
    _end_with(int(parent))
    _give_way()
    use_fonts_of(Path(fonts))
    _serve(Connection(int(wire)))


def _serve(wire: Connection) -> None:
    """Lay out what comes over the wire until it is closed."""
    pdf.warm_up()
    # What is loaded by now lives as long as the process: the collector need not look at it again.
    gc.freeze()
    while True:
        try:
            batch: Batch = wire.recv()
        except EOFError:
            return
        wire.send(_made(batch, wire))


def _made(batch: Batch, wire: Connection) -> Made | str:
    try:
        return made_here(batch, wire.send)
    except Exception:
        return traceback.format_exc()


def _end_with(parent: int) -> None:
    """Be killed when the parent dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the kernel was told


def _give_way() -> None:
    """Pages of the web come first, and one hostile document must not eat the machine."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which kills us
