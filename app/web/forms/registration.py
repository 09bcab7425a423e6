"""The registration form: organisation, person, wishes, times, consents."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)

from app.domain.states import ConsentKind, OrganisationKind, RegistrationRole
from app.domain.viewer import Viewer
from app.services.organisations import OrganisationEntry
from app.services.registration_entry import PersonEntry, RegistrationEntry
from app.web.forms import choices
from app.web.forms.profile import ProfileForm

# Which kinds a form is for, by the word in its address.
KINDS: dict[str, tuple[OrganisationKind, ...]] = {
    "sme": (OrganisationKind.SME,),
    "hub": (OrganisationKind.HUB,),
    "other": (
        OrganisationKind.LARGE_COMPANY,
        OrganisationKind.PUBLIC_BODY,
        OrganisationKind.RESEARCH_ORGANISATION,
        OrganisationKind.INVESTOR,
        OrganisationKind.NETWORK,
    ),
}


PAGE_ORDER = (
    "organisation",
    "kind",
    "country",
    "nuts2",
    "size_class",
    "name",
    "email",
    "password",
    "job_title",
    "role",
    "languages",
    "services",
    "technologies",
    "functions",
    "sectors",
    "text",
    "cross_border",
    "wants_meetings",
    "free",
    "privacy",
    "directory",
)


class RegistrationForm(ProfileForm):
    """The whole form. It only reads; `services.registration` judges."""

    organisation = StringField(_l("Organisation"))
    kind = RadioField(_l("What it is"))
    country = SelectField(_l("Country"))
    nuts2 = SelectField(_l("Region"))
    size_class = SelectField(_l("Size"))
    name = StringField(_l("Your name"))
    email = EmailField(_l("E-mail"))
    job_title = StringField(_l("What you do there"))
    role = RadioField(_l("You come as"), default=RegistrationRole.ATTENDEE.value)
    password = PasswordField(_l("Password"))
    wants_meetings = BooleanField(_l("I want one-to-one meetings"), default=True)
    free = SelectMultipleField(_l("When you can meet"))
    privacy = BooleanField(_l("What you agree to"))
    directory = BooleanField(_l("The list of participants"))

    def __init__(self, *args: Any, coming_as: str, **kwargs: Any) -> None:
        super().__init__(*args, for_hub=coming_as == "hub", **kwargs)
        self.kinds = KINDS[coming_as]
        self.kind.choices = choices.kinds(self.kinds)
        self.country.choices = choices.countries()
        self.nuts2.choices = choices.regions_by_country()
        self.size_class.choices = choices.sizes()
        self.role.choices = choices.roles()

    @property
    def errors(self) -> Any:
        """The faults in the order of the page; those of the whole form go first."""
        place = {name: number for number, name in enumerate(PAGE_ORDER)}
        return dict(sorted(super().errors.items(), key=lambda item: place.get(item[0], -1)))

    def entry(self, viewer: Viewer | None) -> RegistrationEntry:
        """What was typed, for the service."""
        return RegistrationEntry(
            organisation=self._organisation(),
            person=self._person(viewer),
            profile=self.profile(),
            consents=frozenset(
                kind for kind in ConsentKind if kind.value in self and self[kind.value].data
            ),
            free=frozenset(self.free.data or ()),
        )

    def _organisation(self) -> OrganisationEntry:
        kinds = {kind.value: kind for kind in self.kinds}
        only = self.kinds[0] if len(self.kinds) == 1 else None
        return OrganisationEntry(
            name=self.organisation.data or "",
            kinds=self.kinds,
            kind=only or kinds.get(self.kind.data or ""),
            country=self.country.data or "",
            nuts2=self.nuts2.data or "",
            size_class=self.size_class.data or "",
        )

    def _person(self, viewer: Viewer | None) -> PersonEntry:
        roles = {role.value: role for role in RegistrationRole}
        return PersonEntry(
            name=self.name.data or "",
            email=viewer.email if viewer else self.email.data or "",
            job_title=self.job_title.data or "",
            languages=tuple(self.languages.data or ()),
            role=roles.get(self.role.data or ""),
            password=self.password.data or "",
            wants_meetings=bool(self.wants_meetings.data),
        )
