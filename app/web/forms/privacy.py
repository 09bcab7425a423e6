"""The forms of privacy: erasing, and what the controller says of an edition."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from app.domain.errors import InvalidInputError
from app.models import Edition
from app.services.privacy.settings import PrivacyEntry
from app.web.forms.fields import WholeNumberField
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


class PrivacyForm(PageForm):
    """Who is responsible for an edition's data, why they may have it, and for how long."""

    controller = StringField(_l("Controller"))
    controller_contact = StringField(_l("How to reach the controller"))
    legal_basis = TextAreaField(_l("Legal basis"))
    privacy_note = TextAreaField(_l("What else people should know"))
    retention_months = WholeNumberField(_l("Months after the event"))
    legal_hold = BooleanField(_l("Keep everything for a legal reason"))

    @classmethod
    def of(cls, edition: Edition) -> "PrivacyForm":
        """The form as the edition is."""
        return cls(
            controller=edition.controller,
            controller_contact=edition.controller_contact,
            legal_basis=edition.legal_basis,
            privacy_note=edition.privacy_note,
            retention_months=edition.retention_months,
            legal_hold=edition.legal_hold,
        )

    def entry(self) -> PrivacyEntry:
        """What was typed."""
        return PrivacyEntry(
            controller=self.controller.data or "",
            controller_contact=self.controller_contact.data or "",
            legal_basis=self.legal_basis.data or "",
            privacy_note=self.privacy_note.data or "",
            retention_months=self.retention_months.data,
            legal_hold=bool(self.legal_hold.data),
        )
