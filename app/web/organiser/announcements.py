"""Writing to all whom the filter of the people list finds."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.mail_templates import OF_PERSON
from app.domain.permissions import Permission
from app.exports.mail_reading import read_mail
from app.mailing import sender
from app.services import announcements
from app.services.mail_words import Look
from app.services.people_scope import PeopleScope
from app.web.access import loads, organised_people, viewer
from app.web.forms.announcement import AnnouncementForm, announcement_form
from app.web.forms.people_filter import address_of, wanted_people
from app.web.nudges_off import off_path
from app.web.organiser.mail_looks import choose_person, send_trial

bp = Blueprint("organiser_announcements", __name__, url_prefix="/organiser/e/<edition>/mails/write")

MOST_NAMED = 10


@bp.get("/")
@loads(organised_people, Permission.MAIL)
def page(scope: PeopleScope) -> str:
    """An empty mail to those whom the filter in the address finds."""
    form = announcement_form(scope.edition.languages)(announcement=announcements.new_announcement())
    return _page(scope, form, None)


@bp.post("/")
@loads(organised_people, Permission.MAIL)
def send(scope: PeopleScope) -> str | Response | tuple[str, int]:
    """Show it, try it, or send it; nothing is stored of what is only shown."""
    edition, do = scope.edition, request.form.get("do", "send")
    form, now = announcement_form(edition.languages)(request.form), now_utc()
    try:
        words = form.words(edition.languages)
        not_before = announcements.moment_of(edition, form.day.data, form.at.data, now=now)
        if do == "send":
            number = announcements.send(
                scope,
                wanted_people(request.form),
                words,
                announcement=form.announcement.data or "",
                not_before=not_before,
                off_path=off_path,
                by=viewer().account_id,
                now=now,
            )
            flash(
                ngettext("One mail is on its way.", "%(num)d mails are on their way.", number)
                if not_before == now
                else ngettext(
                    "One mail waits for its time.", "%(num)d mails wait for their time.", number
                )
            )
            return redirect(url_for("organiser_mails.page", edition=edition.slug), code=303)
    except (ConflictError, InvalidInputError) as error:
        form.refuse(
            error if isinstance(error, InvalidInputError) else InvalidInputError(error.message)
        )
        return _page(scope, form, None), 422
    people = announcements.audience(scope, wanted_people(request.form)).going
    shown = choose_person(people, form.who, form.shown).person
    look = announcements.look(edition, shown, words, off_path=_no_path, now=now) if shown else None
    if do == "trial":
        send_trial(edition, look)
    return _page(scope, form, look)


def _page(scope: PeopleScope, form: AnnouncementForm, look: Look | None) -> str:
    wanted = wanted_people(request.values)
    audience = announcements.audience(scope, wanted)
    return render_template(
        "organiser/announcement.html",
        edition=scope.edition,
        form=form,
        audience=audience,
        everybody=wanted.is_empty,
        arguments=address_of(wanted),
        placeholders=OF_PERSON,
        people=choose_person(audience.going, form.who, form.shown),
        look=look,
        read=read_mail(look.data, sender().base_url) if look else None,
        own_address=viewer().email,
        most_named=MOST_NAMED,
    )


def _no_path(_person: str) -> str:
    """Nobody ends somebody else's mails from a look at one."""
    return "/mails/off/example"
