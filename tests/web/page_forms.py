"""A form as a browser sends it: as the page fills it, or with something typed into each field."""

from dataclasses import dataclass, field

# What is typed into an empty field of each type.
TYPED = {
    "date": "2027-05-18",
    "email": "somebody.new@example.org",
    "number": "2",
    "password": "a quiet harbour",
    "time": "15:00",
    "url": "https://hub.example.eu",
}
NOT_SENT = {"button", "file", "image", "reset", "submit"}


@dataclass
class Field:
    """One name with its value; `offered` are choices that are not made yet."""

    name: str
    kind: str
    value: str | None
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page; `buttons` send a value too where they have a name."""

    method: str
    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    _open: str = ""

    def begin(self, tag: str, said: dict[str, str]) -> None:
        """A tag inside the form."""
        name, value = said.get("name", ""), said.get("value", "")
        kind = said.get("type", "text") if tag == "input" else tag
        if tag == "option" and self._open == "select":
            self._option(value, chosen="selected" in said)
        elif tag == "button" and name:
            self.buttons.append((name, value))
        elif name and tag in {"select", "textarea"}:
            self.fields.append(Field(name, kind, None if tag == "select" else ""))
            self._open = tag
        elif name and kind in {"checkbox", "radio"}:
            known = value or "on"
            made = "checked" in said
            self.fields.append(Field(name, kind, known if made else None, [known]))
        elif name and tag == "input" and kind not in NOT_SENT:
            self.fields.append(Field(name, kind, value))

    def _option(self, value: str, *, chosen: bool) -> None:
        self.fields[-1].offered.append(value)
        if chosen or self.fields[-1].value is None:
            self.fields[-1].value = value

    def end(self, tag: str) -> None:
        """The end of a tag inside the form."""
        if tag == self._open:
            self._open = ""

    def words(self, text: str) -> None:
        """Words inside the form."""
        if self._open == "textarea":
            self.fields[-1].value = (self.fields[-1].value or "") + text

    @property
    def names(self) -> set[str]:
        """Of all that it can send."""
        return {one.name for one in self.fields} | {name for name, _value in self.buttons}

    def filled(self) -> dict[str, list[str]]:
        """Everything filled and ticked, of other choices the last: what was there stays."""
        found: dict[str, list[str]] = {}
        for one in self.fields:
            value = one.value
            if one.kind == "radio":
                found.setdefault(one.name, one.offered)
                if value is not None:
                    found[one.name] = [value]
                continue
            if not value and one.kind != "hidden":
                value = one.offered[-1] if one.offered else TYPED.get(one.kind, "Some words")
            found.setdefault(one.name, []).append(value or "")
        return found
