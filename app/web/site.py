"""What every page's frame needs: `site`, in all templates."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from werkzeug.routing import BuildError

from app.domain.links import safe_path
from app.exports.words import catalogues, own_name
from app.services import languages
from app.services.surroundings import Surroundings, surroundings
from app.web import requests
from app.web.access import viewer_or_none


@dataclass(frozen=True)
class Section:
    """One entry of an edition's navigation."""

    label: str
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Language:
    """One of the languages that the page can be read in, by its own name."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class Site:
    """The frame of a page: where it belongs and who is looking."""

    language: str
    demo: bool
    request_id: str
    edition: Surroundings | None = None
    sections: tuple[Section, ...] = ()
    account_name: str | None = None
    account_url: str | None = None
    organiser_url: str | None = None
    sign_in_url: str | None = None
    sign_out_url: str | None = None
    mails_url: str | None = None
    languages: tuple[Language, ...] = ()
    here: str = ""


def init_app(app: Flask) -> None:
    """Give `site` to every template."""
    app.context_processor(lambda: {"site": _site()})


def _site() -> Site:
    return _bare() if requests.BARE in request.environ else _full()


def _bare() -> Site:
    return Site(
        languages.current(),
        bool(current_app.config.get("DEMO")),
        g.get("request_id", "-"),
        mails_url=address("demo_mail.mails"),
    )


def _full() -> Site:
    viewer = viewer_or_none()
    slug = edition_slug(request.path)
    edition = surroundings(slug, viewer) if slug else None
    bare = _bare()
    return Site(
        bare.language,
        bare.demo,
        bare.request_id,
        edition=edition,
        sections=_sections(edition) if edition else (),
        account_name=viewer.name if viewer else None,
        account_url=address("account.home") if viewer else None,
        organiser_url=address("organiser.home") if viewer and viewer.is_staff else None,
        sign_in_url=address("account.sign_in"),
        sign_out_url=address("account.sign_out") if viewer else None,
        mails_url=bare.mails_url,
        languages=_languages(),
        here=_here(),
    )


def _languages() -> tuple[Language, ...]:
    """What can be chosen; nothing where there is no choice."""
    here, codes = languages.current(), catalogues()
    if len(codes) < 2:
        return ()
    return tuple(Language(code, own_name(code), code == here) for code in codes)


def _here() -> str:
    """The address that shows this page again, empty where only a form leads to it."""
    if request.method == "GET":
        wanted = request.args.get("next")
        # Where a page would lead on to is not kept unless it leads to this site.
        is_safe = wanted is None or safe_path(wanted) is not None
        return request.full_path.rstrip("?") if is_safe else request.path
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(method="GET") else ""


def edition_slug(path: str) -> str | None:
    """The edition that an address belongs to: `/e/<edition>/…` or `/organiser/e/<edition>/…`."""
    parts = path.strip("/").split("/")
    if parts[0] == "organiser":
        parts = parts[1:]
    return parts[1] if len(parts) >= 2 and parts[0] == "e" else None


def address(endpoint: str, edition: str | None = None) -> str | None:
    """The address of a page, or None where this installation has no such page."""
    try:
        return url_for(endpoint, edition=edition) if edition else url_for(endpoint)
    except BuildError:
        return None


def _sections(edition: Surroundings) -> tuple[Section, ...]:
    """The edition's navigation for who is looking; the longest matching address is current."""
    own = edition.is_participant
    entries = [
        (_("Programme"), "public.programme", True, 0),
        (_("Hubs"), "participant.hubs" if own else "public.hubs", True, 0),
        (_("Companies"), "participant.companies", own and edition.is_hub, 0),
        (_("Exhibition"), "public.exhibition", True, 0),
        (_("My page"), "participant.home", edition.is_registered, 0),
        (_("Requests"), "participant.requests", own, edition.to_answer),
        (_("Agenda"), "participant.agenda", own, 0),
        (_("Our table"), "exhibitor.home", edition.has_team, 0),
        (_("Organise"), "organiser.edition", edition.is_organiser, 0),
    ]
    found = [
        (label, url, count)
        for label, endpoint, shown, count in entries
        if shown and (url := address(endpoint, edition=edition.slug))
    ]
    here = max((url for _label, url, _count in found if _is_under(url)), key=len, default=None)
    return tuple(Section(label, url, url == here, count) for label, url, count in found)


def _is_under(url: str) -> bool:
    path = request.script_root + request.path
    return path == url or path.startswith(url.rstrip("/") + "/")
