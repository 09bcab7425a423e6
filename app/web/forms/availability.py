"""The form for the times at which a person can meet."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField

from app.web.forms.page_form import PageForm


class AvailabilityForm(PageForm):
    """The codes of the slots that are free."""

    wants_meetings = BooleanField(_l("I want one-to-one meetings"))
    free = SelectMultipleField(_l("When you can meet"))
