"""`flask solve`, `flask publish` and `flask create-organiser`, as a person types them."""

import pytest
from flask import Flask

from app.domain.states import EditionState
from app.models import Edition
from tests.factory import Factory


@pytest.fixture
def edition(factory: Factory) -> Edition:
    """One visitor asks one hub person; there is room for it."""
    made = factory.edition(slug="spring", state=EditionState.BOOKING_CLOSED)
    factory.block(made, slots=2)
    factory.room(made, tables=1)
    factory.request(factory.registration(made), factory.registration(made))
    return made


def test_solve_and_publish(app: Flask, edition: Edition) -> None:
    runner = app.test_cli_runner()
    solved = runner.invoke(args=["solve", "spring"])
    assert solved.exit_code == 0, solved.output
    assert solved.output.startswith("1 of 1 requests scheduled, proved optimal, ")
    published = runner.invoke(args=["publish", "spring"])
    assert published.output == (
        "Version 1 is published: 1 meetings, 1 new, 0 changed, 0 cancelled.\n"
    )
    again = runner.invoke(args=["publish", "spring"])
    assert (again.exit_code, again.output) == (
        2,
        "Error: There is no draft to publish: run the solver first.\n",
    )


@pytest.mark.parametrize("command", ["solve", "publish"])
def test_an_unknown_edition_is_one_line(app: Flask, command: str) -> None:
    result = app.test_cli_runner().invoke(args=[command, "nowhere"])
    assert (result.exit_code, result.output) == (2, "Error: There is no edition “nowhere”.\n")


def test_an_edition_without_slots_is_one_line(app: Flask, factory: Factory) -> None:
    factory.edition(slug="empty")
    result = app.test_cli_runner().invoke(args=["solve", "empty"])
    assert (result.exit_code, result.output) == (
        2,
        "Error: There are no slots yet: add a block of meeting times first.\n",
    )


def test_create_organiser_prints_a_password_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["create-organiser", "Olga@Example.org", "--series", "Hub days"])
    assert first.exit_code == 0, first.output
    assert first.output.startswith("olga@example.org may now organise “Hub days”.\nPassword: ")
    again = runner.invoke(args=["create-organiser", "olga@example.org"])
    assert again.exit_code == 2
    assert "There is an account with this e-mail address already" in again.output


def test_a_chosen_password_is_not_printed(app: Flask) -> None:
    result = app.test_cli_runner().invoke(
        args=["create-organiser", "olga@example.org", "--password", "a quiet harbour"]
    )
    assert result.output == "olga@example.org may now organise “Digital Innovation Hub days”.\n"
