"""paper and calendars: languages, feeds, invites, mails in own words, what comes back

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHOICES = ("mail", "feed", "both")
KINDS = ("bounce", "calendar", "reply", "automatic", "other")

JSON, TEXT = sa.JSON(), sa.String
INSTANT = sa.DateTime(timezone=True)
# Table → column → type and the value that the rows which are there get.
ADDED = {
    "consent_text": {"translations": (JSON, "{}")},
    "edition": {"languages": (JSON, '["en"]'), "translations": (JSON, "{}")},
    "programme_item": {"translations": (JSON, "{}")},
    "question": {"translations": (JSON, "{}")},
    "room": {"translations": (JSON, "{}")},
    "registration": {
        "locale": (TEXT(8), "en"),
        "calendar_choice": (TEXT(24), "mail"),
        "reminder_minutes": (sa.Integer(), None),
        "mail_bounced_at": (INSTANT, None),
    },
    "calendar_identity": {"told": (TEXT(400), "")},
    "outgoing_mail": {
        "calendar_identity_id": (sa.Integer(), None),
        "told_before": (TEXT(400), ""),
        "bounced_at": (INSTANT, None),
    },
    "print_job": {"options": (JSON, "{}")},
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, (kind, value) in columns.items():
                batch_op.add_column(
                    sa.Column(name, kind, nullable=value is None, server_default=value)
                )
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, (kind, value) in columns.items():
                if value is not None:
                    batch_op.alter_column(name, existing_type=kind, server_default=None)
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_registration_calendar_choice"), f"calendar_choice IN {CHOICES}"
        )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_calendar_identity_id"), ["calendar_identity_id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outgoing_mail_calendar_identity_id"),
            "calendar_identity",
            ["calendar_identity_id"],
            ["id"],
            ondelete="SET NULL",
        )
    _create_mail_template()
    _create_feed_token()
    _create_incoming_mail()


def _create_mail_template() -> None:
    op.create_table(
        "mail_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("part", sa.String(24), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_mail_template_edition_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["account.id"],
            name="fk_mail_template_changed_by_id",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mail_template"),
        sa.UniqueConstraint("edition_id", "kind", "part", "language", name="uq_mail_template"),
    )


def _create_feed_token() -> None:
    op.create_table(
        "feed_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content_changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_feed_token_registration_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_token"),
        sa.UniqueConstraint("token_hash", name="uq_feed_token_token_hash"),
    )
    living = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_living_feed_token",
        "feed_token",
        ["registration_id"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def _create_incoming_mail() -> None:
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("mailbox_key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("outgoing_mail_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_incoming_mail_kind")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_incoming_mail_edition_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_incoming_mail_registration_id",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_mail_id"],
            ["outgoing_mail.id"],
            name="fk_incoming_mail_outgoing_mail_id",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_mail"),
        sa.UniqueConstraint("mailbox_key", name="uq_incoming_mail_mailbox_key"),
        sa.UniqueConstraint("public_id", name="uq_incoming_mail_public_id"),
    )
    for column in ("edition_id", "registration_id", "outgoing_mail_id", "sender"):
        op.create_index(f"ix_incoming_mail_{column}", "incoming_mail", [column])


def downgrade() -> None:
    for table in ("incoming_mail", "feed_token", "mail_template"):
        op.drop_table(table)
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_outgoing_mail_calendar_identity_id"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_calendar_identity_id"))
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_registration_calendar_choice"), type_="check")
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in columns:
                batch_op.drop_column(name)
