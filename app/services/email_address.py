"""E-mail addresses as they are stored: lower-case and trimmed."""

from email_validator import EmailNotValidError, validate_email

from app.domain.errors import InvalidInputError
from app.domain.words import later


def normalise_email(text: str) -> str:
    """The address as it is stored; raises InvalidInputError for field `email`."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        message = later("This is not an e-mail address: %(error)s", error=error)
        raise InvalidInputError(message, {"email": message}) from error


def typed_email(text: str) -> str:
    """The same for looking an account up: what is no address is nobody's."""
    try:
        return normalise_email(text)
    except InvalidInputError:
        return text.strip().lower()


def folded(email: str) -> str:
    """One key for all spellings that usually reach one mailbox: `a.b+x@` is `ab@`."""
    local, _at, domain = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
