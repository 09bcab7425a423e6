"""The organisers' extra questions: one page each, and a look at the form as each part sees it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError, NotFoundError
from app.domain.parts import kinds_of
from app.domain.permissions import Permission
from app.domain.states import Part
from app.models import Edition
from app.services import availability, consent_texts, questions
from app.web.access import loads, organised_edition, viewer
from app.web.forms import choices
from app.web.forms import registration as forms
from app.web.forms.questions import QuestionForm
from app.web.participant.slot_views import day_views

bp = Blueprint(
    "organiser_questions", __name__, url_prefix="/organiser/e/<edition>/registration/questions"
)


@bp.get("/new")
@loads(organised_edition, Permission.PREPARE)
def new(edition: Edition) -> str:
    """An empty question."""
    return _page(edition, QuestionForm())


@bp.post("/new")
@loads(organised_edition, Permission.PREPARE)
def add(edition: Edition) -> Response | tuple[str, int]:
    """Ask it from now on."""
    form = QuestionForm(request.form)
    try:
        questions.add(edition, form.entry(), by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    flash(_("The question is asked from now on."))
    return _to_registration(edition)


@bp.get("/<question>")
@loads(organised_edition, Permission.PREPARE)
def question(edition: Edition, question: str) -> str:
    """A known question."""
    row = questions.row_of(edition, question)
    return _page(edition, QuestionForm.of(row), question)


@bp.post("/<question>")
@loads(organised_edition, Permission.PREPARE)
def change(edition: Edition, question: str) -> Response | tuple[str, int]:
    """Ask it differently from now on."""
    form = QuestionForm(request.form)
    try:
        questions.change(edition, question, form.entry(), by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form, question), 422
    flash(_("Stored. Answers that were given stay as they are."))
    return _to_registration(edition)


@bp.post("/<question>/remove")
@loads(organised_edition, Permission.PREPARE)
def remove(edition: Edition, question: str) -> Response:
    """Ask it no more."""
    questions.remove(edition, question, by=viewer().account_id, now=now_utc())
    flash(_("It is not asked any more. Answers that were given stay with the people."))
    return _to_registration(edition)


@bp.post("/<question>/move")
@loads(organised_edition, Permission.PREPARE)
def move(edition: Edition, question: str) -> Response:
    """Ask it earlier, or later."""
    questions.move(edition, question, up=request.form.get("to") == "up")
    return _to_registration(edition)


@bp.get("/preview")
@loads(organised_edition, Permission.PREPARE)
def preview(edition: Edition) -> str:
    """The screens as who comes as this sees them; nothing can be sent."""
    part = request.args.get("part", "")
    if part not in set(Part):
        raise NotFoundError(_("There is no such part."))
    chosen = Part(part)
    asked = questions.questions_of(edition)
    times = availability.times_of(edition)
    return render_template(
        "organiser/registration_preview.html",
        edition=edition,
        part=chosen,
        parts=choices.parts(),
        organisation=forms.OrganisationForm(part=chosen),
        wishes=forms.wishes_form(None, asked, chosen, kind=kinds_of(chosen)[0]),
        questions=[one for one in asked if one.is_for(chosen)],
        texts=consent_texts.texts_of(edition),
        consent_words=choices.consents(),
        days=day_views(times, None),
        moments=availability.moments_of(times),
    )


def _to_registration(edition: Edition) -> Response:
    address = url_for("organiser_registration.page", edition=edition.slug)
    return redirect(f"{address}#questions", code=303)


def _page(edition: Edition, form: QuestionForm, code: str = "") -> str:
    return render_template("organiser/question.html", edition=edition, form=form, code=code)
