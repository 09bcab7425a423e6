"""Rows become the agendas of teams."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.domain.paper.team import TeamAgenda
from app.services.documents import team_agenda
from app.services.documents.wanted import Wanted
from tests.factory import Factory
from tests.services.published import PublishedEvent


@pytest.fixture
def engine_name() -> str:
    """Nothing here is particular to a database."""
    return "sqlite"


@pytest.fixture
def event(app: Flask, factory: Factory, now: datetime) -> PublishedEvent:
    made = PublishedEvent(factory)
    made.publish((0, 0, 0), (2, 3, None), now=now)
    return made


def teams(event: PublishedEvent, wanted: Wanted, now: datetime) -> list[TeamAgenda]:
    found = [one.data for one in team_agenda.documents(event.edition, wanted, now=now)]
    assert all(isinstance(one, TeamAgenda) for one in found)
    return found  # type: ignore[return-value]  # just seen


def test_a_hub_has_one_and_a_single_visitor_only_when_asked_for(
    event: PublishedEvent, now: datetime
) -> None:
    assert [one.organisation for one in teams(event, Wanted(), now)] == ["Hub of Łódź"]
    own = event.visitors[0].organisation
    event.factory.registration(event.edition, own, name="Colleague")
    found = teams(event, Wanted(), now)
    assert [one.organisation for one in found] == ["Hub of Łódź", own.name]
    assert [one.person_name for one in found[1].agendas] == ["Colleague", "Visitor 0"]
    alone = event.visitors[1].organisation
    (team,) = teams(event, Wanted(organisations=frozenset({alone.id})), now)
    assert team.organisation == alone.name


def test_only_teams_with_something_new(event: PublishedEvent, now: datetime) -> None:
    assert len(teams(event, Wanted(changed_since=now), now)) == 1
    assert teams(event, Wanted(changed_since=now + timedelta(seconds=1)), now) == []


def test_side_by_side_stand_all_slots_and_what_lies_outside(
    event: PublishedEvent, now: datetime
) -> None:
    event.factory.registration(event.edition, event.hub.organisation, name="Adam")
    (team,) = teams(event, Wanted(), now)
    monday, tuesday = team.days(team.agendas)
    # The talk of the day before is outside of all slots; Adam, who comes first, has nothing.
    (row,) = monday.rows
    assert row.starts_at == datetime(2027, 5, 17, 9, 0, tzinfo=UTC)
    assert [[one.title for one in cell] for cell in row.cells] == [[], ["What hubs do"]]
    partners = [[one.partner_name for one in row.cells[1]] for row in tuesday.rows]
    assert partners == [["Visitor 0"], [], [], ["Visitor 2"]]
    assert team.meetings == 2


def test_it_is_in_the_language_that_is_asked_for(event: PublishedEvent, now: datetime) -> None:
    (one,) = team_agenda.documents(event.edition, Wanted(), now=now, language="pl")
    assert one.language == "pl"
    assert isinstance(one.data, TeamAgenda)
    assert one.data.imprint.language == "pl"
