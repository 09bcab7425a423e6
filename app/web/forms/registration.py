"""The four screens of registering: who, of what, for what, and what one agrees to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)

from app.domain.answers import Asked, answers_of, field_name
from app.domain.consents import ConsentText
from app.domain.parts import kinds_of
from app.domain.states import ConsentKind, OrganisationKind, Part
from app.domain.viewer import Viewer
from app.services.organisations import OrganisationEntry
from app.services.registration_entry import PersonEntry, WishesEntry
from app.services.registration_proposal import Proposal
from app.web.forms import choices
from app.web.forms.page_form import PageForm
from app.web.forms.profile import ProfileForm
from app.web.forms.questions import offer_answers, question_fields, values_of

Typed = Mapping[str, list[str]]
# Says that a screen was sent, also where every box of it is empty.
SENT = "sent"
# Where the draft keeps what is known from an earlier edition and asked on no screen.
EARLIER = "earlier"


def typed_of(form: PageForm, sent: MultiDict[str, str]) -> Typed:
    """What was sent for the fields of a form, to be kept as it was typed."""
    names = {name for name in sent if name.removesuffix("-level") in form and name != "code"}
    return {SENT: ["1"], **{name: sent.getlist(name) for name in sorted(names)}}


def as_sent(typed: Typed | None) -> MultiDict[str, str] | None:
    """What was kept, as a browser would send it again."""
    if not typed:
        return None
    return MultiDict((name, value) for name, values in typed.items() for value in values)


class YouForm(PageForm):
    """What one comes as, name and address."""

    part = RadioField(_l("You come as"))
    name = StringField(_l("Your name"))
    email = EmailField(_l("E-mail"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part.choices = [(part.value, title) for part, title in choices.parts().items()]

    def entry(self, viewer: Viewer | None) -> PersonEntry:
        """What was typed; a signed-in person's address is their account's."""
        known = {part.value: part for part in Part}
        return PersonEntry(
            name=self.name.data or "",
            email=viewer.email if viewer else self.email.data or "",
            part=known.get(self.part.data or ""),
        )


class OrganisationForm(PageForm):
    """Of which organisation one is: a known one, or a new one."""

    organisation = StringField(_l("Name of the organisation"))
    kind = RadioField(_l("What it is"))
    country = SelectField(_l("Country"))
    nuts2 = SelectField(_l("Region"))
    size_class = SelectField(_l("Size"))
    website = StringField(_l("Web site"))
    # The known one that was chosen, and the name that is surely none of those like it.
    chosen = HiddenField()
    surely_new = HiddenField()

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_of(part)
        self.kind.choices = choices.kinds(self.kinds)
        self.country.choices = choices.countries()
        self.nuts2.choices = choices.regions_by_country()
        self.size_class.choices = choices.sizes()

    def entry(self) -> OrganisationEntry:
        """What was typed."""
        kinds = {kind.value: kind for kind in self.kinds}
        only = self.kinds[0] if len(self.kinds) == 1 else None
        return OrganisationEntry(
            name=self.organisation.data or "",
            kinds=self.kinds,
            kind=only or kinds.get(self.kind.data or ""),
            country=self.country.data or "",
            nuts2=self.nuts2.data or "",
            size_class=self.size_class.data or "",
            website=self.website.data or "",
            slug=self.chosen.data or "",
        )


class WishesForm(ProfileForm):
    """What one looks for or offers, when one can meet, and the organisers' questions."""

    wants_meetings = BooleanField(_l("I want one-to-one meetings"))
    free = SelectMultipleField(_l("When you can meet"))

    def wishes(self, questions: Sequence[Asked], part: Part) -> WishesEntry:
        """What was typed."""
        asked = [one for one in questions if one.is_for(part)]
        typed = {one.code: values_of(self, field_name(one.code)) for one in asked}
        return WishesEntry(
            profile=self.profile(),
            wants_meetings=bool(self.wants_meetings.data),
            free=None if self.free.data is None else frozenset(self.free.data),
            answers=answers_of(asked, typed),
        )


def wishes_form(
    sent: MultiDict[str, str] | None,
    questions: Sequence[Asked],
    part: Part,
    *,
    kind: OrganisationKind,
) -> WishesForm:
    """The third screen for who comes as `part`; the press comes for other things than meetings."""
    asked = [one for one in questions if one.is_for(part)]
    form = type("AskingWishesForm", (WishesForm,), question_fields(asked))
    made: WishesForm = form(
        sent, for_hub=kind is OrganisationKind.HUB, wants_meetings=part is not Part.PRESS
    )
    offer_answers(made, asked)
    if sent is None:
        made.free.data = None  # all times, until somebody says otherwise
    return made


class ConsentsForm(PageForm):
    """What one agrees to, each on its own, and the mailed code."""

    def given(self) -> frozenset[ConsentKind]:
        """The kinds that were ticked."""
        return frozenset(kind for kind in ConsentKind if kind.value in self and self[kind].data)


def consents_form(sent: MultiDict[str, str] | None, texts: Sequence[ConsentText]) -> ConsentsForm:
    """A box for each text, none of them ticked."""
    words = choices.consents()
    shown: dict[str, Field] = {text.kind.value: BooleanField(words[text.kind]) for text in texts}
    shown["code"] = StringField(_l("Code from the mail"))
    form: ConsentsForm = type("AskingConsentsForm", (ConsentsForm,), shown)(sent)
    return form


def proposed(proposal: Proposal) -> dict[str, Typed]:
    """The later screens as a returning person filled them in last time.

    What no screen asks is kept under `EARLIER`.
    """
    own, profile = proposal.organisation, proposal.profile
    wishes = _rows("technologies", profile.technologies)
    wishes |= _rows("functions", profile.functions) | _rows("services", profile.services)
    wishes |= {SENT: ["1"], "text": [profile.text]}
    if proposal.wants_meetings:
        wishes["wants_meetings"] = ["y"]
    earlier = _rows("sectors", profile.sectors) | {
        "edition": [proposal.edition],
        "job_title": [proposal.job_title],
        "languages": list(proposal.languages or profile.languages),
        "cross_border": [profile.cross_border.value],
    }
    organisation = {SENT: ["1"], "organisation": [own.name], "chosen": [own.slug]}
    return {"organisation": organisation, "wishes": wishes, EARLIER: earlier}


def earlier_edition(answers: Mapping[str, Typed]) -> str:
    """The edition from which the form was filled in, or nothing."""
    return answers.get(EARLIER, {}).get("edition", [""])[0]


def with_earlier(person: PersonEntry, email: str, answers: Mapping[str, Typed]) -> PersonEntry:
    """The person with their address, and with what an earlier edition knows of them."""
    earlier = answers.get(EARLIER, {})
    return replace(
        person,
        email=email,
        job_title=earlier.get("job_title", [""])[0],
        languages=tuple(earlier.get("languages", ())),
    )


def wishes_with_earlier(wishes: WishesEntry, answers: Mapping[str, Typed]) -> WishesEntry:
    """The wishes with what no screen asks, as an earlier edition knows it."""
    earlier = answers.get(EARLIER)
    if not earlier:
        return wishes
    known = ProfileForm(as_sent(earlier), for_hub=False).profile()
    profile = replace(
        wishes.profile,
        sectors=known.sectors,
        languages=known.languages,
        cross_border=known.cross_border,
    )
    return replace(wishes, profile=profile)


def _rows(name: str, rows: Sequence[tuple[str, int]]) -> dict[str, list[str]]:
    return {
        name: [code for code, _level in rows],
        f"{name}-level": [str(level) for _code, level in rows],
    }
