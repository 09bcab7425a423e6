"""How requests work at the edition: quotas, times, modes, who may ask whom."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.ask_matrix import PLURALS, summary
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.domain.states import Part
from app.models import Edition
from app.services import meeting_settings
from app.web.access import loads, organised_edition, viewer
from app.web.forms.meeting_settings import MeetingSettingsForm

bp = Blueprint("organiser_meetings", __name__, url_prefix="/organiser/e/<edition>/meetings")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """The form, in plain words below it what the matrix says, and a try as somebody."""
    return _page(edition, MeetingSettingsForm.of(edition))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def change(edition: Edition) -> Response | tuple[str, int]:
    """Store what was typed."""
    form = MeetingSettingsForm.sent(request.form)
    try:
        meeting_settings.change_meeting_settings(
            edition, form.entry(), by=viewer().account_id, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    flash(_("The settings are stored. No request was changed."))
    return redirect(url_for("organiser_meetings.page", edition=edition.slug), code=303)


def _page(edition: Edition, form: MeetingSettingsForm) -> str:
    chosen = request.args.get("as", "")
    return render_template(
        "organiser/meetings.html",
        edition=edition,
        form=form,
        parts=[(part.value, PLURALS[part]) for part in Part],
        sentences=summary(edition.ask_matrix),
        standing=meeting_settings.standing_of(edition),
        chosen=chosen,
        trial=meeting_settings.trial(edition, Part(chosen)) if chosen in set(Part) else None,
    )
