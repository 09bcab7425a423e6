"""Talks, workshops and breaks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.models import Edition
from app.services import programme_items
from app.services.presenters import possible_presenters
from app.services.rooms import rooms_of
from app.web.access import organised_edition, signed_in
from app.web.forms.programme_item import ProgrammeItemForm, kind_words

bp = Blueprint("organiser_programme", __name__, url_prefix="/organiser/e/<edition>/programme")


@bp.get("/")
@signed_in
def page(edition: str) -> str:
    """All items, and the form of a new one."""
    found = organised_edition(edition)
    return _page(found, _form(found))


@bp.post("/")
@signed_in
def add(edition: str) -> Response | tuple[str, int]:
    """Enter an item."""
    found = organised_edition(edition)
    form = _form(found, sent=True)
    try:
        item = programme_items.add_item(found, form.entry(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(found, form), 422
    flash(_("“%(title)s” is on the programme.", title=item.title))
    return _back(found)


@bp.get("/<item>")
@signed_in
def item(edition: str, item: str) -> str:
    """One item, to be changed."""
    found = organised_edition(edition)
    known = programme_items.entry_of(found, programme_items.item_of(found, item))
    return _item_page(found, item, _form(found, known=known))


@bp.post("/<item>")
@signed_in
def change(edition: str, item: str) -> Response | tuple[str, int]:
    """Change an item."""
    found = organised_edition(edition)
    form = _form(found, sent=True)
    try:
        programme_items.change_item(found, item, form.entry(), now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _item_page(found, item, form), 422
    flash(_("The programme is changed."))
    return _back(found)


@bp.post("/<item>/remove")
@signed_in
def remove(edition: str, item: str) -> Response:
    """Take an item off the programme."""
    found = organised_edition(edition)
    title = programme_items.remove_item(found, item)
    flash(_("“%(title)s” is off the programme.", title=title))
    return _back(found)


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
