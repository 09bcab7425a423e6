"""The organisations of an edition: a list, what is said of one, two made one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.domain.states import OrganisationKind
from app.models import Edition, Organisation
from app.services import merge_organisations, organisation_pages
from app.services.languages import say
from app.services.organisation_pages import organisation_in
from app.web.access import loads, organised_edition, viewer
from app.web.forms import choices
from app.web.forms.organisation import OrganisationForm

bp = Blueprint(
    "organiser_organisations", __name__, url_prefix="/organiser/e/<edition>/organisations"
)

LONGEST_TEXT = 80


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """Who takes part, by name."""
    text = " ".join(request.args.get("q", "").split())[:LONGEST_TEXT]
    kind = request.args.get("kind", "")
    wanted = OrganisationKind(kind) if kind in set(OrganisationKind) else None
    number = request.args.get("page", 1, type=int)
    arguments = {"q": text, "kind": wanted.value if wanted else ""}
    return render_template(
        "organiser/organisations.html",
        edition=edition,
        page=organisation_pages.organisations_page(edition, text, wanted, number),
        kinds=choices.kinds(OrganisationKind),
        arguments={name: value for name, value in arguments.items() if value},
    )


@bp.get("/<organisation>")
@loads(organised_edition, Permission.PREPARE)
def edit(edition: Edition, organisation: str) -> str:
    """One of them, to change it."""
    found = organisation_in(edition, organisation)
    return _edit_page(edition, found, OrganisationForm(obj=found, kind=found.kind.value))


@bp.post("/<organisation>")
@loads(organised_edition, Permission.PREPARE)
def save(edition: Edition, organisation: str) -> Response | tuple[str, int]:
    """Store what is said of it."""
    found = organisation_in(edition, organisation)
    form = OrganisationForm(request.form)
    try:
        organisation_pages.change_organisation(
            edition, found, form.details(), by=viewer().account_id, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return _edit_page(edition, found, form), 422
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("Stored: %(name)s.", name=found.name))
    return _back(edition)


@bp.get("/<organisation>/merge")
@loads(organised_edition, Permission.PREPARE)
def merge(edition: Edition, organisation: str) -> str:
    """What making the two one would move."""
    keep = organisation_in(edition, organisation)
    drop = organisation_in(edition, request.args.get("with", keep.slug))
    return render_template(
        "organiser/merge.html",
        edition=edition,
        shown=merge_organisations.preview_merge(keep, drop, by=viewer().account_id),
        keep_words=keep.name,
        drop_words=drop.name,
        drop_id=drop.slug,
        action=url_for(
            "organiser_organisations.do_merge", edition=edition.slug, organisation=keep.slug
        ),
        list_name=_("Organisations"),
        list_url=url_for("organiser_organisations.page", edition=edition.slug),
    )


@bp.post("/<organisation>/merge")
@loads(organised_edition, Permission.PREPARE)
def do_merge(edition: Edition, organisation: str) -> Response:
    """Make the two one."""
    keep = organisation_in(edition, organisation)
    drop = organisation_in(edition, request.form.get("with", keep.slug))
    name, by = drop.name, viewer().account_id
    try:
        merge_organisations.merge_organisations(keep, drop, edition=edition, by=by, now=now_utc())
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("%(gone)s is now part of %(kept)s.", gone=name, kept=keep.name))
    return _back(edition)


def _edit_page(edition: Edition, organisation: Organisation, form: OrganisationForm) -> str:
    return render_template(
        "organiser/organisation.html",
        edition=edition,
        organisation=organisation,
        others=organisation_pages.others_in(edition, organisation),
        is_ours=organisation_pages.is_ours(organisation, viewer().account_id),
        elsewhere=organisation_pages.ELSEWHERE,
        form=form,
    )


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_organisations.page", edition=edition.slug), code=303)
