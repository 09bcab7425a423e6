"""The parts of a mail as bytes, to send over a line that takes seven bits.

The library's own way reads every header that it has just written, and takes a hundred times as
long: a schedule of five hundred meetings is a thousand mails inside one transaction.
"""

import binascii
from base64 import encodebytes
from collections.abc import Iterable, Sequence

END = b"\r\n"


def text_part(text: str, subtype: str) -> bytes:
    """A text, in letters that a person can still read in the source."""
    data = b"".join(line.encode() + END for line in text.rstrip().splitlines())
    headers = (
        f'Content-Type: text/{subtype}; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
    )
    return _part(headers, binascii.b2a_qp(data, istext=True))


def file_part(data: bytes, content_type: str, *headers: str) -> bytes:
    """Any bytes."""
    said = (f"Content-Type: {content_type}", "Content-Transfer-Encoding: base64", *headers)
    return _part(said, encodebytes(data).replace(b"\n", END))


def multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Parts that belong together; no part has a line that begins with the boundary."""
    mark = b"--" + boundary.encode()
    body = b"".join(mark + END + part + END for part in parts) + mark + b"--" + END
    return _part((f'Content-Type: multipart/{subtype}; boundary="{boundary}"',), body)


def _part(headers: Iterable[str], body: bytes) -> bytes:
    return b"".join(line.encode("ascii") + END for line in headers) + END + body
