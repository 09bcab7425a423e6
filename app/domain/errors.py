"""The errors a person may see. Services raise them, `app/web/errors.py` answers them once."""

from collections.abc import Mapping


class AppError(Exception):
    """Something the person can understand and act on; `message` is fit to show."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(AppError):
    """There is no such thing, or none that this person may know of."""


class ForbiddenError(AppError):
    """The person is known, and this is not theirs to do."""


class ConflictError(AppError):
    """The thing changed meanwhile, or is taken; nothing was done."""


class InvalidInputError(AppError):
    """What was typed cannot be used; `fields` maps a field's name to its sentence."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class TooManyTriesError(AppError):
    """This was tried too often; it may be tried again after `retry_after_seconds`."""

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
