"""What a page holds, read with a parser: its links, its attributes, its words."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.web.page_forms import Form

LEADING = ("href", "src", "action", "formaction", "poster", "data", "cite")


class Page(HTMLParser):
    """The page that an address answered with."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag says."""
        said = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in said.items()]
        self.links += [urljoin(self.address, said[name]) for name in LEADING if name in said]
        if tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self.forms.append(Form(said.get("method", "get").lower(), action))
        elif self.forms:
            self.forms[-1].begin(tag, said)

    def handle_endtag(self, tag: str) -> None:
        """A list of choices or a text area may be complete."""
        if self.forms:
            self.forms[-1].end(tag)

    def handle_data(self, data: str) -> None:
        """The words of the page."""
        self.words += data
        if self.forms:
            self.forms[-1].words(data)
