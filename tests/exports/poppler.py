"""What poppler's programs see in a PDF."""

import subprocess


def seen_by(program: str, data: bytes, *options: str, out: bool = True) -> str:
    """The output of `program OPTIONS - [-]` with the PDF on its standard input."""
    command = [program, *options, "-", *(["-"] if out else [])]
    done = subprocess.run(command, input=data, capture_output=True, check=True)  # noqa: S603 - our own words
    return done.stdout.decode()


def text_of(data: bytes, page: int | None = None) -> str:
    """The text of all pages or of one, laid out as on paper."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return seen_by("pdftotext", data, "-layout", *pages)


def words_of(data: bytes) -> str:
    """The text with single spaces, whatever the line ends."""
    return " ".join(text_of(data).split())
