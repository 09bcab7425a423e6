"""The fixed data, and the match score on real hubs."""

from time import perf_counter

import pytest
import yaml

from app.domain.matching import Need, TextIndex, rank
from app.domain.states import CrossBorder
from app.services.hub_file import bundled_hubs
from app.services.reference_data import DATA, regions, taxonomy, vocabulary


def test_the_lists_are_whole() -> None:
    lists = taxonomy()
    assert [len(lists.technologies), len(lists.sectors), len(lists.services)] == [33, 42, 15]
    assert [len(lists.service_functions), len(lists.needs), len(lists.languages)] == [4, 12, 35]
    assert (lists.countries[0], len(set(lists.countries))) == ("AT", len(lists.countries))
    assert lists.technologies["robotics"].label == "Robotics"


def test_codes_point_at_each_other() -> None:
    lists = taxonomy()
    functions = set(lists.service_functions)
    assert {service.function for service in lists.services.values()} == {
        *functions,
        "cross_cutting",
    }
    assert {need.function for need in lists.needs.values()} <= functions
    assert set(lists.technology_aliases.values()) <= set(lists.technologies)


def test_regions_are_nuts_2_with_iso_countries() -> None:
    # 365 rows less the “Extra-Regio” ones, which are no place
    assert regions()["EL30"].country == "GR"
    assert regions()["ES21"].name == "País Vasco"
    assert all(not code.endswith("ZZ") for code in regions())


def article_needs() -> dict[str, Need]:
    """The needs of the article's companies, as the demo edition's file has them."""
    raw = yaml.safe_load((DATA / "warsaw_2018.yaml").read_text(encoding="utf-8"))
    return {company["id"]: need_of(company) for company in raw["companies"]}


def need_of(company: dict) -> Need:  # type: ignore[type-arg]  # raw YAML of a test
    wish = company.get("cross_border", "no_preference")
    needs = company["needs"]
    return Need(
        technologies={item["code"]: item["priority"] for item in needs["technologies"]},
        functions={item["code"]: item["priority"] for item in needs["pillars"]},
        sectors=tuple(item["code"] for item in company["sectors"]),
        country=company["country"],
        nuts2=company["nuts2"]["value"],
        cross_border=CrossBorder(wish["value"] if isinstance(wish, dict) else wish),
        languages=tuple(company["languages"]["value"]),
        text=needs["text"],
    )


@pytest.mark.parametrize(
    ("company", "hub", "place"),
    [
        ("egile", "es-bdih-edih", 3),
        ("wuerth-industrie-service", "de-edihdo", 1),
        ("diagnostiqa", "hr-crobohubplusplus", 17),
        ("saving", "si-jsi", 5),
        ("robobend", "dk-edocobot", 2),
    ],
)
def test_companies_of_the_article_find_the_hub_that_helped_them(
    company: str, hub: str, place: int
) -> None:
    """Five pairs are no validation; the test tells when the score changes its mind."""
    offers = [row.offer() for row in bundled_hubs() if row.complete]
    ranked = rank(article_needs()[company], offers, vocabulary(), TextIndex(offers, vocabulary()))
    assert len(offers) == 288
    assert [offer.id for offer, _ in ranked].index(hub) + 1 == place


def test_ranking_is_quick_enough_for_a_page() -> None:
    offers = [row.offer() for row in bundled_hubs() if row.complete]
    started = perf_counter()
    index = TextIndex(offers, vocabulary())
    for need in list(article_needs().values()) * 3:  # 24 companies × 288 hubs
        rank(need, offers, vocabulary(), index)
    assert perf_counter() - started < 5  # 1 s wanted; the machine may be busy
