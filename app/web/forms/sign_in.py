"""The form of the sign-in page."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from app.web.forms.page_form import PageForm


class SignInForm(PageForm):
    """E-mail and password; `next` is where to go afterwards."""

    email = StringField(_l("E-mail"))
    password = PasswordField(_l("Password"))
    next = HiddenField()
