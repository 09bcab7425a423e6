"""The forms of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField

from app.web.forms.page_form import PageForm


class EmailForm(PageForm):
    """An e-mail address."""

    email = StringField(_l("E-mail"))


class PasswordForm(PageForm):
    """A new password, typed once: browsers can show it."""

    password = PasswordField(_l("New password"))
