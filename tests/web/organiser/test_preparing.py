"""Times, rooms, hubs, stands and the programme, by hand and without JavaScript."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain.states import OrganisationKind
from app.extensions import db
from app.models import CatalogueEntry, Edition, OpenSlot
from app.services.hub_tables import hubs_of
from app.services.programme_items import items_of
from tests.factory import Factory
from tests.services.published import PublishedEvent
from tests.web.organiser.conftest import Organiser

Organise = Callable[[Edition], Organiser]
BLOCK: dict[str, Any] = {
    "held_on": "2027-05-18",
    "starts_local": "10:00",
    "ends_local": "11:10",
    "slot_minutes": "20",
    "gap_minutes": "5",
}
PLACE: dict[str, Any] = {"room": "hall", "label": "", "desks": "1"}


def _typed(name: str, value: str) -> dict[str, Any]:
    return {name: value}


def faults(text: str) -> list[str]:
    return re.findall(r'<span class="field-error" id="([a-z_-]+)-error">', text)


def test_adding_and_removing_a_block(organiser: Organiser, factory: Factory) -> None:
    assert "No meeting times yet" in organiser.sees("times/")
    factory.room(organiser.edition)
    text = organiser.gets("times/", **BLOCK)
    assert "Block A is added: 3 slots." in text
    assert "All times Warsaw, CEST" in text
    assert "Tuesday 18 May 2027, 10:00–11:10" in text
    assert "3 slots × 2 tables and stands = <strong>room for 6 meetings</strong>" in text
    assert "<li>10:00</li><li>10:25</li><li>10:50</li>" in text
    assert 'name="held_on" type="date" value="2027-05-19"' in text  # the day after the last
    text = organiser.gets("times/remove", block="A")
    assert "Block A is removed." in text
    assert organiser.sends("times/remove", block="A").status_code == 404


def test_a_bad_block_is_refused_with_all_that_is_wrong(organiser: Organiser) -> None:
    text = organiser.gets(
        "times/", 422, **{**BLOCK, "starts_local": "ten", "ends_local": "25:99", "gap_minutes": "3"}
    )
    assert faults(text) == ["starts_local", "ends_local", "gap_minutes"]
    assert 'value="ten"' in text


def test_a_block_in_use_says_why_it_stays(
    organise: Organise, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    organiser = organise(event.edition)
    words = "Block A stays, because it holds 1 meeting."
    assert words in organiser.sees("times/")
    text = organiser.gets("times/remove", block="A")
    assert text.count(words) == 2  # as the answer, and beside the button


def test_rooms_and_tables(organiser: Organiser) -> None:
    assert "No room yet" in organiser.sees("places/")
    assert "Great hall is added." in organiser.gets("places/rooms", name="Great hall", tables="2")
    text = organiser.gets("places/rooms/great-hall/tables", **_typed("great-hall-number", "3"))
    assert "Tables 3 to 5 are added." in text
    text = organiser.gets("places/rooms/great-hall/tables", **_typed("great-hall-number", "1"))
    assert "Table 6 is added." in text
    assert "Table 6 is removed." in organiser.gets(
        "places/rooms/great-hall/tables/remove", label="6"
    )
    assert text.count('<li class="place">') == 6
    assert "The room is removed." in organiser.gets("places/rooms/great-hall/remove")


def test_bad_rooms_tables_and_links(organiser: Organiser, factory: Factory) -> None:
    factory.room(organiser.edition)
    text = organiser.gets("places/rooms", 422, name="", tables="lots")
    assert faults(text) == ["name", "tables"]
    text = organiser.gets("places/rooms/hall/tables", 422, **_typed("hall-number", "0"))
    assert faults(text) == ["hall-number"]
    assert "<details open>" in text
    text = organiser.gets("places/online", 422, join_link_template="http://x")
    assert faults(text) == ["join_link_template"]
    assert 'value="http://x"' in text
    link = "https://meet.example.org/{meeting}"
    text = organiser.gets("places/online", join_link_template=link)
    assert "The link is stored." in text
    assert f'value="{link}"' in text


def test_what_is_used_stays(organise: Organise, factory: Factory, now: datetime) -> None:
    event = PublishedEvent(factory)
    event.publish((0, 0, 0), now=now)
    organiser = organise(event.edition)
    text = organiser.gets("places/rooms/hall/tables/remove", label="1")
    assert "1 stays, because it holds 1 meeting." in text
    assert "Hall stays: 1 of its places hold meetings" in organiser.gets("places/rooms/hall/remove")


def test_a_hub_of_the_catalogue_by_typing(organiser: Organiser, factory: Factory) -> None:
    factory.room(organiser.edition)
    hub = factory.organisation(OrganisationKind.HUB, name="Robot Hub", city="Łódź")
    factory.add(
        CatalogueEntry(
            organisation_id=hub.id,
            title="Robots for all",
            technologies={"robotics": 5},
            sectors={},
            services={},
            languages=[],
        )
    )
    assert "No hub takes part yet" in organiser.sees("hubs/")
    assert '<option value="Robot Hub"></option>' in organiser.sees("hubs/")
    text = organiser.sees("hubs/?q=lodz")
    assert "No hub fits “lodz”" in text  # ł is a letter of its own
    assert '/hubs/new?name=lodz">Enter a hub by hand' in text
    text = organiser.sees("hubs/?q=łódź")
    assert "1 hub fits “łódź”" in text
    assert "Robots for all" in text
    assert "1 hub fits “Poland”" in organiser.sees("hubs/?q=Poland")
    text = organiser.gets("hubs/", hub=hub.slug, q="łódź", **PLACE)
    assert "Robot Hub sits at table 3." in text
    assert "1 hub takes part" in text
    text = organiser.gets("hubs/", 422, hub=hub.slug, q="łódź", **{**PLACE, "desks": "0"})
    assert faults(text) == ["desks"]
    assert organiser.sends("hubs/", hub="nobody", **PLACE).status_code == 404


def test_taking_a_table_back_and_the_hub_out(organiser: Organiser, factory: Factory) -> None:
    factory.room(organiser.edition, tables=0)
    hub = factory.organisation(OrganisationKind.HUB, name="Robot Hub")
    organiser.gets("hubs/", hub=hub.slug, **PLACE)
    text = organiser.gets(f"hubs/{hub.slug}/table/remove", room="hall", label="1")
    assert "Table 1 is removed." in text
    assert "Give it one" in text
    factory.request(factory.registration(organiser.edition), hub)
    text = organiser.gets(f"hubs/{hub.slug}/remove")
    assert "Robot Hub stays: there are requests to it." in text
    other = factory.organisation(OrganisationKind.HUB, name="Other Hub")
    organiser.gets("hubs/", hub=other.slug, **PLACE)
    assert "The hub takes part no more." in organiser.gets(f"hubs/{other.slug}/remove")
    assert [one.name for one in hubs_of(organiser.edition)] == ["Robot Hub"]


def test_tables_with_meetings_are_neither_taken_back_nor_given_away(
    organise: Organise, factory: Factory, now: datetime
) -> None:
    event = PublishedEvent(factory)
    event.places[0].owner_organisation_id = event.hub.organisation_id
    db.session.commit()
    event.publish((0, 0, 0), (1, 1, 1), now=now)
    organiser = organise(event.edition)
    slug = event.hub.organisation.slug
    text = organiser.gets(f"hubs/{slug}/table/remove", room="hall", label="1")
    assert "1 stays, because it holds 1 meeting." in text
    text = organiser.gets("hubs/", hub=slug, **{**PLACE, "label": "2"})
    assert "Table 2 cannot be given away: it holds 1 meeting." in text
    hand: dict[str, Any] = {"name": "New", "country": "LV", "technologies": "robotics"}
    text = organiser.gets("hubs/new", **hand, **{**PLACE, "label": "2"})
    assert "Table 2 cannot be given away: it holds 1 meeting." in text
    stand: dict[str, Any] = {"name": "Firm", "kind": "sme", "country": "LV", "shows": ""}
    text = organiser.gets("exhibitors/", **stand, **{**PLACE, "label": "S1"})
    assert "Stand S1 is given out." in text


def test_a_hub_by_hand(organiser: Organiser, factory: Factory) -> None:
    factory.room(organiser.edition)
    assert 'value="Ģirts Hub"' in organiser.sees("hubs/new?name=Ģirts Hub")
    text = organiser.gets("hubs/new", 422, name="", country="", website="x", **PLACE)
    assert faults(text) == ["name", "country", "website", "services"]
    hand: dict[str, Any] = {
        "name": "Ģirts Hub",
        "country": "LV",
        "technologies": ["robotics", "big_data"],
    }
    text = organiser.gets("hubs/new", **hand, languages="lv", city="Rīga", **PLACE)
    assert "Ģirts Hub sits at table 3." in text


def test_who_needs_a_place_is_sent_to_the_rooms_first(
    organiser: Organiser, factory: Factory
) -> None:
    link = f'href="{organiser.base}/places/">Add a room first</a>'
    pages = ("hubs/new", "exhibitors/")
    assert [organiser.sees(page).count(link) for page in pages] == [1, 1]
    factory.room(organiser.edition)
    assert [organiser.sees(page).count(link) for page in pages] == [0, 0]


def test_stands(organise: Organise, factory: Factory) -> None:
    event = PublishedEvent(factory)
    organiser = organise(event.edition)
    assert "No exhibitor yet" in organiser.sees("exhibitors/")
    text = organiser.gets("exhibitors/", 422, name="", kind="x", country="", **PLACE)
    assert faults(text) == ["name", "kind", "country"]
    typed: dict[str, Any] = {"name": "Ψαρράς", "kind": "sme", "country": "GR", "shows": "Sensors"}
    text = organiser.gets("exhibitors/", **typed, **PLACE)
    assert "Stand S2 is given out." in text
    assert '<option value="Hub of Łódź"></option>' in text
    text = organiser.gets("exhibitors/remove", room="hall", label="S2")
    assert "Stand S2 of Ψαρράς is removed." in text
    event.places[2].owner_organisation_id = event.hub.organisation_id
    factory.add(
        OpenSlot(
            edition_id=event.edition.id,
            registration_id=event.hub.id,
            slot_id=event.slots[0].id,
            place_id=event.places[2].id,
            created_at=factory.now,
        )
    )
    text = organiser.gets("exhibitors/remove", room="hall", label="S1")
    assert "S1 stays, because it holds 1 open slot." in text


def test_the_programme(organiser: Organiser, factory: Factory) -> None:
    factory.room(organiser.edition)
    speaker = factory.registration(
        organiser.edition, factory.organisation(name="Hub One"), name="Zofia", email="z@x.example"
    )
    assert "Nothing on the programme yet" in organiser.sees("programme/")
    typed: dict[str, Any] = {
        "title": "What hubs do",
        "kind": "talk",
        "held_on": "2027-05-18",
        "starts_local": "09:00",
        "ends_local": "10:00",
        "room": "hall",
        "presenters": ["Zofia, Hub One (z@x.example)", ""],
        "description": "All of it.",
    }
    text = organiser.gets("programme/", **typed)
    assert "“What hubs do” is on the programme." in text
    assert "Talk · Hall · Zofia (Hub One)" in text
    assert '<span class="programme-time">09:00–10:00</span>' in text
    (view,) = items_of(organiser.edition)
    page = organiser.sees(f"programme/{view.key}")
    assert 'value="Zofia, Hub One (z@x.example)"' in page
    assert '<option selected value="hall">Hall</option>' in page
    assert 'value="09:00"' in page
    address = f"programme/{view.key}"
    text = organiser.gets(address, 422, **{**typed, "presenters": "Nobody", "kind": "x"})
    assert faults(text) == ["kind", "presenters"]
    assert 'value="Nobody"' in text
    assert "The programme is changed." in organiser.gets(address, **{**typed, "title": "Hubs"})
    assert "“Hubs” is off the programme." in organiser.gets(f"{address}/remove")
    assert organiser.sends(f"{address}/remove").status_code == 404
    assert speaker.name == "Zofia"


def test_a_bad_programme_item(organiser: Organiser) -> None:
    text = organiser.gets("programme/", 422, title="", kind="talk", held_on="", starts_local="")
    assert faults(text) == ["title", "held_on", "starts_local", "ends_local"]
