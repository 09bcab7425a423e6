"""The pieces that pages are made of, each by itself."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.domain.closing_lines import Moment, closing_lines
from app.domain.states import EditionState, RequestState

Render = Callable[..., str]
# The library takes plain words; its type stubs know pairs only, which it warns of.
KINDS: Any = ["Company", "Hub"]
LEVELS: Any = ["Like", "Top"]


class Wish(Form):
    """A form with one field of each sort."""

    name = StringField("Name", [DataRequired("Say your name.")])
    topic = StringField("Topic", description="One line.")
    kind = SelectField("Kind", choices=KINDS)
    level = RadioField("Level", [InputRequired("Choose one.")], choices=LEVELS)
    agreed = BooleanField("I agree", [InputRequired("You must agree.")])


@pytest.fixture
def render(app: Flask) -> Render:
    """Render one call of a macro: render('_chip', 'chip(word)', word='x')."""

    def made(partial: str, call: str, **names: object) -> str:
        macro = call.partition("(")[0]
        source = f'{{% from "_partials/{partial}.html" import {macro} %}}{{{{ {call} }}}}'
        with app.test_request_context():
            return render_template_string(source, **names)

    return made


def words(html: str) -> str:
    """The text of a fragment, spaces joined."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sent(**values: str) -> Wish:
    form = Wish(MultiDict(values))
    form.validate()
    return form


def test_a_wrong_field_keeps_its_value_and_is_tied_to_its_error(render: Render) -> None:
    html = render("_form", "field(form.name)", form=sent(name=" ", topic="x"))

    assert 'value=" "' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="name-error"' in html
    assert '<span class="field-error" id="name-error">Say your name.</span>' in html


def test_help_stands_before_the_field_and_is_read_with_it(render: Render) -> None:
    html = render("_form", "field(form.topic)", form=sent(topic="Robots"))

    assert '<p class="help" id="topic-help">One line.</p>' in html
    assert 'aria-describedby="topic-help"' in html
    assert html.index("topic-help") < html.index("<input")


@pytest.mark.parametrize(
    ("name", "label"),
    [("name", "Name"), ("topic", "Topic (optional)"), ("kind", "Kind"), ("level", "Level")],
)
def test_only_what_may_be_left_out_is_called_optional(
    render: Render, name: str, label: str
) -> None:
    html = render("_form", "field(one)", one=sent()[name])

    match = re.search(r'class="form-label"[^>]*>(.*?)</(?:label|legend)>', html)
    assert match is not None
    assert words(match[1]) == label


def test_choices_of_one_question_are_a_group_with_a_legend(render: Render) -> None:
    html = render("_form", "field(form.level)", form=sent())

    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count('type="radio"') == 2
    assert "Choose one." in html


def test_every_fault_is_listed_with_a_way_to_its_field(render: Render) -> None:
    html = render("_form", "error_summary(form)", form=sent())

    assert re.findall(r'href="#(\w+)"', html) == ["name", "kind", "level", "agreed"]
    assert "4 things to put right" in html
    assert 'role="alert"' in html


def test_no_fault_no_summary(render: Render) -> None:
    form = sent(name="Anna", kind="Hub", level="Top", agreed="y")

    assert render("_form", "error_summary(form)", form=form).strip() == ""


def test_a_button_that_cannot_be_pressed_says_why(render: Render) -> None:
    html = render("_form", "post_button('/x', 'Ask', disabled_because='All requests are used.')")

    assert "<form" not in html
    assert " disabled" in html
    assert words(html) == "Ask All requests are used."


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RequestState.PENDING, "waiting for an answer"),
        (EditionState.BOOKING_OPEN, "requests open"),
        ("something new", "something new"),
    ],
)
def test_a_state_is_said_in_words(render: Render, state: object, expected: str) -> None:
    assert words(render("_chip", "state_chip(state)", state=state)) == expected


def test_demand_beyond_the_slots_is_said_in_words_too(render: Render) -> None:
    rows = [
        {"name": "Basque DIH", "wishes": 17, "slots": 12},
        {"name": "JSI", "wishes": 6, "slots": 6},
    ]

    html = render("_bars", "demand_bars(rows)", rows=rows)

    assert words(html) == "Basque DIH 17 asked, 12 slots · 5 too many JSI 6 asked, 6 slots"
    # the most is 17, so 12 slots end at 12 / 17 = 70.59 %
    assert 'x1="70.59%"' in html


def test_counts_are_drawn_against_the_most(render: Render) -> None:
    html = render("_bars", "count_bars(rows)", rows=[("Spain", 4, None), ("Malta", 1, "/malta")])

    assert re.findall(r'width="([\d.]+)%"', html) == ["100.0", "25.0"]
    assert '<a href="/malta">Malta</a>' in html


def test_progress_shows_the_lines_and_says_the_words(render: Render) -> None:
    lines = closing_lines([Moment(0, 10, 40), Moment(8, 30, 40)])

    html = render("_progress", "progress_panel('38 of 41', lines, [('Gap', None)])", lines=lines)

    assert '<p class="progress-words" data-say>38 of 41</p>' in html
    assert html.count("<polyline") == 2
    assert words(html).endswith("Gap –")
    assert "data-over" not in html


def test_work_that_is_over_is_watched_no_more(render: Render, app: Flask) -> None:
    source = """{% from "_partials/_progress.html" import watched %}
      {% call watched("/fragment", over=over) %}x{% endcall %}"""

    with app.test_request_context():
        going = render_template_string(source, over=False)
        done = render_template_string(source, over=True)

    assert 'data-progress="/fragment"' in going
    assert "data-progress" not in done


def test_slots_are_boxes_to_tick_unless_taken_or_closed(render: Render) -> None:
    def slot(hour: int, **values: object) -> SimpleNamespace:
        start = datetime(2027, 5, 18, hour, tzinfo=UTC)
        return SimpleNamespace(
            value=f"A{hour}", starts_at=start, ends_at=start.replace(minute=20), **values
        )

    slots = [
        slot(8, checked=True, kind="choice", note=""),
        slot(9, checked=False, kind="choice", note=""),
        slot(10, checked=False, kind="closed", note="your talk"),
        slot(11, checked=False, kind="booked", note="Egile"),
    ]
    block = SimpleNamespace(label="Block A", slots=slots)
    days = [SimpleNamespace(date=date(2027, 5, 18), blocks=[block])]

    html = render("_slot_grid", "slot_grid(days, 'slots', 'Europe/Warsaw')", days=days)

    boxes = re.findall(r'<input type="checkbox" name="slots" value="(\w+)"( checked)?>', html)
    assert boxes == [("A8", " checked"), ("A9", "")]
    assert words(html) == (
        "Tuesday 18 May 2027 Block A "
        "10:00–10:20 11:00–11:20 12:00–12:20 your talk 13:00–13:20 Egile"
    )


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("4", "7", "Table was 4 → is 7"),
        (None, "7", "Table is 7"),
        ("4", None, "Table was 4 no more"),
    ],
)
def test_a_difference_says_what_was_and_what_is(
    render: Render, was: str | None, now: str | None, expected: str
) -> None:
    assert words(render("_diff_line", "diff_line('Table', was, now)", was=was, now=now)) == expected


def test_an_impact_says_who_what_and_what_to_do(render: Render) -> None:
    items = [
        {"who": "Anna", "what": "has a meeting then", "advice": "Move it."},
        {"who": "B", "what": "c"},
    ]

    assert words(render("_impact", "impact_list(items)", items=items)) == (
        "Anna has a meeting then Move it. B c"
    )


def test_a_board_names_both_sides_and_what_is_free(render: Render) -> None:
    start = datetime(2027, 5, 18, 8, tzinfo=UTC)
    meeting = {"sides": ["Egile", "Basque DIH"], "pinned": True}
    rows = [
        {
            "starts_at": start,
            "ends_at": start.replace(minute=20),
            "day": date(2027, 5, 18),
            "cells": [[meeting], []],
        }
    ]
    columns = [{"label": "Table 1", "note": "Basque DIH"}, {"label": "Table 2"}]

    html = render(
        "_board", "board(rows, columns, 'Europe/Warsaw', 'All')", rows=rows, columns=columns
    )

    assert words(html) == (
        "All Slot Table 1 Basque DIH Table 2 Tuesday 18 May 2027 "
        "10:00–10:20 Egile Basque DIH pinned free"
    )


def test_pages_near_the_current_one_and_the_ends_are_offered(render: Render) -> None:
    html = render("_pagination", "pagination(5, 9, 421, 'public.home', {})")

    assert words(html) == ("421 in all · page 5 of 9 Previous Page 1 Page 4 5 Page 6 Page 9 Next")
