"""Talks, workshops and breaks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import programme_items
from app.services.presenters import possible_presenters
from app.services.rooms import rooms_of
from app.web.access import loads, organised_edition
from app.web.forms.programme_item import ProgrammeItemForm, kind_words

bp = Blueprint("organiser_programme", __name__, url_prefix="/organiser/e/<edition>/programme")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """All items, and the form of a new one."""
    return _page(edition, _form(edition))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def add(edition: Edition) -> Response | tuple[str, int]:
    """Enter an item."""
    form = _form(edition, sent=True)
    try:
        item = programme_items.add_item(edition, form.entry(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    flash(_("“%(title)s” is on the programme.", title=item.title))
    return _back(edition)


@bp.get("/<item>")
@loads(organised_edition, Permission.PREPARE)
def item(edition: Edition, item: str) -> str:
    """One item, to be changed."""
    known = programme_items.entry_of(edition, programme_items.item_of(edition, item))
    return _item_page(edition, item, _form(edition, known=known))


@bp.post("/<item>")
@loads(organised_edition, Permission.PREPARE)
def change(edition: Edition, item: str) -> Response | tuple[str, int]:
    """Change an item."""
    form = _form(edition, sent=True)
    try:
        programme_items.change_item(edition, item, form.entry(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _item_page(edition, item, form), 422
    flash(_("The programme is changed."))
    return _back(edition)


@bp.post("/<item>/remove")
@loads(organised_edition, Permission.PREPARE)
def remove(edition: Edition, item: str) -> Response:
    """Take an item off the programme."""
    title = programme_items.remove_item(edition, item)
    flash(_("“%(title)s” is off the programme.", title=title))
    return _back(edition)


def _form(
    edition: Edition, *, sent: bool = False, known: programme_items.ItemEntry | None = None
) -> ProgrammeItemForm:
    formdata = request.form if sent else None
    if known is None:
        first_day = edition.starts_on
        return ProgrammeItemForm(formdata, rooms=rooms_of(edition), held_on=first_day)
    kind = known.kind.value if known.kind else ""
    return ProgrammeItemForm(
        formdata, obj=known, rooms=rooms_of(edition), room=known.room_slug, kind=kind
    )


def _page(edition: Edition, form: ProgrammeItemForm) -> str:
    items = programme_items.items_of(edition)
    return render_template(
        "organiser/programme.html",
        edition=edition,
        items=items,
        moments=[one.starts_at for one in items],
        people=possible_presenters(edition),
        kinds=kind_words(),
        form=form,
    )


def _item_page(edition: Edition, key: str, form: ProgrammeItemForm) -> str:
    return render_template(
        "organiser/programme_item.html",
        edition=edition,
        key=key,
        people=possible_presenters(edition),
        form=form,
    )


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_programme.page", edition=edition.slug), code=303)
