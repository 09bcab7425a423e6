"""Structured logs: one JSON line an event, with UTC time, never a value that a person typed."""

import logging
import sys

import structlog
from flask import Flask


def init_app(app: Flask) -> None:
    """Send this process's log lines to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exception_type_only,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Asked for at each line: whoever redirects standard error later gets the lines too.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    # Flask's own logger would print whole tracebacks with the values in them.
    app.logger.handlers.clear()
    app.logger.propagate = False
    app.logger.addHandler(_StructuredHandler())


def _exception_type_only(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace an exception by its type and the places it passed, without its words."""
    error = event.pop("error", None)
    if isinstance(error, BaseException):
        event["error_type"] = type(error).__name__
        event["error_at"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    places = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places[-8:]


class _StructuredHandler(logging.Handler):
    """Turns what libraries log into the same lines."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(record.levelno, str(record.msg), error=error, source=record.name)
