"""The organiser's own navigation inside an edition."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

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
    """All pages of the edition, in the order in which they are needed."""
    groups = (
        (
            _("Prepare"),
            (
                (_("Overview"), "organiser.edition"),
                (_("Settings"), "organiser_settings.page"),
                (_("Phase"), "organiser_phase.page"),
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
                (_("Demand"), "organiser_demand.page"),
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
    return tuple(_group(label, pages, edition_slug) for label, pages in groups)


def _group(label: str, pages: tuple[tuple[str, str], ...], edition_slug: str) -> Group:
    return Group(
        label,
        tuple(
            Entry(words, url, _is_here(endpoint))
            for words, endpoint in pages
            if (url := address(endpoint, edition_slug))
        ),
    )


def _is_here(endpoint: str) -> bool:
    """Whether the page is the endpoint's, or another of its blueprint."""
    if endpoint == "organiser.edition":
        return request.endpoint == endpoint
    here = {"organiser_results": "organiser_runs"}.get(request.blueprint or "", request.blueprint)
    return endpoint.partition(".")[0] == here
