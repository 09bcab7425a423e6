"""Addresses that came from outside and may be followed."""

import re
from urllib.parse import unquote

LONGEST_PATH = 500
# Printable ASCII without space, backslash and the signs that end an attribute or a header.
_SAFE = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/?\[\]-]*")
_WEB = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?([/?#][!-~]*)?")


def safe_path(text: str | None) -> str | None:
    """A path of this very site, or None for whatever could lead elsewhere.

    Refused are other schemes and hosts, `//host`, `/\\host`, control characters and all of these
    written with percent signs, once or twice.
    """
    if not text or len(text) > LONGEST_PATH or not _SAFE.fullmatch(text):
        return None
    for decoded in (text, unquote(text), unquote(unquote(text))):
        path = decoded.partition("?")[0]
        if "//" in path or "\\" in decoded or not decoded.isprintable():
            return None
    return text


def is_web_address(text: str) -> bool:
    """Whether the text is an address of the web, encrypted, without spaces, quotes or angles."""
    return bool(_WEB.fullmatch(text)) and not set(text) & set("\"'<>")
