"""Two editions of two series, with everything that an address can name, and all who may ask.

The sweeps of this folder send requests to every route. They find a real address for each here:
who adds a route with a new argument says in `half.py` what it names.
"""

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, event
from werkzeug.routing import IntegerConverter, Rule

from app.domain.states import StaffRole
from app.extensions import Base, db
from app.models import (
    Account,
    Registration,
    Staff,
)
from tests.factory import Factory
from tests.web.half import Half

# A rule's argument with its converter: `<path:filename>`.
CONVERTED = re.compile(r"<[^<>]*:(\w+)>")
# Rules that answer with files of the program itself.
FILES = {"static", "bootstrap.static"}
# Endpoint → what its address must ask for.
QUERIES = {
    "organiser_demand.nudge": {"segment": "no_profile"},
    "organiser_mail_words.one": {"kind": "registration_approved"},
    "organiser_prints.order": {"paper": "personal_agenda"},
    "organiser_questions.preview": {"part": "sme"},
    "organiser_registration.change_consent": {"kind": "privacy"},
    "organiser_registration.consent": {"kind": "privacy"},
    "organiser_people.preview": {"decision": "approved"},
}
# What no rule may change by being read: all but who looked when, how often, and the log.
MOVING = {
    ("login_session", "seen_at"),
    *(("feed_token", name) for name in ("read_at", "content_hash", "content_changed_at")),
}
UNCOUNTED = {"rate_count", "audit_entry"}

Rows = dict[str, list[dict[str, Any]]]


class World:
    """The application with both halves, and who may ask: by name, signed in already."""

    def __init__(self, app: Flask, now: datetime) -> None:
        self.app = app
        self._file = Path(app.config["HUBMEET_DATA"]) / "hubmeet.db"
        self._pristine = self._file.with_name("pristine.db")
        with app.app_context():
            event.listen(db.engine, "connect", _careless)
            factory = Factory(now)
            self.own = Half(factory, "spring", self._file.parent)
            self.other = Half(factory, "autumn", self._file.parent)
            accounts = self._accounts(factory)
            self._cookies = {actor: _cookie(app, factory, one) for actor, one in accounts.items()}
            accounts["disabled"].disabled_at = now
            factory.add(accounts["disabled"])
            self.actors = ["visitor", *accounts]
            self.accounts = {actor: account.id for actor, account in accounts.items()}
            db.session.remove()
            db.engine.dispose()
        shutil.copyfile(self._file, self._pristine)

    def _accounts(self, factory: Factory) -> dict[str, Account]:
        own, other = self.own, self.other
        people = {
            "participant": own.asking,
            "colleague": own.colleague,
            "other company": own.rival,
            "hub": own.hub,
            "exhibitor": own.exhibitor,
            "other edition": other.asking,
        }
        found = {actor: _account(person) for actor, person in people.items()}
        found["disabled"] = factory.account()
        factory.registration(own.edition, account=found["disabled"])
        for role in StaffRole:
            found[role.value] = factory.account()
            whole = role is StaffRole.OWNER
            factory.add(
                Staff(
                    account_id=found[role.value].id,
                    series_id=own.edition.series_id if whole else None,
                    edition_id=None if whole else own.edition.id,
                    role=role,
                    countries=["PL"] if role is StaffRole.SUPPORTING else [],
                )
            )
        found["other organiser"] = factory.organiser(other.edition)
        return found

    def browser(self, actor: str) -> FlaskClient:
        """A browser of its own, in which the actor is signed in."""
        made = self.app.test_client()
        if actor in self._cookies:
            made.set_cookie("hubmeet", self._cookies[actor])
        return made

    def rules(self) -> Iterator[tuple[Rule, str]]:
        """Every rule with each method that it answers by itself, in the order of addresses."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda one: one.rule):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method

    def route(self, rule: Rule, method: str) -> str:
        """Method and rule as the access matrix calls them."""
        return f"{method} " + CONVERTED.sub(r"<\1>", rule.rule)

    def names(self, rule: Rule, half: Half | None = None) -> dict[str, str]:
        """What stands for each argument of the rule in an address of the half."""
        known = (half or self.own).names | {
            "static filename": "icon.svg",
            "bootstrap.static filename": "css/bootstrap.min.css",
            "name": "SourceSansPro-Regular.ttf",
        }
        found = {one: known.get(f"{rule.endpoint} {one}", known.get(one)) for one in rule.arguments}
        missing = [name for name, value in found.items() if value is None]
        assert not missing, f"{rule.rule}: say in tests/web/half.py what {missing} names"
        return {name: str(value) for name, value in found.items()}

    def address(self, rule: Rule, **names: str) -> str:
        """A real address of the rule; `names` stand in place of those of the own half."""
        values = self.names(rule) | QUERIES.get(rule.endpoint, {}) | names
        return str(self.app.url_map.bind("").build(rule.endpoint, values))

    def nowhere(self, rule: Rule) -> dict[str, str]:
        """The same for things that are not there; only the edition is."""
        converters = rule._converters
        return {
            name: "2147483646" if isinstance(converters[name], IntegerConverter) else "not-there"
            for name in rule.arguments - {"edition"}
        }

    def form(self, rule: Rule) -> dict[str, str]:
        """The least that a form of this route must say."""
        return self.own.forms.get(rule.endpoint, {})

    def restore(self) -> None:
        """Undo whatever was stored since the beginning."""
        shutil.copyfile(self._pristine, self._file)

    def rows(self) -> Rows:
        """Everything that is stored, but for what may change by reading."""
        with closing(sqlite3.connect(self._file)) as connection:
            connection.row_factory = sqlite3.Row
            return {
                table.name: _rows_of(table, connection)
                for table in Base.metadata.sorted_tables
                if table.name not in UNCOUNTED
            }

    def fingerprint(self) -> str:
        """The same as one short text."""
        return hashlib.sha256(repr(self.rows()).encode()).hexdigest()


def _careless(connection: Any, _record: Any) -> None:
    """Nobody needs the tests' data after a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _account(person: Registration) -> Account:
    account = person.account
    assert account is not None
    return account


def _cookie(app: Flask, factory: Factory, account: Account) -> str:
    browser = app.test_client()
    factory.sign_in(browser, account)
    cookie = browser.get_cookie("hubmeet")
    assert cookie is not None
    return cookie.value


def _rows_of(table: Table, connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """By a connection of its own: much quicker than by models, and some tests ask often."""
    order = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    moving = {name for where, name in MOVING if where == table.name}
    found = connection.execute(f'SELECT * FROM "{table.name}" ORDER BY {order}')  # noqa: S608 - ours
    return [{name: row[name] for name in row.keys() if name not in moving} for row in found]  # noqa: SIM118 - a Row is no mapping
