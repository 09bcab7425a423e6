"""Paper as an answer: a PDF to be kept under a name."""

from flask import Response, make_response


def paper_download(data: bytes, name: str) -> Response:
    """The PDF as a file; `name` is plain ASCII, without its ending."""
    answer = make_response(data)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
