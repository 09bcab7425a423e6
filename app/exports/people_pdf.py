"""Badges, the list of participants and confirmations on paper."""

from dataclasses import dataclass

from app.domain.people_papers import Badge, BadgeSheet, Confirmation, ParticipantList
from app.domain.states import Part
from app.domain.words import later
from app.exports.codes import code_picture
from app.exports.fitting import cut_to_fit, fitting_size
from app.exports.paper import paper_html
from app.exports.plain import plain_line, shortened

POINTS = 72 / 25.4
# The boxes of templates/pdf/badges.css, and a step of sizes for each.
NAME_BOX = (85 * POINTS, 27 * POINTS)
ORGANISATION_BOX = (60 * POINTS, 14 * POINTS)
ONE_LINE = 5 * POINTS
NAME_SIZES = (30, 26, 22, 19, 16, 14, 12, 10, 8, 6)
ORGANISATION_SIZES = (13, 11.5, 10, 9)

# What people come as, in a word or two.
PARTS = {
    Part.SME: later("Company"),
    Part.HUB: later("Digital Innovation Hub"),
    Part.PUBLIC_BODY: later("Public body"),
    Part.RESEARCH_ORGANISATION: later("Research"),
    Part.EXHIBITOR: later("Exhibitor"),
    Part.POLICY_MAKER: later("Policy maker"),
    Part.SPEAKER: later("Speaker"),
    Part.PRESS: later("Press"),
    Part.OTHER: later("Guest"),
}


@dataclass(frozen=True, slots=True)
class _SetBadge:
    """A badge with its texts as large as they fit (sizes in tenths of a point)."""

    badge: Badge
    name_size: int
    organisation: str
    organisation_size: int
    code: str


def badges_html(sheet: BadgeSheet) -> str:
    """Eight badges with marks where to cut."""
    return paper_html(
        "badges.html",
        language=sheet.language,
        zone=sheet.zone,
        sheet=sheet,
        edition=cut_to_fit(
            plain_line(sheet.edition_name), 10, width=NAME_BOX[0], height=ONE_LINE, weight=700
        ),
        badges=[_set(badge) for badge in sheet.badges],
        parts=PARTS,
    )


def _set(badge: Badge) -> _SetBadge:
    name, organisation = plain_line(badge.name), plain_line(badge.organisation)
    width, height = NAME_BOX
    name_size = fitting_size(name, NAME_SIZES, width=width, height=height, weight=700)
    width, height = ORGANISATION_BOX
    size = fitting_size(organisation, ORGANISATION_SIZES, width=width, height=height)
    smallest = ORGANISATION_SIZES[-1]
    return _SetBadge(
        badge=badge,
        name_size=round((name_size or NAME_SIZES[-1]) * 10),
        organisation=organisation
        if size
        else cut_to_fit(organisation, smallest, width=width, height=height),
        organisation_size=round((size or smallest) * 10),
        code=code_picture(badge.address),
    )


def participant_list_html(people: ParticipantList) -> str:
    """A table of everybody; which of the two lists it is stands at its head."""
    return paper_html(
        "participant_list.html",
        language=people.language,
        zone=people.zone,
        people=people,
        parts=PARTS,
        foot_edition=shortened(people.edition_name, words=7),
    )


def confirmation_html(confirmation: Confirmation) -> str:
    """One page for the person's employer."""
    return paper_html(
        "confirmation.html",
        language=confirmation.language,
        zone=confirmation.zone,
        confirmation=confirmation,
        part=PARTS[confirmation.part],
        title_person=shortened(confirmation.person_name, words=20, letters=80),
        foot_person=shortened(confirmation.person_name, words=5),
        foot_edition=shortened(confirmation.edition_name, words=7),
    )
