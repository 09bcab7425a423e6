"""Answering a request from a mail, without signing in: looking changes nothing, the button does."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import AppError, InvalidInputError, NotFoundError
from app.models import Registration
from app.services import request_answers, request_rules
from app.services.answer_links import DEAD, read_answer_token
from app.services.request_page import RequestPage, request_page
from app.web.access import loads

bp = Blueprint("answer", __name__, url_prefix="/e/<edition>/answer")


@dataclass(frozen=True)
class Linked:
    """Who answers which request with the link, and the link's token."""

    person: Registration
    request_id: str
    token: str


def answer_link(edition: str, token: str) -> Linked:
    """Who holds a link to one request; NotFoundError for any other link."""
    person, found = read_answer_token(token)
    if person.edition.slug != edition:
        raise NotFoundError(DEAD)
    return Linked(person, found.public_id, token)


@bp.get("/<token>")
@loads(answer_link)
def page(linked: Linked) -> str:
    """The request and the buttons."""
    return _page(linked)


@bp.post("/<token>")
@loads(answer_link)
def send(linked: Linked) -> Response | tuple[str, int]:
    """Accept, decline, or take the answer back."""
    act = request.form.get("act", "")
    try:
        if act == "accept":
            slot = request.form.get("slot", "")
            request_answers.accept(linked.person, linked.request_id, slot=slot, now=now_utc())
            flash(_("Accepted. Thank you."))
        elif act == "decline":
            note = request.form.get("note", "")
            request_answers.decline(linked.person, linked.request_id, note=note, now=now_utc())
            flash(_("Declined. Thank you for answering."))
        elif act == "undo":
            request_answers.undo(linked.person, linked.request_id, now=now_utc())
            flash(_("Taken back. They were not told."))
    except AppError as error:
        status = 422 if isinstance(error, InvalidInputError) else 409
        return _page(linked, error.message), status
    slug = linked.person.edition.slug
    return redirect(url_for("answer.page", edition=slug, token=linked.token), code=303)


def _page(linked: Linked, fault: str = "") -> str:
    found: RequestPage = request_page(linked.person, linked.request_id, now=now_utc())
    return render_template(
        "public/answer.html",
        edition=linked.person.edition,
        page=found,
        view=found.view,
        token=linked.token,
        fault=fault,
        picks_times=request_rules.picks_times(linked.person.edition),
        typed=request.form,
        now=now_utc(),
        moments=[time.starts_at for time in found.times],
    )
