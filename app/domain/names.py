"""Names that people type, and what mail programs would make of them.

A mail program makes a link of whatever looks like an address, also inside a name. So a person's
name that looks like one is refused when it is typed, and in mails all that people typed is taken
apart by spaces of no width: `evil.com` is read as before, but nobody can click on it.
"""

import re

from app.domain.words import later

LONGEST_NAME = 100
GAP = "\u200b"

_FOREIGN = re.compile(r"://|[<>\[\]{}\\|@/]|\bwww\.", re.IGNORECASE)
# A dot with a word on each side: the second in small letters, or one of the usual endings.
_ADDRESS = re.compile(
    r"\w\.(?:[a-z]{2,}|(?i:com|org|net|info|biz|eu|io|de|fr|pl|uk|ru|cn|xyz|top|online|site))\b"
)
_MAIL_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\Z")
_DOT = re.compile(r"(?<=\w)([.。．])(?=\w)")


def fault_of_name(name: str) -> str:
    """What is wrong with a person's name, as a sentence; empty if it can be used."""
    if len(name) > LONGEST_NAME:
        return later("Please shorten the name to %(most)s characters.", most=LONGEST_NAME)
    if _FOREIGN.search(name) or _ADDRESS.search(name):
        return later("This looks like a web address or like code: please write only the name.")
    return ""


def unlinked(text: str) -> str:
    """The text with gaps where a mail program would see an address of the web.

    Addresses of mail stay whole: they are there to be copied.
    """
    return "".join(_word_unlinked(word) for word in re.split(r"(\s+)", text))


def joined(text: str) -> str:
    """The text without the gaps, as it was typed."""
    return text.replace(GAP, "")


def _word_unlinked(word: str) -> str:
    if "://" not in word and _MAIL_ADDRESS.match(word.strip(".()<>,;:!?\"“”'")):
        return word
    return _DOT.sub(rf"\1{GAP}", word.replace("://", f":{GAP}//"))
