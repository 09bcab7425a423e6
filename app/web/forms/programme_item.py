"""The form of a programme item."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from app.domain.states import ProgrammeKind
from app.services.programme_items import ItemEntry
from app.services.rooms import RoomView
from app.web.forms.fields import ClockField, DayField
from app.web.forms.page_form import PageForm
from app.web.forms.typed_list import TypedListField


class ProgrammeItemForm(PageForm):
    """What it is, when, where and by whom."""

    title = StringField(_l("Title"))
    kind = SelectField(_l("What it is"), default=ProgrammeKind.TALK.value)
    held_on = DayField(_l("Day"))
    starts_local = ClockField(_l("Start"))
    ends_local = ClockField(_l("End"))
    room = SelectField(_l("Room"))
    presenters = TypedListField(_l("Presented by"))
    description = TextAreaField(_l("In a few sentences"))

    def __init__(self, *args: Any, rooms: Iterable[RoomView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, word) for kind, word in kind_words().items()]
        known = [(room.slug, room.name) for room in rooms]
        self.room.choices = [("", _("None, or said later")), *known]

    def entry(self) -> ItemEntry:
        """What was typed."""
        known = {one.value for one in ProgrammeKind}
        return ItemEntry(
            kind=ProgrammeKind(self.kind.data) if self.kind.data in known else None,
            title=self.title.data or "",
            room_slug=self.room.data or "",
            held_on=self.held_on.data,
            starts_local=self.starts_local.data,
            ends_local=self.ends_local.data,
            description=self.description.data or "",
            presenters=self.presenters.data,
        )


def kind_words() -> dict[ProgrammeKind, str]:
    """What a programme item can be, in the reader's language."""
    return {
        ProgrammeKind.TALK: _("Talk"),
        ProgrammeKind.PANEL: _("Panel"),
        ProgrammeKind.PLENARY: _("Plenary"),
        ProgrammeKind.WORKSHOP: _("Workshop"),
        ProgrammeKind.EXHIBITION: _("Exhibition"),
        ProgrammeKind.BREAK: _("Break"),
        ProgrammeKind.SOCIAL: _("Social event"),
        ProgrammeKind.REGISTRATION: _("Registration and coffee"),
        ProgrammeKind.MATCHMAKING: _("One-to-one meetings"),
    }
