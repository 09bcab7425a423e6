"""Who mails come from and where their links lead: settings of this installation."""

from dataclasses import dataclass
from email.utils import parseaddr

from flask import current_app


@dataclass(frozen=True)
class Sender:
    """`address` is a bare mailbox; `base_url` has no slash at its end."""

    address: str
    name: str
    base_url: str

    @property
    def domain(self) -> str:
        """What stands after the @, for message ids."""
        return self.address.rpartition("@")[2]


def sender() -> Sender:
    """The sender of the application at work."""
    name, address = parseaddr(current_app.config["MAIL_FROM"])
    return Sender(address, name or "Hubmeet", current_app.config["BASE_URL"].rstrip("/"))
