"""Every form of every page, sent with more than it has: nothing else changes, nothing breaks."""

from datetime import datetime, tzinfo
from typing import Any

import pytest
from sqlalchemy import select

from app.clock import now_utc
from app.extensions import Base, db
from app.models import Registration
from tests.web.all_forms import Found, Sent
from tests.web.matrix import matrix
from tests.web.world import FILES, Rows, World

# Tables that editions share: their rows belong to no edition.
SHARED = {"account", "catalogue_entry", "login_session", "organisation", "series"}
# Columns that no form offers, and words that others use for them; each as somebody would try it.
EXTRA = {
    **{"role": "owner", "state": "approved", "status": "approved", "is_admin": "1", "admin": "1"},
    **{"email_verified": "1", "email_verified_at": "2027-01-01", "disabled_at": ""},
    **{"quota": "99", "request_quota": "99", "max_meetings": "99", "parallel_desks": "9"},
    **{"fictional": "1", "is_replay": "1", "pinned": "1", "origin": "desk", "match_score": "100"},
    **{"id": "1", "public_id": "aaaaaaaaaaaaaaa", "slug": "taken", "created_at": "2020-01-01"},
    **{"table_id": "1", "place_id": "1", "slot_id": "1", "version_id": "1", "request_id": "1"},
}
REFERENCES = ("account_id", "edition_id", "organisation_id", "owner_id", "registration_id")
NUMBERED = ("owner_organisation_id", "invited_by_id", "series_id", "answered_by_account_id")


def send(world: World, form: Found, values: Sent) -> int:
    """Send the form as a browser would; gives the status."""
    return world.browser(form.actor).post(form.path, data=values).status_code


def rows_after(world: World, form: Found, values: Sent) -> Rows:
    """All rows after the form was sent, from the beginning."""
    world.restore()
    send(world, form, values)
    return world.rows()


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still, so that two answers differ by what was sent alone."""
    now = now_utc()

    class Standing(datetime):
        """Always says the same."""

        @classmethod
        def now(cls, _zone: tzinfo | None = None) -> Any:
            """The moment at which the test began."""
            return now

    monkeypatch.setattr("app.clock.datetime", Standing)


def test_a_form_changes_no_column_that_it_does_not_offer(
    world: World, forms: list[Found], one_moment: None
) -> None:
    numbers = dict.fromkeys((*REFERENCES, *NUMBERED), str(world.accounts["participant"]))
    more, changed, writing = EXTRA | numbers, [], set()
    untouched = world.rows()
    for form in forms:
        extra = {name: [value] for name, value in more.items() if name not in form.names}
        plain = rows_after(world, form, form.values)
        told = _differences(plain, rows_after(world, form, {**form.values, **extra}))
        if told:  # what differs from time to time by chance, as new ids do, tells nothing
            told -= _differences(plain, rows_after(world, form, form.values))
        if told:
            changed.append(f"{form.path} as {form.actor}: {sorted(told)}")
        if _differences(untouched, plain):
            writing.add(form.path)
    assert changed == []
    assert len(writing) > 15, "most forms were refused: nothing was tried"


def test_no_form_reaches_into_another_edition(world: World, forms: list[Found]) -> None:
    """Not with its own choices and another edition's mixed, nor with those alone."""
    theirs = _names_of_the_other_edition(world)
    before, reached = _of_edition(world.rows(), world.other.edition.id), []
    for form in forms:
        for keep in (True, False):
            values = {name: own * keep + theirs for name, own in form.values.items()}
            after = _of_edition(rows_after(world, form, values), world.other.edition.id)
            if after != before:
                reached.append(f"{form.path} as {form.actor}")
    assert reached == []
    assert sum(len(rows) for rows in before.values()) > 40


def test_what_is_said_twice_or_as_a_list_breaks_nothing(world: World, forms: list[Found]) -> None:
    broken = []
    for form in forms:
        twice = {name: [*own, "", *own[::-1], "x"] for name, own in form.values.items()}
        listed = {f"{name}[]": own for name, own in form.values.items()}
        nested = {f"{name}[0][id]": own for name, own in form.values.items()}
        for values in (twice, {**listed, **nested}):
            status = send(world, form, values)
            world.restore()
            if status >= 500:
                broken.append(f"{form.path} as {form.actor}: {status}")
    assert broken == []


def test_what_an_address_says_twice_breaks_nothing(world: World) -> None:
    question = "page=2&page=x&q=a&q=b&q[]=c&state=approved&state=x&kind=&kind=hub"
    broken = []
    for rule, method in world.rules():
        caller = matrix().caller(world.route(rule, method))
        if method == "GET" and rule.endpoint not in FILES:
            answer = world.browser(caller).get(f"{world.address(rule)}?{question}")
            if answer.status_code >= 500:
                broken.append(rule.rule)
    assert broken == []


def _differences(one: Rows, other: Rows) -> set[tuple[str, str]]:
    """The columns in which the two differ; the number of a table's rows counts as one."""
    found = set()
    for table, rows in one.items():
        if len(rows) != len(other[table]):
            found.add((table, "rows"))
        for mine, theirs in zip(rows, other[table], strict=False):
            found |= {(table, name) for name in mine if mine[name] != theirs[name]}
    return found


def _of_edition(rows: Rows, edition_id: int) -> Rows:
    """The rows that belong to the edition, or refer to one that does."""
    keys: dict[str, set[Any]] = {"edition": {edition_id}}
    found: Rows = {"edition": [row for row in rows["edition"] if row["id"] == edition_id]}
    for table in Base.metadata.sorted_tables:
        if table.name in {*SHARED, "edition"} or table.name not in rows:
            continue
        owners = [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
        found[table.name] = [
            row
            for row in rows[table.name]
            if any(row[name] in keys.get(owner, ()) for name, owner in owners)
        ]
        keys[table.name] = {row["id"] for row in found[table.name] if "id" in row}
    return found


def _names_of_the_other_edition(world: World) -> list[str]:
    """Everything that a form could name a thing of the other edition by."""
    other = world.other
    with world.app.app_context():
        people = db.session.scalars(
            select(Registration.public_id).where(Registration.edition_id == other.edition.id)
        ).all()
    slots = [f"{person}/{slot.code}" for person in people[:2] for slot in other.scene.slots[:2]]
    numbers = [str(other.edition.id), str(other.scene.room.places[0].id)]
    return [*other.names.values(), *people, *slots, *numbers]
