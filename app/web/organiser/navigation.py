"""The organiser's own navigation inside an edition."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from app.web.access import may_open
from app.web.site import address


@dataclass(frozen=True)
class Entry:
    """One link; `current` where the page is under it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Links that belong together."""

    label: str
    entries: tuple[Entry, ...]


def organiser_navigation(edition_slug: str) -> tuple[Group, ...]:
    """The pages that the viewer's role may open, in the order in which they are needed."""
    groups = (
        (
            _("Prepare"),
            (
                (_("Overview"), "organiser.edition"),
                (_("Settings"), "organiser_settings.page"),
                (_("Languages"), "organiser_languages.page"),
                (_("Registration"), "organiser_registration.page"),
                (_("Requests and meetings"), "organiser_meetings.page"),
                (_("Phase"), "organiser_phase.page"),
                (_("Privacy"), "organiser_privacy.page"),
                (_("Team"), "organiser_team.page"),
                (_("Log"), "organiser_log.page"),
            ),
        ),
        (
            _("What there is"),
            (
                (_("Meeting times"), "organiser_times.page"),
                (_("Rooms and tables"), "organiser_places.page"),
                (_("Hubs"), "organiser_hubs.page"),
                (_("Exhibitors"), "organiser_exhibitors.page"),
                (_("Programme"), "organiser_programme.page"),
            ),
        ),
        (
            _("Who comes"),
            (
                (_("People"), "organiser_people.page"),
                (_("Organisations"), "organiser_organisations.page"),
                (_("Desk"), "organiser_desk.page"),
                (_("Demand"), "organiser_demand.page"),
                (_("Mails"), "organiser_mails.page"),
            ),
        ),
        (
            _("Schedule"),
            (
                (_("Solver"), "organiser_runs.page"),
                (_("Board"), "organiser_board.page"),
                (_("Publish"), "organiser_publish.page"),
                (_("Print"), "organiser_prints.page"),
            ),
        ),
    )
    made = (_group(label, pages, edition_slug) for label, pages in groups)
    return tuple(group for group in made if group.entries)


def allowed_address(endpoint: str, edition_slug: str) -> str | None:
    """The address of an organisers' page of this edition, if the viewer's role may open it."""
    return address(endpoint, edition_slug) if may_open(endpoint) else None


def _group(label: str, pages: tuple[tuple[str, str], ...], edition_slug: str) -> Group:
    return Group(
        label,
        tuple(
            Entry(words, url, _is_here(endpoint))
            for words, endpoint in pages
            if (url := allowed_address(endpoint, edition_slug))
        ),
    )


def _is_here(endpoint: str) -> bool:
    """Whether the page is the endpoint's, or another of its blueprint."""
    if endpoint == "organiser.edition":
        return request.endpoint == endpoint
    parents = {
        "organiser_incoming": "organiser_mails",
        "organiser_results": "organiser_runs",
        "organiser_questions": "organiser_registration",
    }
    here = parents.get(request.blueprint or "", request.blueprint)
    return endpoint.partition(".")[0] == here
