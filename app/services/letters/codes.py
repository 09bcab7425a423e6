"""The letters that prove an address. Nothing in them was typed by who asked for them."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.domain.states import CodePurpose
from app.services.letters.language import in_this_language


@in_this_language
def code_letter(purpose: CodePurpose, *, code: str, path: str, minutes: int) -> Letter:
    """The letter with a code (where there is one) and a link to a page with a button."""
    subject, paragraph, label = _words(purpose)
    return Letter(
        subject=subject,
        paragraphs=(paragraph, *((_code_words(minutes),) if code else ())),
        code=code,
        actions=(Action(label, path),),
        small=_("If you did not ask for this, do nothing: without you nothing happens."),
    )


def _code_words(minutes: int) -> str:
    words: str = _(
        "Type this code where you asked for it. It is good for %(minutes)d minutes, once, and only "
        "in the browser that asked; the link works in any other.",
        minutes=minutes,
    )
    return words


def _words(purpose: CodePurpose) -> tuple[str, str, str]:
    """Subject, first paragraph, and the words of the link."""
    if purpose is CodePurpose.RESET_PASSWORD:
        return (
            _("Set a new password"),
            _("Somebody, probably you, asked to set a new password for this address."),
            _("Set a new password"),
        )
    if purpose is CodePurpose.CHANGE_EMAIL:
        return (
            _("Confirm your new e-mail address"),
            _("Somebody, probably you, wants to sign in with this address from now on."),
            _("Use this address"),
        )
    if purpose is CodePurpose.RESUME_REGISTRATION:
        return (
            _("Your registration, to be continued"),
            _("Your registration is kept as far as you came. The link opens it again."),
            _("Go on with the registration"),
        )
    if purpose is CodePurpose.INVITE_STAFF:
        return (
            _("You are asked to help organise"),
            _("The organisers of an event ask you to join their team."),
            _("Join the team"),
        )
    return (
        _("Your code to sign in"),
        _("Somebody, probably you, wants to sign in with this address."),
        _("Sign in"),
    )
