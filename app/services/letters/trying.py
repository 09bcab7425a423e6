"""The mail that an organiser sends to themselves, to see that mails arrive."""

from flask_babel import gettext as _

from app.domain.letters import Action, Letter
from app.models import Edition
from app.services.content import edition_text
from app.services.letters.language import in_this_language


@in_this_language
def trial(edition: Edition) -> Letter:
    """It says no more than that it came."""
    return Letter(
        subject=_("Test: mails of %(event)s arrive", event=edition_text(edition, "name")),
        paragraphs=(
            _(
                "You asked for this mail. If you read it, mails of %(event)s leave and arrive.",
                event=edition_text(edition, "name"),
            ),
        ),
        actions=(Action(_("To the mails of the event"), f"/organiser/e/{edition.slug}/mails/"),),
    )
