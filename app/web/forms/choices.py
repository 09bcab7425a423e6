"""What the lists of the forms offer, labelled in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from flask_babel import gettext as _

from app.domain.states import (
    ConsentKind,
    CrossBorder,
    OrganisationKind,
    Part,
    QuestionKind,
    RegistrationRole,
    StaffRole,
)
from app.services.languages import say
from app.services.reference_data import regions, taxonomy
from app.web.formats import country_name, language_name

Choices = list[tuple[str, str]]


class _Labelled(Protocol):
    @property
    def label(self) -> str: ...


def labelled(items: Mapping[str, _Labelled]) -> Choices:
    """(code, label) of a list of the taxonomy, by label."""
    return sorted(
        ((code, say(item.label)) for code, item in items.items()), key=lambda pair: pair[1]
    )


def technologies() -> Choices:
    """All technologies."""
    return labelled(taxonomy().technologies)


def sectors() -> Choices:
    """All branches of the economy."""
    return labelled(taxonomy().sectors)


def services() -> Choices:
    """All services of a hub."""
    return labelled(taxonomy().services)


def functions() -> Choices:
    """The four kinds of help, in their usual order."""
    return [(code, say(item.label)) for code, item in taxonomy().service_functions.items()]


def countries() -> Choices:
    """All countries by name, after an empty choice."""
    named = sorted((country_name(code), code) for code in taxonomy().countries)
    return [("", _("Choose a country")), *((code, name) for name, code in named)]


def regions_by_country() -> dict[str, Choices]:
    """NUTS-2 regions under their country's name, after an empty choice."""
    found: dict[str, Choices] = {"": [("", _("I do not know"))]}
    for name, code in sorted((country_name(code), code) for code in taxonomy().countries):
        inside = [(r.code, f"{r.name} ({r.code})") for r in regions().values() if r.country == code]
        if inside:
            found[name] = inside
    return found


def regions_named(codes: Iterable[str]) -> Choices:
    """NUTS-2 regions by their names, with their codes."""
    known = regions()
    return [(code, f"{code} {known[code].name}") for code in sorted(codes) if code in known]


def sizes() -> Choices:
    """Size classes, after an empty choice."""
    return [
        ("", _("Choose a size")),
        *((c, say(s.label)) for c, s in taxonomy().size_classes.items()),
    ]


def languages() -> Choices:
    """All languages by name."""
    names = {code: language_name(code) for code in taxonomy().languages}
    for code, item in taxonomy().languages.items():
        # Where the reader's language has one name for two, our own list tells them apart.
        if list(names.values()).count(names[code]) > 1:
            names[code] = say(item.label)
    return sorted(names.items(), key=lambda pair: pair[1])


def kinds(allowed: Iterable[OrganisationKind]) -> Choices:
    """Kinds of organisation."""
    words = {
        OrganisationKind.HUB: _("Digital Innovation Hub"),
        OrganisationKind.SME: _("Small or medium-sized company"),
        OrganisationKind.LARGE_COMPANY: _("Large company"),
        OrganisationKind.PUBLIC_BODY: _("Public body"),
        OrganisationKind.RESEARCH_ORGANISATION: _("Research organisation"),
        OrganisationKind.INVESTOR: _("Investor"),
        OrganisationKind.NETWORK: _("Network or cluster"),
    }
    return [(kind.value, words[kind]) for kind in allowed]


def parts() -> dict[Part, str]:
    """What a person may come as, in the order of the form."""
    return {
        Part.SME: _("A small or medium-sized company"),
        Part.HUB: _("A Digital Innovation Hub"),
        Part.PUBLIC_BODY: _("A public body"),
        Part.RESEARCH_ORGANISATION: _("A research organisation"),
        Part.EXHIBITOR: _("An exhibitor with a stand"),
        Part.POLICY_MAKER: _("A policy maker"),
        Part.SPEAKER: _("A speaker"),
        Part.PRESS: _("The press"),
        Part.OTHER: _("Another: a large company, an investor, a network"),
    }


def consents() -> dict[ConsentKind, str]:
    """What each consent is about, in a word or two."""
    return {
        ConsentKind.PRIVACY: _("Your data at this event"),
        ConsentKind.DIRECTORY: _("The list of participants"),
        ConsentKind.CONTACT: _("Your e-mail address"),
        ConsentKind.PHOTOS: _("Photos and videos"),
    }


def question_kinds() -> dict[str, str]:
    """How a question can be answered."""
    return {
        QuestionKind.LINE.value: _("One line"),
        QuestionKind.TEXT.value: _("Several lines"),
        QuestionKind.CHOICE.value: _("One of a list"),
        QuestionKind.CHOICES.value: _("Several of a list"),
        QuestionKind.YES_NO.value: _("Yes or no"),
    }


def cross_border() -> Choices:
    """Whether hubs of other countries are wanted."""
    return [
        (CrossBorder.NO_PREFERENCE.value, _("It does not matter")),
        (CrossBorder.WANTED.value, _("I look for a hub in another country")),
        (CrossBorder.NOT_WANTED.value, _("Hubs of my own country only")),
    ]


def priorities() -> list[tuple[int, str]]:
    """How much a company needs something."""
    return [(3, _("must have")), (2, _("important")), (1, _("nice to have"))]


def sector_shares() -> list[tuple[int, str]]:
    """How much a sector is a company's own."""
    return [(3, _("our main one")), (1, _("another one"))]


def intensities() -> list[tuple[int, str]]:
    """How strong a hub is in something."""
    return [(n, _("%(level)d of 5", level=n)) for n in (5, 4, 3, 2, 1)]


def roles() -> Choices:
    """Why a person comes."""
    words = {
        RegistrationRole.ATTENDEE: _("Attendee"),
        RegistrationRole.SPEAKER: _("Speaker"),
        RegistrationRole.POLICY_MAKER: _("Policy maker"),
        RegistrationRole.PRESS: _("Press"),
    }
    return [(role.value, word) for role, word in words.items()]


def staff_roles() -> Choices:
    """Roles of the organising team, with what each may do."""
    words = {
        StaffRole.OWNER: _("Owner: everything, the team and erasing people included"),
        StaffRole.EDITOR: _("Editor: everything but the team and erasing people"),
        StaffRole.SUPPORTING: _(
            "Supporting organiser: sees and decides about the people of some countries, "
            "and whom they invited; takes out no files"
        ),
        StaffRole.DESK: _("Desk: finds people, checks them in, registers who walks in"),
        StaffRole.READER: _("Reader: sees the organisers' pages without lists of people"),
    }
    return [(role.value, word) for role, word in words.items()]
