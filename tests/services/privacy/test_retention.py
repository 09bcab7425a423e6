"""Retention takes exactly what is due, says so before, and does nothing twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.states import QuestionKind, WorkState
from app.extensions import db
from app.models import (
    Account,
    AuditEntry,
    Edition,
    Invitation,
    LoginSession,
    MailedCode,
    OutgoingMail,
    Question,
    RateCount,
    Registration,
    RegistrationDraft,
)
from app.services.privacy import retention
from tests.factory import Factory
from tests.services.privacy.canaries import World, dump, hits, tables_with

ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"])
# The edition ends on 19 May 2027 and keeps its people for 12 months.
MAY_2028 = datetime(2028, 5, 19, 12, tzinfo=UTC)


def names(edition: Edition) -> list[str]:
    chosen = select(Registration.name).where(Registration.edition_id == edition.id)
    return sorted(db.session.scalars(chosen))


def test_people_go_when_their_months_are_over(
    factory: Factory, tmp_path: Path, now: datetime
) -> None:
    edition = factory.edition(name="Spring", created_at=now)
    factory.registration(edition, name="Kept for a year")
    held = factory.edition(legal_hold=True)
    factory.registration(held, name="Held")
    longer = factory.edition(retention_months=13)
    factory.registration(longer, name="Kept longer")
    replay = factory.edition(is_replay=True)
    factory.registration(replay, name="Played")
    factory.registration(edition, name="Invented", fictional=True)

    for day in (datetime(2028, 4, 19, 12, tzinfo=UTC), MAY_2028 - timedelta(days=1)):
        assert retention.due(day) == ()
        assert retention.keep_no_longer(day, data=tmp_path) == 0
    assert [one.words for one in retention.due(MAY_2028)] == ["Spring: people"]
    assert names(edition) == ["Invented", "Kept for a year"]  # a look changes nothing

    assert retention.keep_no_longer(MAY_2028, data=tmp_path) == 1
    assert names(edition) == ["Invented", "removed participant"]
    assert db.session.get_one(Edition, edition.id).erased_at == MAY_2028
    assert retention.keep_no_longer(MAY_2028, data=tmp_path) == 0

    june = datetime(2028, 6, 19, 12, tzinfo=UTC)  # 13 months
    assert retention.keep_no_longer(june, data=tmp_path) == 1
    assert names(longer) == ["removed participant"]
    assert (names(held), names(replay)) == (["Held"], ["Played"])


@ON_SQLITE
def test_nothing_of_anybody_is_left_after_it(factory: Factory, tmp_path: Path) -> None:
    world = World(factory)
    assert hits(dump(), "ada")
    retention.keep_no_longer(MAY_2028, data=tmp_path)
    # Who helps to organise keeps the login, which still speaks for the organisation.
    assert tables_with(dump(), "ada") == {"account", "organisation", "profile", "staff"}
    assert db.session.get_one(Registration, world.ada.id).account_id is None


@ON_SQLITE
def test_sensitive_answers_go_after_thirty_days_and_the_others_stay(
    factory: Factory, tmp_path: Path
) -> None:
    edition = factory.edition(name="Spring")
    for code, sensitive in (("diet", True), ("shirt", False)):
        factory.add(
            Question(
                edition_id=edition.id,
                code=code,
                label=code,
                kind=QuestionKind.LINE,
                sensitive=sensitive,
            )
        )
    person = factory.registration(edition, answers={"diet": "no nuts", "shirt": "M"})
    eve, day = datetime(2027, 6, 17, 12, tzinfo=UTC), datetime(2027, 6, 18, 12, tzinfo=UTC)

    assert retention.keep_no_longer(eve, data=tmp_path) == 0
    assert [one.words for one in retention.due(day)] == ["Spring: sensitive answers"]
    assert retention.keep_no_longer(day, data=tmp_path) == 1

    db.session.refresh(person)
    assert person.answers == {"shirt": "M"}
    assert [step.people for step in retention.plan_of(edition)] == [1, 1]


def test_what_has_a_time_of_its_own_goes_at_that_time(
    factory: Factory, now: datetime, tmp_path: Path
) -> None:
    edition, account = factory.edition(), factory.account()
    old, young = now - timedelta(days=91), now - timedelta(days=89)
    for name, ago in (("old", old), ("young", young)):
        _timed_rows(factory, edition, account, name, ago, now)
    factory.add(Account(email="unproven@example.org", name="x", created_at=old))
    factory.add(Account(email="new@example.org", name="x", created_at=now))
    used = factory.account("used@example.org")
    used.created_at = old
    factory.registration(factory.edition(), account=used)

    announced = {one.words.partition(":")[0] for one in retention.due(now)}
    assert announced == {
        *("account", "audit_entry", "invitation", "login_session", "mailed_code"),
        *("outgoing_mail", "rate_count", "registration_draft"),
    }
    # account, entry, 2 invitations, session, 2 codes, 2 mails, 2 counts, 2 drafts: both ages are
    # past an expiry and past 30 days; only one is past 90 days.
    assert retention.keep_no_longer(now, data=tmp_path) == 13

    emails = set(db.session.scalars(select(Account.email)))
    assert emails == {account.email, "new@example.org", "used@example.org"}
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [one.address for one in entries] == ["", "192.0.2.1"]
    assert [one.user_agent for one in db.session.scalars(select(LoginSession))] == ["young"]
    for model in (Invitation, MailedCode, OutgoingMail, RateCount, RegistrationDraft):
        assert db.session.scalars(select(model)).all() == []
    assert retention.keep_no_longer(now, data=tmp_path) == 0


def _timed_rows(
    factory: Factory, edition: Edition, account: Account, name: str, ago: datetime, now: datetime
) -> None:
    factory.add(
        LoginSession(
            account_id=account.id,
            token_hash=name,
            created_at=ago,
            seen_at=ago,
            proved_at=ago,
            ended_at=ago,
            user_agent=name,
        )
    )
    factory.add(AuditEntry(happened_at=ago, action="x", address="192.0.2.1"))
    factory.add(
        MailedCode(
            purpose="sign_in",
            email="x@example.org",
            token_hash=name,
            created_at=ago,
            expires_at=ago,
        )
    )
    factory.add(RateCount(key=name, window_starts_at=ago, expires_at=ago))
    factory.add(
        RegistrationDraft(
            edition_id=edition.id, token_hash=name, created_at=ago, changed_at=ago, expires_at=ago
        )
    )
    factory.add(
        Invitation(
            edition_id=edition.id,
            email=f"{name}@example.org",
            token_hash=name,
            created_at=ago,
            expires_at=ago,
        )
    )
    factory.add(
        OutgoingMail(
            kind="x",
            dedupe_key=name,
            recipient="x@example.org",
            subject="x",
            message_id=name,
            data=b"x",
            queued_at=ago,
            not_before=ago,
            finished_at=ago,
            state=WorkState.DONE,
        )
    )


@ON_SQLITE
def test_the_command_lists_before_it_erases(app: Flask, factory: Factory) -> None:
    old = datetime(2020, 1, 1, tzinfo=UTC)
    factory.add(Account(email="unproven@example.org", name="x", created_at=old))
    run = app.test_cli_runner().invoke
    line = "     1  account: logins that nobody proved in 7 days"
    assert run(args=["retention", "--dry-run"]).output.splitlines() == [
        line,
        "Nothing was changed.",
    ]
    assert run(args=["retention"]).output.splitlines() == [line, "1 rows erased or emptied."]
    assert run(args=["retention"]).output == "Nothing is due.\n"
