"""Runs steps at the same moment, as impatient people do."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable

from flask import Flask

from app.domain.errors import AppError
from app.extensions import db


def at_once(app: Flask, steps: Iterable[Callable[[], object]]) -> Counter[str]:
    """What the steps came to: `done`, or the name of the error they were told.

    Each runs in a thread and a database session of its own. An error that is not fit to show
    counts, too, by its name: a test then sees it.
    """
    waiting = list(steps)
    gate = threading.Barrier(len(waiting))
    results: Counter[str] = Counter()
    counting = threading.Lock()

    def run(step: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                step()
                word = "done"
            except AppError as error:
                word = type(error).__name__
            except Exception as error:
                word = f"unexpected {type(error).__name__}"
            finally:
                db.session.remove()
            with counting:
                results[word] += 1

    threads = [threading.Thread(target=run, args=(step,)) for step in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return results
