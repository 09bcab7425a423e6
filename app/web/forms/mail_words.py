"""The forms of what organisers write: own words for a mail, and whom to show it to."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from app.web.forms.page_form import PageForm


class MailWordsForm(PageForm):
    """Subject and body; `who` and `shown` say whose mail to show."""

    subject = StringField(_l("Subject"))
    body = TextAreaField(_l("What the mail says"))
    who = StringField(_l("Whose mail to show: name, e-mail or organisation"))
    shown = SelectField(_l("Show it as it goes to"), validate_choice=False)
