"""What a page holds, read with a parser: its links, its forms, its attributes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

LEADING = {"href", "src", "action", "formaction", "poster", "data", "cite"}
UNSENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """A form as a browser would send it without anything typed; `buttons` send a value too."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Page(HTMLParser):
    """One page: read `Page.of(address, text)`."""

    address: str
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    text: str = ""

    @classmethod
    def of(cls, address: str, text: str) -> "Page":
        """The page that this address answered with."""
        page = cls(address)
        HTMLParser.__init__(page, convert_charrefs=True)
        page._select = page._area = None
        page.feed(text)
        page.close()
        return page

    def __post_init__(self) -> None:
        self._select: str | None = None
        self._area: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says."""
        said = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in said.items()]
        self.links += [urljoin(self.address, said[name]) for name in LEADING & said.keys()]
        if tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self.forms.append(Form(said.get("method", "get").lower(), action))
        elif (self.forms and said.get("name", "") + said.get("value", "")) or (
            tag == "option" and self._select
        ):
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        form, name, value = self.forms[-1], said.get("name", ""), said.get("value", "")
        kind = said.get("type", "text" if tag == "input" else "submit")
        if tag == "option":
            if self._select and "selected" in said:
                form.fields.append((self._select, value))
        elif not name:
            return
        elif tag == "input" and kind in {"checkbox", "radio"}:
            if "checked" in said:
                form.fields.append((name, value or "on"))
        elif tag == "input" and kind not in UNSENT:
            form.fields.append((name, value))
        elif tag == "button":
            form.buttons.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = (name, "")

    def handle_endtag(self, tag: str) -> None:
        """A choice or a text area is complete."""
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._area and self.forms:
            self.forms[-1].fields.append(self._area)
            self._area = None

    def handle_data(self, data: str) -> None:
        """The words of the page."""
        self.text += data
        if self._area:
            self._area = (self._area[0], self._area[1] + data)


def local_path(address: str) -> str:
    """Path and query of an address of the tests' own site."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
