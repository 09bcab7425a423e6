"""What a mail says, before it becomes bytes: one form for all of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do; `path` is an address of this site, beginning with a slash."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in plain sentences, in the reader's language.

    `code` is set large and alone; `facts` are label and value; `small` stands under the
    signature; `off` ends such mails with one click, where nobody has to get them. What people
    typed stands in `facts` or between quotes; nothing is made a link but the actions, and where
    a meeting takes place online, its room: `elsewhere` has a whole address, which is shown.

    An edition may have own words (domain/mail_templates.py) in place of greeting and paragraphs:
    they come as `own`, with what people typed taken apart already. What must be said whatever the
    words are (a number, a deadline, what an answer does not do) is `certain` and stays. `values`
    are what only this letter knows for placeholders: (name, text).
    """

    subject: str
    paragraphs: tuple[str, ...] = ()
    greeting: str = ""
    own: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()
    small: str = ""
    off: Action | None = None
    elsewhere: Action | None = None
    language: str = "en"
    values: tuple[tuple[str, str], ...] = ()
