"""A person's page of an edition: where they stand and what they must do now."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.services import my_events
from app.services.home import home_of
from app.services.own_meetings import by_day
from app.web.access import own_registration, public_edition, signed_in, viewer
from app.web.participant.blueprint import bp
from app.web.participant.todo_views import todo_view


@bp.get("/me")
@signed_in
def home(edition: str) -> str | Response:
    """The page; who is not registered is sent to the form."""
    found = public_edition(edition)
    if not any(event.slug == found.slug for event in my_events.my_events(viewer().account_id)):
        return redirect(url_for("participant.register", edition=found.slug), code=303)
    registration = own_registration(found.slug)
    made = home_of(registration)
    return render_template(
        "participant/home.html",
        edition=found,
        home=made,
        days=by_day(made.meetings, found.zone),
        todos=[todo_view(todo, found.slug) for todo in made.todos],
        moments=[meeting.starts_at for meeting in made.meetings],
        agenda_url=url_for("participant.agenda", edition=found.slug),
    )
