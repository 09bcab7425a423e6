"""From what an organiser chose on the page to an order for the printer, and what it will take."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import exists, select

from app.domain.dayplan import instant
from app.domain.errors import InvalidInputError
from app.domain.states import RegistrationState
from app.exports.printing import Form
from app.extensions import db
from app.models import Edition, Registration
from app.services.agenda_rows import published_version
from app.services.documents.wanted import Kind, Order, Wanted, Whose
from app.services.print_jobs import last_printed_at
from app.services.print_orders import PrintOrder, kind_of
from app.services.print_subjects import subject_of


class Whom(StrEnum):
    """For whom a print is."""

    ALL = "all"
    CHANGED = "changed"
    ONE = "one"


@dataclass(frozen=True)
class Asked:
    """What was chosen and typed; a day without a time means its beginning."""

    whom: Whom = Whom.ALL
    since_day: date | None = None
    since_at: time | None = None
    subject: str = ""
    order: str = ""
    variant: str = ""
    form: str = Form.BOOK.value


@dataclass(frozen=True)
class Forecast:
    """How many papers there will be, about how many sheets, and why there are none."""

    papers: int
    sheets: int
    why_none: str = ""


def asked_order(edition: Edition, kind_key: str, asked: Asked) -> PrintOrder:
    """The order; InvalidInputError names what is missing or cannot be read."""
    kind = kind_of(kind_key)
    wanted = Wanted(
        order=Order(asked.order) if asked.order in kind.orders else kind.orders[0],
        variant=asked.variant if asked.variant in dict(kind.variants) else "",
    )
    if asked.whom is Whom.CHANGED and kind.follows_meetings:
        wanted = replace(wanted, changed_since=_since(edition, kind, asked))
    if asked.whom is Whom.ONE and kind.whose is not Whose.EVENT:
        subject = subject_of(edition, kind, asked.subject)
        if subject is None:
            text = _("Look for a name, then choose one of those found.")
            raise InvalidInputError(text, {"subject": text})
        wanted = subject.only_for(wanted)
    form = Form(asked.form) if asked.form in set(Form) else Form.BOOK
    return PrintOrder(kind_key, wanted, form)


def forecast(edition: Edition, order: PrintOrder, *, now: datetime) -> Forecast:
    """What the order comes to as the rows stand now."""
    documents = order.documents(edition, now=now)
    sheets = sum(document.sheets for document in documents)
    return Forecast(len(documents), sheets, "" if documents else _why_none(edition, order))


def _since(edition: Edition, kind: Kind, asked: Asked) -> datetime:
    if asked.since_day is None:
        last = last_printed_at(edition, kind.key)
        if last is None:
            text = _("These were never printed for everybody: say since when.")
            raise InvalidInputError(text, {"since_day": text})
        return last
    if asked.since_day == date.min:
        text = _("Write the day as 2027-05-18.")
        raise InvalidInputError(text, {"since_day": text})
    moment = instant(asked.since_day, asked.since_at or time(), edition.zone)
    if moment is None:
        text = _("The clocks skip this time: choose another.")
        raise InvalidInputError(text, {"since_at": text})
    return moment


def _why_none(edition: Edition, order: PrintOrder) -> str:
    approved = exists().where(
        Registration.edition_id == edition.id, Registration.state == RegistrationState.APPROVED
    )
    if not db.session.scalar(select(approved)):
        return str(_("Nobody takes part in this event yet."))
    if kind_of(order.kind).follows_meetings and published_version(edition) is None:
        return str(_("No schedule is published yet, so there are no meetings to print."))
    if order.wanted.changed_since is not None:
        return str(_("Nothing changed since then: the papers handed out still hold."))
    return str(_("There is nothing of this kind to print."))
