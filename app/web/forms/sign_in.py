"""The forms of signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from app.web.forms.page_form import PageForm


class SignInForm(PageForm):
    """E-mail and password; `next` is where to go afterwards."""

    email = StringField(_l("E-mail"))
    password = PasswordField(_l("Password"))
    next = HiddenField()


class AskCodeForm(PageForm):
    """Where a code is mailed to; it stands on the same page as the form with the password."""

    email = StringField(_l("E-mail"), id="code-email")
    next = HiddenField(id="code-next")


class CodeForm(PageForm):
    """A code, mailed or of an app."""

    code = StringField(_l("Code"))
    next = HiddenField(id="code-next")


class ProveForm(PageForm):
    """The password once more."""

    password = PasswordField(_l("Password"))
    next = HiddenField()
