"""One person, as the organisers see them: what is known, what was done, and what can be."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.permissions import Permission
from app.models import Registration
from app.services import notes, on_behalf, person_address, person_edit
from app.services.languages import say
from app.services.people_columns import PARTS
from app.services.people_scope import scope_of
from app.services.person_page import person_page
from app.web.access import loads, organised_person, viewer
from app.web.forms.person import AddressForm, NoteForm, PersonForm

bp = Blueprint("organiser_person", __name__, url_prefix="/organiser/e/<edition>/people/<person>")

Faulty = tuple[str, int]


@bp.get("/")
@loads(organised_person, Permission.PEOPLE_READ)
def page(person: Registration) -> str:
    """Everything about one registration."""
    return _page(person, NoteForm())


@bp.get("/edit")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def edit(person: Registration) -> str:
    """The form of what the registration says."""
    return _edit_page(person, PersonForm(obj=person, role=person.role.value))


@bp.post("/edit")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def save(person: Registration) -> Response | Faulty:
    """Store it."""
    form = PersonForm(request.form)
    try:
        person_edit.change_person(person, form.details(), by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _edit_page(person, form), 422
    flash(_("Stored."))
    return back_to(person)


@bp.post("/address")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def correct_address(person: Registration) -> Response | Faulty:
    """Store an address that mails get to."""
    form = AddressForm(request.form)
    try:
        typed = form.email.data or ""
        person_address.correct(person, typed, by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(person, NoteForm(), form), 422
    flash(_("Mails go to %(email)s from now on.", email=person.email))
    return back_to(person)


@bp.post("/notes")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def add_note(person: Registration) -> Response | Faulty:
    """Write a note."""
    form = NoteForm(request.form)
    try:
        notes.add_note(person, form.text.data or "", by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(person, form), 422
    return back_to(person, "notes")


@bp.post("/notes/<int(max=2147483647):note>/remove")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def remove_note(person: Registration, note: int) -> Response:
    """Remove a note."""
    notes.remove_note(person, note, by=viewer().account_id, now=now_utc())
    flash(_("The note is removed."))
    return back_to(person, "notes")


@bp.post("/link")
@loads(organised_person, Permission.PEOPLE_DECIDE)
def send_link(person: Registration) -> Response:
    """Mail the person a link to their page."""
    try:
        on_behalf.send_link(person, by=viewer().account_id, now=now_utc())
    except InvalidInputError as error:
        flash(say(error.message), "error")
    else:
        flash(_("A link to their page goes to %(email)s.", email=person.email))
    return back_to(person)


def back_to(person: Registration, part: str | None = None) -> Response:
    """The person's page."""
    address = url_for(
        "organiser_person.page",
        edition=person.edition.slug,
        person=person.public_id,
        _anchor=part,
    )
    return redirect(address, code=303)


def _page(person: Registration, form: NoteForm, address_form: AddressForm | None = None) -> str:
    scope = scope_of(person.edition, viewer().account_id, Permission.PEOPLE_READ)
    return render_template(
        "organiser/person.html",
        edition=person.edition,
        page=person_page(scope, person, now=now_utc()),
        person=person,
        parts=PARTS,
        form=form,
        address_form=address_form or AddressForm(email=person.email),
    )


def _edit_page(person: Registration, form: PersonForm) -> str:
    return render_template(
        "organiser/person_edit.html", edition=person.edition, person=person, form=form
    )
