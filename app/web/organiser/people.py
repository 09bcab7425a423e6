"""Who registered: the list, and what the organisers decide about many at once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.domain.states import OrganisationKind, RegistrationState
from app.services import decisions, people
from app.services.decision_preview import decision_preview
from app.services.decisions import Decided
from app.services.languages import say
from app.services.people_columns import PARTS, STATES, chosen_columns, columns_of
from app.services.people_rows import DECISIONS
from app.services.people_scope import PeopleScope
from app.web.access import loads, organised_people, viewer
from app.web.forms import choices
from app.web.forms.people_filter import (
    address_of,
    sort_choices,
    wanted_people,
    yes_or_no_choices,
)

bp = Blueprint("organiser_people", __name__, url_prefix="/organiser/e/<edition>/people")

MOST_NAMED = 10


@bp.get("/")
@loads(organised_people, Permission.PEOPLE_READ)
def page(scope: PeopleScope) -> str:
    """The registrations that fit the filter, a page of them."""
    wanted = wanted_people(request.args)
    shown = people.people_page(scope, wanted, request.args.get("page", 1, type=int))
    columns = columns_of(scope.edition, shown.questions)
    return render_template(
        "organiser/people.html",
        edition=scope.edition,
        scope=scope,
        wanted=wanted,
        page=shown,
        columns=columns,
        chosen=chosen_columns(columns, request.args.getlist("columns")),
        kinds=choices.kinds(OrganisationKind),
        parts=PARTS,
        states=STATES,
        sorts=sort_choices(),
        yes_or_no=yes_or_no_choices(),
        arguments=kept_arguments(),
    )


@bp.get("/decision")
@loads(organised_people, Permission.PEOPLE_DECIDE)
def preview(scope: PeopleScope) -> str | Response:
    """The letter of a decision and who gets it, before it is made."""
    state = _state(request.args.get("decision", ""))
    chosen = _chosen(scope)
    try:
        shown = decision_preview(scope, chosen, state, shown=request.args.get("shown", ""))
    except InvalidInputError as error:
        flash(say(error.message), "error")
        return _back(scope)
    return render_template(
        "organiser/decision.html",
        edition=scope.edition,
        preview=shown,
        chosen=" ".join(chosen),
        everybody=bool(request.args.get("all")),
        arguments=kept_arguments(),
        most_named=MOST_NAMED,
    )


@bp.post("/")
@loads(organised_people, Permission.PEOPLE_DECIDE)
def decide(scope: PeopleScope) -> Response:
    """Approve, reject or put on the waiting list those who were shown with the letter."""
    state = _state(request.form.get("decision", ""))
    chosen = request.form.get("people", "").split()
    try:
        done = decisions.decide(scope, chosen, state, by=viewer().account_id, now=now_utc())
        _tell(done, state)
    except (ConflictError, InvalidInputError) as error:
        flash(say(error.message), "error")
    return _back(scope)


def kept_arguments() -> dict[str, Any]:
    """The filter and the columns as they stand in the address."""
    arguments: dict[str, Any] = dict(address_of(wanted_people(request.values)))
    if columns := request.values.getlist("columns"):
        arguments["columns"] = columns
    return arguments


def _chosen(scope: PeopleScope) -> list[str]:
    """Who is ticked, or everybody whom the filter finds."""
    if not request.args.get("all"):
        return request.args.getlist("person")
    found = people.everybody_who_fits(scope, wanted_people(request.args))
    return [one.public_id for one in found]


def _state(text: str) -> RegistrationState:
    if text not in set(DECISIONS):
        raise InvalidInputError(_("There is no such decision."))
    return RegistrationState(text)


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
        names = [f"{one.name} {one.reason}." for one in done.left_out[:MOST_NAMED]]
        if more := len(done.left_out) - len(names):
            names.append(ngettext("And %(num)d more.", "And %(num)d more.", more))
        flash(" ".join(names), "warning")


def _back(scope: PeopleScope) -> Response:
    """The list as it was, filter and page included."""
    arguments = kept_arguments()
    number = request.values.get("page", "")
    if number.isdecimal():
        arguments["page"] = number
    address = url_for("organiser_people.page", edition=scope.edition.slug, **arguments)
    return redirect(address, code=303)
