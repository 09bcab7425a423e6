"""The demo's mails as pages; there are none of these addresses elsewhere."""

from flask import Blueprint, render_template, request

from app.exports.mail_reading import read_mail
from app.mailing import sender
from app.services.demo_mails import mail_box, mail_of_anybody
from app.web.access import everybody

bp = Blueprint("demo_mail", __name__, url_prefix="/demo/mail")


@bp.get("/")
@everybody
def mails() -> str:
    """The mails, the newest first."""
    wanted = request.args.get("to", "").strip()[:254]
    box = mail_box(wanted, request.args.get("page", 1, type=int))
    return render_template("demo/mails.html", box=box)


@bp.get("/<mail>")
@everybody
def mail(mail: str) -> str:
    """One mail: its headers, its text with links that work, its HTML as source."""
    line, data = mail_of_anybody(mail)
    read = read_mail(data, sender().base_url) if data is not None else None
    return render_template("demo/mail.html", line=line, read=read)
