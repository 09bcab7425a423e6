"""Booking a time at an exhibitor's place at once, and giving it back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, ForbiddenError, InvalidInputError
from app.models import Registration
from app.services import booking_rules, open_slots
from app.services.open_slot_times import OpenTime, offers_for
from app.services.open_slots import JustTakenError
from app.web.access import loads, own_registration
from app.web.formats import moment
from app.web.participant.blueprint import bp
from app.web.participant.offer_moments import moments_of


@bp.get("/me/book")
@loads(own_registration)
def open_times(registration: Registration) -> str:
    """Every exhibitor with the times that can be booked at once."""
    return _page(registration)


@bp.post("/me/book/<open_slot>")
@loads(own_registration)
def book(registration: Registration, open_slot: str) -> Response | tuple[str, int]:
    """Book a time; who comes too late sees the nearest ones that are free."""
    topic = request.form.get("topic", "")
    try:
        meeting = open_slots.book_open_slot(registration, open_slot, topic=topic, now=now_utc())
    except JustTakenError as error:
        return _page(registration, open_slots.TAKEN, error.alternatives), 409
    except ConflictError as error:
        return _page(registration, error.message), 409
    except ForbiddenError as error:
        return _page(registration, error.message), 403
    except InvalidInputError as error:
        return _page(registration, error.message), 422
    when = moment(meeting.slot.starts_at, registration.edition.zone)
    name = meeting.request.to_organisation.name
    flash(_("Booked: %(name)s, %(when)s.", name=name, when=when))
    return redirect(url_for("participant.home", edition=registration.edition.slug), code=303)


@bp.post("/me/book/<open_slot>/cancel")
@loads(own_registration)
def cancel_booking(registration: Registration, open_slot: str) -> Response:
    """Give a booked time back."""
    partner = open_slots.cancel_booking(registration, open_slot, now=now_utc())
    flash(_("Cancelled: your meeting with %(name)s. The time is free for others.", name=partner))
    return redirect(url_for("participant.home", edition=registration.edition.slug), code=303)


def _page(
    registration: Registration, fault: str = "", alternatives: tuple[OpenTime, ...] = ()
) -> str:
    offers = offers_for(registration)
    return render_template(
        "participant/book.html",
        edition=registration.edition,
        offers=offers,
        moments=moments_of(offers),
        fault=fault,
        alternatives=alternatives,
        why_not=booking_rules.reason_not_to_book(registration),
    )
