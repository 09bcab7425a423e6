"""The outbox: what was sent to whom, what waits, what failed and why."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.exports.mail_reading import read_mail
from app.mailing import inbox_is_read, mail_goes_out, sender
from app.models import Edition
from app.services import incoming_mails, mail_acts, mail_centre, mail_queue
from app.services.languages import say
from app.services.mail_acts import Act
from app.services.mail_filter import Shelf
from app.services.mail_kinds import kind_words
from app.web.access import loads, organised_edition, viewer
from app.web.forms.mail_filter import address_of, wanted_mails

bp = Blueprint("organiser_mails", __name__, url_prefix="/organiser/e/<edition>/mails")


@bp.get("/")
@loads(organised_edition, Permission.MAIL)
def page(edition: Edition) -> str:
    """The mails that fit the filter, a page of them."""
    wanted = wanted_mails(request.args)
    found = mail_centre.mail_page(edition, wanted, request.args.get("page", 1, type=int))
    return render_template(
        "organiser/mails.html",
        edition=edition,
        wanted=wanted,
        page=found,
        shelves=list(Shelf),
        kinds=sorted(((code, kind_words(code)) for code in found.kinds), key=lambda one: one[1]),
        kind_words=kind_words,
        arguments=address_of(wanted),
        goes_out=mail_goes_out(),
        comes_back=inbox_is_read(),
        outlook=mail_queue.outlook(edition, now=now_utc()),
        own_address=viewer().email,
        came_back=incoming_mails.came_back(edition),
    )


@bp.post("/")
@loads(organised_edition, Permission.MAIL)
def act_on_all(edition: Edition) -> Response:
    """Stop all mails or let them go; hold, release, cancel or repeat all that fit and can be."""
    asked, by, now = request.form.get("act", ""), viewer().account_id, now_utc()
    wanted = wanted_mails(request.form)
    if asked in {"pause", "resume"}:
        mail_acts.pause(edition, asked == "pause", by=by, now=now)
    else:
        what = _act(asked)
        number = mail_acts.act_on_all(edition, what, wanted, by=by, now=now)
        flash(_done(what, number), "" if number else "warning")
    arguments: dict[str, Any] = {"edition": edition.slug, **address_of(wanted)}
    return redirect(url_for("organiser_mails.page", **arguments), code=303)


@bp.post("/trial")
@loads(organised_edition, Permission.MAIL)
def trial(edition: Edition) -> Response:
    """A mail to oneself."""
    known = viewer()
    try:
        mail_acts.send_trial(edition, to=known.email, by=known.account_id, now=now_utc())
        flash(_("A test mail goes to %(address)s.", address=known.email))
    except InvalidInputError as error:
        flash(say(error.message), "warning")
    return redirect(url_for("organiser_mails.page", edition=edition.slug), code=303)


@bp.get("/<mail>")
@loads(organised_edition, Permission.MAIL)
def one(edition: Edition, mail: str) -> str:
    """One mail: what it says, where it is, what the server said."""
    row, data = mail_centre.one_mail(edition, mail)
    return render_template(
        "organiser/mail.html",
        edition=edition,
        mail=row,
        kind=kind_words(row.kind),
        read=read_mail(data, sender().base_url) if data is not None else None,
    )


@bp.post("/<mail>")
@loads(organised_edition, Permission.MAIL)
def act(edition: Edition, mail: str) -> Response:
    """Hold, release, cancel or repeat one mail."""
    what = _act(request.form.get("act", ""))
    try:
        mail = mail_acts.act(edition, mail, what, by=viewer().account_id, now=now_utc())
        flash(_done(what, 1))
    except ConflictError as error:
        flash(say(error.message), "error")
    return redirect(url_for("organiser_mails.one", edition=edition.slug, mail=mail), code=303)


def _act(text: str) -> Act:
    if text not in set(Act):
        raise InvalidInputError(_("There is no such button."))
    return Act(text)


def _done(what: Act, number: int) -> str:
    words: dict[Act, str] = {
        Act.HOLD: ngettext("%(num)d mail is held back.", "%(num)d mails are held back.", number),
        Act.RELEASE: ngettext("%(num)d mail may go.", "%(num)d mails may go.", number),
        Act.CANCEL: ngettext(
            "%(num)d mail will not be sent.", "%(num)d mails will not be sent.", number
        ),
        Act.AGAIN: ngettext("%(num)d mail is sent again.", "%(num)d mails are sent again.", number),
    }
    return words[what]
