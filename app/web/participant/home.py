"""A person's page of an edition: where they stand and what they must do now."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.models import Edition
from app.services.access import registration_in
from app.services.home import home_of
from app.services.own_meetings import by_day
from app.web.access import entered_edition, loads, viewer
from app.web.participant.blueprint import bp
from app.web.participant.todo_views import missing_views, todo_view


@bp.get("/me")
@loads(entered_edition)
def home(edition: Edition) -> str | Response:
    """The page; who is not registered is sent to the form."""
    registration = registration_in(edition, viewer())
    if registration is None:
        return redirect(url_for("participant.register", edition=edition.slug), code=303)
    made = home_of(registration)
    return render_template(
        "participant/home.html",
        edition=edition,
        home=made,
        days=by_day(made.meetings, edition.zone),
        todos=[todo_view(todo, edition.slug, edition.zone) for todo in made.todos],
        missing=missing_views(made.completeness, edition.slug) if made.completeness else [],
        moments=[meeting.starts_at for meeting in made.meetings],
        agenda_url=url_for("participant.agenda", edition=edition.slug),
    )
