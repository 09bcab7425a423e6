"""The organisations of Warsaw 2018: those of the article, invented companies, guests."""

from collections.abc import Iterator
from dataclasses import replace

import yaml

from app.domain.states import CrossBorder, OrganisationKind
from app.services.demo.fields import Raw, levels, plain
from app.services.demo.plan import OrganisationPlan, ProfilePlan
from app.services.demo.sources import source_note
from app.services.reference_data import DATA

FILE = DATA / "warsaw_2018.yaml"
FICTIONAL = "A fictional company, invented for this demo."


def organisations(raw: Raw) -> Iterator[OrganisationPlan]:
    """Everybody who takes part in Warsaw 2018."""
    demo = raw["demo"]
    yield from (_hub(hub, demo) for hub in raw["hubs"])
    yield from (_company(company, demo) for company in raw["companies"])
    for one, company in zip(raw["fictional_smes"], fictional_companies(), strict=True):
        yield _with_demo(company, demo, available=tuple(one["available"]))
    yield from (_guest(guest) for guest in demo["guests"])


def _hub(hub: Raw, demo: Raw) -> OrganisationPlan:
    return _with_demo(
        OrganisationPlan(
            key=hub["id"],
            name=hub["name"],
            short_name=hub["short_name"],
            kind=OrganisationKind.HUB,
            country=hub["country"],
            nuts2=plain(hub["nuts2"]),
            city=plain(hub["city"]) or "",
            website=plain(hub.get("website")) or "",
            source_note=source_note(hub),
            languages=tuple(plain(hub["languages"])),
            profile=ProfilePlan(
                text=" ".join(fact["text"] for fact in hub["facts"]),
                technologies=levels(hub["technologies"], "code", "intensity"),
                sectors=levels(hub["sectors"], "code", "intensity"),
                functions=levels(hub["services"], "pillar", "intensity"),
            ),
            delegates=plain(hub["delegates"]),
        ),
        demo,
    )


def _company(company: Raw, demo: Raw) -> OrganisationPlan:
    size = plain(company["size"])
    is_large = size == "large"
    return _with_demo(
        OrganisationPlan(
            key=company["id"],
            name=company["name"],
            short_name=company["name"].removesuffix(" (not named in the source)"),
            kind=OrganisationKind.LARGE_COMPANY if is_large else OrganisationKind.SME,
            country=company["country"],
            size_class="large" if is_large else None,
            nuts2=plain(company["nuts2"]),
            city=plain(company.get("city")) or "",
            source_note=source_note(company),
            languages=tuple(plain(company["languages"])),
            profile=_needs(company),
            asks=0 if is_large else None,
        ),
        demo,
    )


def _needs(company: Raw) -> ProfilePlan:
    needs = company["needs"]
    return ProfilePlan(
        text=needs["text"],
        technologies=levels(needs["technologies"], "code", "priority"),
        sectors=dict.fromkeys([sector["code"] for sector in company["sectors"]], 3),
        functions=levels(needs["pillars"], "code", "priority"),
        need_codes=tuple(needs["need_codes"]),
        cross_border=CrossBorder(plain(company.get("cross_border")) or "no_preference"),
    )


def _guest(guest: Raw) -> OrganisationPlan:
    """Somebody who listens and wants no meetings."""
    return OrganisationPlan(
        key=guest["id"],
        name=guest["name"],
        kind=OrganisationKind(guest["kind"]),
        country=guest["country"],
        fictional=True,
        source_note="A fictional organisation, invented for this demo.",
        languages=("en",),
        wants_meetings=False,
    )


def _with_demo(
    organisation: OrganisationPlan, demo: Raw, available: tuple[str, ...] | None = None
) -> OrganisationPlan:
    """What the demo assumes of an organisation: when it is there, how many meetings it wants."""
    assumed = demo["available"].get(organisation.key)
    blocks = " and ".join(assumed or ())
    note = f" Assumed for this demo: meetings in block {blocks} only." if assumed else ""
    return replace(
        organisation,
        available=tuple(assumed) if assumed else available,
        max_meetings=demo["max_meetings"].get(organisation.key, organisation.max_meetings),
        source_note=organisation.source_note + note,
    )


def _profile_of_fictional(raw: Raw) -> ProfilePlan:
    """The needs of an invented company: pairs of code and priority."""
    needs = raw["needs"]
    return ProfilePlan(
        text=needs["text"],
        technologies=dict(needs["technologies"]),
        sectors=dict.fromkeys(raw["sectors"], 3),
        functions=dict(needs["pillars"]),
        need_codes=tuple(needs["need_codes"]),
        cross_border=CrossBorder(raw["cross_border"]),
    )


def fictional_companies() -> tuple[OrganisationPlan, ...]:
    """The invented companies of Warsaw 2018, free at any time."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(fictional_company(one) for one in raw["fictional_smes"])


def fictional_company(raw: Raw) -> OrganisationPlan:
    """An invented company that looks for hubs."""
    return OrganisationPlan(
        key=raw["id"],
        name=raw["name"],
        short_name=raw["name"].partition(" - ")[0],
        kind=OrganisationKind.SME,
        country=raw["country"],
        size_class=raw["size"],
        nuts2=raw["nuts2"],
        fictional=True,
        source_note=FICTIONAL,
        languages=tuple(raw["languages"]),
        profile=_profile_of_fictional(raw),
        asks=None,
        online=raw.get("online", False),
    )
