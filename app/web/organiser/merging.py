"""Two registrations of one person made one."""

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError
from app.domain.permissions import Permission
from app.models import Registration
from app.services import merge_people
from app.services.languages import say
from app.services.people_scope import PeopleScope, scope_of
from app.web.access import loads, organised_person, viewer
from app.web.organiser.person import back_to

bp = Blueprint(
    "organiser_merging", __name__, url_prefix="/organiser/e/<edition>/people/<person>/merge"
)


@bp.get("/")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def merge(person: Registration) -> str:
    """What making the two one would move."""
    other = request.args.get("with", person.public_id)
    shown = merge_people.preview_merge(_scope(person), person.public_id, other)
    return render_template(
        "organiser/merge.html",
        edition=person.edition,
        shown=shown,
        keep_words=_words(shown.keep),
        drop_words=_words(shown.drop),
        drop_id=shown.drop.public_id,
        action=url_for(
            "organiser_merging.do_merge", edition=person.edition.slug, person=person.public_id
        ),
        list_name=_("People"),
        list_url=url_for("organiser_people.page", edition=person.edition.slug),
    )


@bp.post("/")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def do_merge(person: Registration) -> Response:
    """Make the two one."""
    other = request.form.get("with", person.public_id)
    by = viewer().account_id
    try:
        merge_people.merge_people(_scope(person), person.public_id, other, by=by, now=now_utc())
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The two registrations are one now."))
    return back_to(person)


def _scope(person: Registration) -> PeopleScope:
    return scope_of(person.edition, viewer().account_id, Permission.PEOPLE_DECIDE)


def _words(person: Registration) -> str:
    return f"{person.name}, {person.organisation.name}, {person.email}"
