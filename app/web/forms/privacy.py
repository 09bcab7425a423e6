"""The forms of privacy: erasing, and what the controller says of an edition."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from app.domain.errors import InvalidInputError
from app.web.forms.page_form import PageForm


class EraseForm(PageForm):
    """The address typed once more, so that nobody erases by a slip."""

    email = StringField(_l("The e-mail address"))
    with_organisations = BooleanField(_l("Erase the organisation too"))

    def check(self, email: str) -> None:
        """Raise InvalidInputError unless the right address was typed."""
        if (self.email.data or "").strip().casefold() != email.casefold():
            words = _("Type %(email)s to confirm.", email=email)
            raise InvalidInputError(words, {"email": words})
