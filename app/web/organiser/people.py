"""Who registered, and what the organisers decide about them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.domain.states import OrganisationKind, RegistrationState
from app.models import Edition
from app.services import decisions, people
from app.services.decisions import Decided
from app.services.people import PeopleFilter
from app.web.access import loads, organised_edition
from app.web.forms import choices

bp = Blueprint("organiser_people", __name__, url_prefix="/organiser/e/<edition>/people")

LONGEST_TEXT = 80


@bp.get("/")
@loads(organised_edition, Permission.PEOPLE_READ)
def page(edition: Edition) -> str:
    """The registrations that fit the filter, a page of them."""
    wanted = _wanted()
    number = request.args.get("page", 1, type=int)
    return render_template(
        "organiser/people.html",
        edition=edition,
        wanted=wanted,
        page=people.people_page(edition, wanted, number),
        kinds=choices.kinds(OrganisationKind),
        states=list(RegistrationState),
        arguments=_arguments(wanted),
    )


@bp.post("/")
@loads(organised_edition, Permission.PEOPLE_DECIDE)
def decide(edition: Edition) -> Response:
    """Approve, reject or put on the waiting list those who are ticked (or one by its button)."""
    state, one = _decision(request.form.get("decision", ""))
    chosen = [one] if one else request.form.getlist("person")
    try:
        _tell(decisions.decide(edition, chosen, state, now=now_utc()), state)
    except InvalidInputError as error:
        flash(error.message, "error")
    return _back(edition)


@bp.post("/approve-all")
@loads(organised_edition, Permission.PEOPLE_DECIDE)
def approve_all(edition: Edition) -> Response:
    """Approve everybody who waits for it."""
    try:
        _tell(decisions.decide_all_waiting(edition, now=now_utc()), RegistrationState.APPROVED)
    except InvalidInputError:
        flash(_("Nobody waits for approval."), "warning")
    return _back(edition)


def _wanted() -> PeopleFilter:
    state, kind = request.values.get("state", ""), request.values.get("kind", "")
    return PeopleFilter(
        RegistrationState(state) if state in set(RegistrationState) else None,
        OrganisationKind(kind) if kind in set(OrganisationKind) else None,
        " ".join(request.values.get("q", "").split())[:LONGEST_TEXT],
    )


def _arguments(wanted: PeopleFilter) -> dict[str, str]:
    """The filter as it stands in the address."""
    values = {
        "state": wanted.state.value if wanted.state else "",
        "kind": wanted.kind.value if wanted.kind else "",
        "q": wanted.text,
    }
    return {name: value for name, value in values.items() if value}


def _decision(text: str) -> tuple[RegistrationState, str]:
    """A button says the state, or the state and the one person it is for: `approved:abc`."""
    state, _colon, one = text.partition(":")
    if state not in set(people.DECISIONS):
        raise InvalidInputError(_("There is no such decision."))
    return RegistrationState(state), one


def _tell(done: Decided, state: RegistrationState) -> None:
    words = {
        RegistrationState.APPROVED: ngettext(
            "%(num)d person is approved.", "%(num)d people are approved.", done.done
        ),
        RegistrationState.WAITLISTED: ngettext(
            "%(num)d person is on the waiting list.",
            "%(num)d people are on the waiting list.",
            done.done,
        ),
        RegistrationState.REJECTED: ngettext(
            "%(num)d person is rejected.", "%(num)d people are rejected.", done.done
        ),
    }
    void = ""
    if done.requests_void:
        void = " " + ngettext(
            "%(num)d of their requests is void.",
            "%(num)d of their requests are void.",
            done.requests_void,
        )
    if done.done:
        flash(words[state] + void)
    if done.left_out:
        flash(" ".join(done.left_out), "warning")


def _back(edition: Edition) -> Response:
    """The list as it was, filter and page included."""
    arguments: dict[str, Any] = {**_arguments(_wanted())}
    number = request.form.get("page", "")
    if number.isdecimal():
        arguments["page"] = number
    address = url_for("organiser_people.page", edition=edition.slug, **arguments)
    return redirect(address, code=303)
