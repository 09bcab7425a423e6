"""Texts that are written in one place and said in another."""


def later(text: str) -> str:
    """The text itself, marked for translators; whoever shows it passes it through gettext.

    For words of modules that know no request: constants, and messages of `domain` rules.
    """
    return text
