"""Letters that organisers cause from the page of a person."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.models import Registration
from app.services.content import edition_text
from app.services.letters.language import in_language_of


@in_language_of("person")
def entry_link(person: Registration, path: str) -> Letter:
    """A link that opens the person's own page of the event."""
    return Letter(
        subject=_("Your page: %(event)s", event=edition_text(person.edition, "name")),
        greeting=_("Hello %(name)s,", name=person.name),
        paragraphs=(
            _("the organisers send you a link to your page of this event."),
            _("It works once and for a few minutes. Later, ask for a new one under “Sign in”."),
        ),
        facts=((_("Event"), edition_text(person.edition, "name")),),
        actions=(Action(_("Open my page"), path),),
    )
