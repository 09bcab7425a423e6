"""Where people meet online."""

from app.domain.errors import InvalidInputError
from app.domain.links import is_web_address
from app.domain.words import later
from app.models import Edition
from app.services.transaction import writing

MAX_LINK_CHARACTERS = 400


def set_join_link(edition: Edition, template: str) -> None:
    """Where online meetings take place; `{meeting}` in it becomes the meeting's random id."""
    with writing():
        template = template.strip()
        fault = ""
        if len(template) > MAX_LINK_CHARACTERS:
            fault = later("A link has at most %(most)s characters.", most=MAX_LINK_CHARACTERS)
        elif template and not is_web_address(template.replace("{meeting}", "x")):
            fault = later("A link begins with https:// and holds no spaces.")
        if fault:
            raise InvalidInputError(fault, {"join_link_template": fault})
        edition.join_link_template = template
