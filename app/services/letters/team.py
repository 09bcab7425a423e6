"""Letters about the organising team of an edition."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.domain.states import StaffRole
from app.models import Edition
from app.services.content import edition_text
from app.services.letters.language import in_this_language

Facts = tuple[tuple[str, str], ...]


def role_words(role: StaffRole) -> str:
    """The role as a visitor reads it."""
    words: dict[StaffRole, str] = {
        StaffRole.OWNER: _("Owner"),
        StaffRole.EDITOR: _("Editor"),
        StaffRole.SUPPORTING: _("Supporting organiser"),
        StaffRole.DESK: _("Desk"),
        StaffRole.READER: _("Reader"),
    }
    return words[role]


@in_this_language
def joined(edition: Edition, name: str, role: StaffRole, *, by: str) -> Letter:
    """You belong to the team now."""
    return Letter(
        subject=_("You help to organise %(event)s", event=edition_text(edition, "name")),
        greeting=_("Hello %(name)s,", name=name),
        paragraphs=(_("you belong to the organising team of this event now."),),
        facts=_facts(edition, role, by),
        actions=(Action(_("Open the organisers' pages"), _path(edition)),),
    )


@in_this_language
def invited(edition: Edition, role: StaffRole, path: str) -> Letter:
    """A link by which who has no account joins the team."""
    return Letter(
        subject=_("You are asked to help organise %(event)s", event=edition_text(edition, "name")),
        paragraphs=(
            _("The organisers of this event ask you to join their team."),
            _("The link below is good for seven days and for one use."),
        ),
        facts=((_("Event"), edition_text(edition, "name")), (_("Your role"), role_words(role))),
        actions=(Action(_("Join the team"), path),),
        small=_("If you do not know what this is about, do nothing."),
    )


@in_this_language
def changed(edition: Edition, name: str, role: StaffRole, *, by: str) -> Letter:
    """Your role is another one."""
    return Letter(
        subject=_(
            "Your role in the team of %(event)s has changed", event=edition_text(edition, "name")
        ),
        greeting=_("Hello %(name)s,", name=name),
        paragraphs=(_("your part in the organising team of this event has changed."),),
        facts=_facts(edition, role, by),
        actions=(Action(_("Open the organisers' pages"), _path(edition)),),
    )


@in_this_language
def removed(edition: Edition, name: str, *, by: str) -> Letter:
    """You belong to the team no more."""
    return Letter(
        subject=_("You no longer help to organise %(event)s", event=edition_text(edition, "name")),
        greeting=_("Hello %(name)s,", name=name),
        paragraphs=(
            _("you do not belong to the organising team of this event any more."),
            _("If you think that this is a mistake, ask the other organisers."),
        ),
        facts=((_("Event"), edition_text(edition, "name")), (_("Changed by"), by)),
    )


def _facts(edition: Edition, role: StaffRole, by: str) -> Facts:
    return (
        (_("Event"), edition_text(edition, "name")),
        (_("Your role"), role_words(role)),
        (_("Changed by"), by),
    )


def _path(edition: Edition) -> str:
    return f"/organiser/e/{edition.slug}/"
