"""The forms of rooms, tables and the link to online meetings."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from app.domain.states import PlaceKind
from app.services.own_places import OwnPlaceEntry
from app.services.rooms import RoomView
from app.web.forms.fields import WholeNumberField
from app.web.forms.page_form import PageForm


class RoomForm(PageForm):
    """A new room."""

    name = StringField(_l("Name of the room"))
    tables = WholeNumberField(_l("Shared tables in it"), default=0)


class TablesForm(PageForm):
    """More tables in a room."""

    number = WholeNumberField(_l("More tables"), default=1)


class JoinLinkForm(PageForm):
    """Where online meetings take place."""

    join_link_template = StringField(_l("Link to join"))


class OwnPlaceForm(PageForm):
    """A place of somebody's own: the part that hubs and exhibitors share."""

    place_kind = PlaceKind.TABLE

    room = SelectField(_l("Room"))
    label = StringField(_l("Number"))
    desks = WholeNumberField(_l("Meetings at a time"), default=1)

    def __init__(self, *args: Any, rooms: Iterable[RoomView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The room with the most places of this kind is the likeliest.
        ordered = sorted(
            rooms, key=lambda room: -sum(place.kind is self.place_kind for place in room.places)
        )
        known = [(room.slug, room.name) for room in ordered]
        self.has_rooms = bool(known)
        self.room.choices = known or [("", _("There is no room yet"))]

    def place(self) -> OwnPlaceEntry:
        """What was typed."""
        return OwnPlaceEntry(
            self.room.data or "", self.label.data or "", self.desks.data, kind=self.place_kind
        )
