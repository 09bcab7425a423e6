"""The letters that tell the owner what was changed about an account."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.services.letters.language import in_this_language


@in_this_language
def email_changed_letter() -> Letter:
    """To the old address, after the account moved to another one."""
    return Letter(
        subject=_("Your e-mail address was changed"),
        paragraphs=(
            _("From now on your account signs in with another address; other browsers are out."),
            _("If this was not you, answer the organisers of your event at once."),
        ),
    )


@in_this_language
def password_changed_letter() -> Letter:
    """To the owner, after the password was set, changed or removed."""
    return Letter(
        subject=_("Your password was changed"),
        paragraphs=(
            _("The password of your account was set, changed or removed; other browsers are out."),
            _("If this was not you, set a new one at once."),
        ),
        actions=(Action(_("Set a new password"), "/account/reset"),),
    )


@in_this_language
def second_factor_removed_letter() -> Letter:
    """To the owner, after the second step of signing in was taken away."""
    return Letter(
        subject=_("Your second step of signing in was removed"),
        paragraphs=(
            _("Your account signs in without codes of an authenticator app from now on."),
            _("If this was not you, set a new password and set the second step up again."),
        ),
        actions=(Action(_("Set a new password"), "/account/reset"),),
    )
