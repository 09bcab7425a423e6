"""What the mails of an edition say: own words by kind, part and language, and a look at them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import InvalidInputError
from app.domain.mail_templates import OwnWords
from app.domain.permissions import Permission
from app.domain.states import Part
from app.exports.mail_reading import read_mail
from app.mailing import sender
from app.models import Edition
from app.services import mail_words, people
from app.services.mail_kinds import KindGroup, MailKind, kind_words
from app.services.mail_words import Look, Variant
from app.services.people_columns import PARTS
from app.services.people_filter import PeopleFilter
from app.services.people_scope import PeopleScope, person_in
from app.web.access import loads, organised_edition, viewer
from app.web.forms.mail_words import MailWordsForm
from app.web.organiser.mail_looks import Shown, choose_person, send_trial

bp = Blueprint("organiser_mail_words", __name__, url_prefix="/organiser/e/<edition>/mails/words")


@bp.get("/")
@loads(organised_edition, Permission.MAIL)
def page(edition: Edition) -> str:
    """Every kind of mail, what it is called, and whether its words are the edition's own."""
    return render_template(
        "organiser/mail_words.html",
        edition=edition,
        rows=mail_words.overview(edition, now=now_utc()),
        groups=group_words(),
        parts=PARTS,
    )


@bp.get("/one")
@loads(organised_edition, Permission.MAIL)
def one(edition: Edition) -> str:
    """The words of one kind for one part of the people, in one language."""
    named, variant = _kind(), _variant(edition)
    words, _own = mail_words.current(edition, named, variant, now=now_utc())
    form = MailWordsForm(request.args)
    form.subject.data, form.body.data = words.subject, words.body
    return _page(edition, named, variant, form, words)


@bp.post("/one")
@loads(organised_edition, Permission.MAIL)
def change(edition: Edition) -> str | Response | tuple[str, int]:
    """Store the words, show or try them without storing them, or go back to the standard ones."""
    named, variant = _kind(), _variant(edition)
    form, do = MailWordsForm(request.form), request.form.get("do", "save")
    by, now = viewer().account_id, now_utc()
    if do == "standard":
        mail_words.back_to_standard(edition, named, variant, by=by, now=now)
        flash(_("These mails say the standard words again."))
        return _back(edition, named, variant)
    try:
        words = mail_words.checked(
            named.placeholders, form.subject.data or "", form.body.data or ""
        )
        if do == "save":
            mail_words.save(edition, named, variant, words, by=by, now=now)
            flash(_("Stored. Mails of this kind say so from now on."))
            return _back(edition, named, variant)
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, named, variant, form, None), 422
    return _page(edition, named, variant, form, words, trial=do == "trial")


def _page(
    edition: Edition,
    kind: MailKind,
    variant: Variant,
    form: MailWordsForm,
    words: OwnWords | None,
    *,
    trial: bool = False,
) -> str:
    _words, is_own = mail_words.current(edition, kind, variant, now=now_utc())
    scope = PeopleScope(edition, viewer().account_id)
    these = people.everybody_who_fits(scope, PeopleFilter(part=variant.part))
    shown = choose_person(these, form.who, form.shown)
    look = _look(edition, kind, words, variant.language, shown) if words else None
    if trial:
        send_trial(edition, look)
    return render_template(
        "organiser/mail_words_edit.html",
        edition=edition,
        kind=kind,
        title=kind_words(kind.code),
        variant=variant,
        is_own=is_own,
        form=form,
        parts=PARTS,
        people=shown,
        look=look,
        read=read_mail(look.data, sender().base_url) if look else None,
        own_address=viewer().email,
    )


def _look(
    edition: Edition, kind: MailKind, words: OwnWords, language: str, shown: Shown
) -> Look | None:
    if shown.person is None:
        return None
    scope = PeopleScope(edition, viewer().account_id)
    person = person_in(scope, shown.person.public_id)
    return mail_words.look(kind, person, words, language, now=now_utc())


def group_words() -> dict[KindGroup, str]:
    """What the kinds are listed under."""
    return {
        KindGroup.REGISTRATION: _("Registration"),
        KindGroup.REQUESTS: _("Requests for meetings"),
        KindGroup.AGENDA: _("Meetings and agenda"),
        KindGroup.REMINDERS: _("Reminders"),
        KindGroup.ANNOUNCEMENTS: _("Announcements"),
        KindGroup.OTHERS: _("Codes, links and the team"),
    }


def _kind() -> MailKind:
    return mail_words.kind_named(request.values.get("kind", ""))


def _variant(edition: Edition) -> Variant:
    """Of the address, or of the form: which part, which language."""
    part, language = request.values.get("part", ""), request.values.get("language", "")
    return Variant(
        Part(part) if part in set(Part) else None,
        language if language in edition.languages else edition.languages[0],
    )


def _back(edition: Edition, kind: MailKind, variant: Variant) -> Response:
    address = url_for(
        "organiser_mail_words.one",
        edition=edition.slug,
        kind=kind.code,
        part=variant.part,
        language=variant.language,
    )
    return redirect(address, code=303)
