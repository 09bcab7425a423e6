"""Rooms, shared tables, and the link of online meetings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import online_meetings, rooms
from app.services.languages import say
from app.web.access import loads, organised_edition
from app.web.forms.place import JoinLinkForm, RoomForm, TablesForm

bp = Blueprint("organiser_places", __name__, url_prefix="/organiser/e/<edition>/places")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """Rooms with their tables."""
    return _page(edition)


@bp.post("/rooms")
@loads(organised_edition, Permission.PREPARE)
def add_room(edition: Edition) -> Response | tuple[str, int]:
    """Add a room."""
    form = RoomForm(request.form)
    try:
        room = rooms.add_room(edition, form.name.data or "", form.tables.data)
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, room_form=form), 422
    flash(_("%(room)s is added.", room=room.name))
    return _back(edition)


@bp.post("/rooms/<room>/tables")
@loads(organised_edition, Permission.PREPARE)
def add_tables(edition: Edition, room: str) -> Response | tuple[str, int]:
    """Add tables to a room."""
    form = TablesForm(request.form, prefix=_prefix(room))
    try:
        labels = rooms.add_tables(edition, room, form.number.data)
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, tables_form=form, room=room), 422
    flash(
        ngettext(
            "Table %(first)s is added.",
            "Tables %(first)s to %(last)s are added.",
            len(labels),
            first=labels[0],
            last=labels[-1],
        )
    )
    return _back(edition)


@bp.post("/rooms/<room>/tables/remove")
@loads(organised_edition, Permission.PREPARE)
def remove_table(edition: Edition, room: str) -> Response:
    """Remove a shared table that nothing is planned at."""
    label = request.form.get("label", "")
    try:
        rooms.remove_table(edition, room, label)
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("Table %(label)s is removed.", label=label))
    return _back(edition)


@bp.post("/rooms/<room>/remove")
@loads(organised_edition, Permission.PREPARE)
def remove_room(edition: Edition, room: str) -> Response:
    """Remove a room that nothing is planned in."""
    try:
        rooms.remove_room(edition, room)
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("The room is removed."))
    return _back(edition)


@bp.post("/online")
@loads(organised_edition, Permission.PREPARE)
def set_join_link(edition: Edition) -> Response | tuple[str, int]:
    """Say where online meetings take place."""
    form = JoinLinkForm(request.form)
    try:
        online_meetings.set_join_link(edition, form.join_link_template.data or "")
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, link_form=form), 422
    flash(_("The link is stored."))
    return _back(edition)


def _page(
    edition: Edition,
    *,
    room_form: RoomForm | None = None,
    tables_form: TablesForm | None = None,
    link_form: JoinLinkForm | None = None,
    room: str = "",
) -> str:
    found = rooms.rooms_of(edition)
    forms = {one.slug: TablesForm(prefix=_prefix(one.slug)) for one in found}
    return render_template(
        "organiser/places.html",
        edition=edition,
        rooms=found,
        room_form=room_form or RoomForm(),
        tables_forms=forms | ({room: tables_form} if tables_form else {}),
        link_form=link_form or JoinLinkForm(obj=edition),
    )


def _prefix(room: str) -> str:
    """Each room has a form of its own on the page, so its fields need names of their own."""
    return f"{room}-"


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_places.page", edition=edition.slug), code=303)
