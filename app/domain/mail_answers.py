"""What a mail server says when it does not take a mail, in plain words."""

import re

from app.domain.words import later

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"\b([45]\d\d)\b")
_NOBODY = re.compile(r"(user|mailbox|recipient|account|address).{0,30}"
                     r"(unknown|not exist|not found|unavailable|disabled|invalid)"
                     r"|(no such|unknown|invalid) (user|mailbox|recipient|address)",
                     re.IGNORECASE)  # fmt: skip

NO_MAILBOX = later("There is no such mailbox: the address is mistyped, or no longer used.")
NO_DOMAIN = later("No mail can be brought to this domain: what stands after the @ may be mistyped.")
FULL = later("The mailbox is full. Try again later, or ask for another address.")
UNWANTED = later(
    "The other side refuses our mails as unwanted. Whoever looks after this installation should "
    "check its SPF, DKIM and the lists of blocked senders."
)
TOO_LARGE = later("The mail is too large for this mailbox.")
LATER = later("The other side asks to try again later; that is done by itself.")
OUR_LOGIN = later("The mail server of this installation does not accept its login.")
AWAY = later("The mail server of this installation does not answer; mails wait until it does.")
NO_TEXT = later("The text of this mail is no longer kept.")


def plain_answer(said: str) -> str:
    """One sentence, marked for translators; empty where the words tell no more than they say."""
    if said.startswith("The mail server cannot be reached"):
        return OUR_LOGIN if re.search(r"\b53[0458]\b", said) else AWAY
    if said.startswith("Its text is no longer kept"):
        return NO_TEXT
    status, reply = _STATUS.search(said), _REPLY.search(said)
    if status:
        found = _by_status(int(status[2]), int(status[3]))
        if found:
            return found
    if _NOBODY.search(said):
        return NO_MAILBOX
    if reply and reply[1] in {"552", "452"}:
        return FULL
    if reply and reply[1] == "554":
        return UNWANTED
    return LATER if (status and status[1] == "4") or (reply and reply[1][0] == "4") else ""


def _by_status(subject: int, detail: int) -> str:
    """Of an enhanced status code (RFC 3463): the second and the third number."""
    exact = {
        **{(1, 2): NO_DOMAIN, (2, 2): FULL, (2, 1): NO_MAILBOX, (7, 8): OUR_LOGIN},
        **{(3, 4): TOO_LARGE, (2, 3): TOO_LARGE},
    }
    if (subject, detail) in exact:
        return exact[subject, detail]
    if subject == 1 and detail in {0, 1, 3, 6, 10}:
        return NO_MAILBOX
    if subject == 4 and detail in {1, 2, 3, 4}:
        return NO_DOMAIN
    return UNWANTED if subject == 7 else ""
