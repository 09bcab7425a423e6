"""people: accounts, registration, requests, mail, privacy

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NO_DEFAULTS = {
    "edition": [
        "request_expiry_days",
        "request_mode",
        "scheduling_mode",
        "ask_matrix",
        "delegation_allowed",
        "part_capacities",
        "approval_required",
        "waiting_list",
        "accept_by_hours",
        "mails_paused",
        "controller",
        "controller_contact",
        "legal_basis",
        "privacy_note",
        "retention_months",
        "legal_hold",
    ],
    "meeting_request": ["answer_note"],
    "registration": ["wants_stand", "answers"],
    "staff": ["countries"],
}
EDITION_RULES = {
    "capacity_not_negative": "registration_capacity >= 0",
    "retention_positive": "retention_months >= 1",
    "request_expiry_positive": "request_expiry_days >= 1",
    "accept_by_positive": "accept_by_hours >= 1",
}
REGISTRATION_STATES_BEFORE = ("submitted", "approved", "rejected", "waitlisted", "cancelled")
REGISTRATION_STATES = (
    "submitted",
    "approved",
    "rejected",
    "waitlisted",
    "offered",
    "cancelled",
)
CONSENT_KINDS_BEFORE = ("privacy", "directory")
CONSENT_KINDS = ("privacy", "directory", "contact", "photos")


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("actor_account_id", sa.Integer(), nullable=True),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_entry_happened_at"), ["happened_at"], unique=False
        )

    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("window_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_starts_at", name=op.f("pk_rate_count")),
    )
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_count_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "mailed_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "reset_password",
                "change_email",
                "resume_registration",
                "invite_staff",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_mailed_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_code_token_hash")),
    )
    with op.batch_alter_table("mailed_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_code_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mailed_code_email"), ["email"], unique=False)

    op.create_table(
        "consent_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "privacy",
                "directory",
                "contact",
                "photos",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_consent_text_version_positive")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_consent_text_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text")),
        sa.UniqueConstraint("edition_id", "kind", "version", name="uq_consent_text"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("help", sa.String(length=400), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "line",
                "text",
                "choice",
                "choices",
                "yes_no",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_question_edition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("edition_id", "code", name="uq_question_code"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "sme",
                "hub",
                "public_body",
                "research_organisation",
                "exhibitor",
                "policy_maker",
                "speaker",
                "press",
                "other",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_account_id"],
            ["account.id"],
            name=op.f("fk_invitation_by_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_invitation_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_invitation_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(
            "uq_open_invitation",
            ["edition_id", "email"],
            unique=True,
            sqlite_where=sa.text("used_at IS NULL"),
            postgresql_where=sa.text("used_at IS NULL"),
        )

    op.create_table(
        "outgoing_mail",
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(length=40), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_outgoing_mail_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_outgoing_mail_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_outgoing_mail_registration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("dedupe_key", name="uq_outgoing_mail_dedupe_key"),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_mail_message_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_mail_public_id")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outgoing_mail_recipient"), ["recipient"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outgoing_mail_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index("ix_outgoing_mail_waiting", ["state", "not_before"], unique=False)

    op.create_table(
        "registration_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_account_id"],
            ["account.id"],
            name=op.f("fk_registration_note_by_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_note_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_note")),
    )
    with op.batch_alter_table("registration_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registration_note_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "veto",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("by_organisation_id", sa.Integer(), nullable=False),
        sa.Column("against_organisation_id", sa.Integer(), nullable=False),
        sa.Column("by_registration_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "by_organisation_id <> against_organisation_id", name=op.f("ck_veto_two_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["against_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_veto_against_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["by_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_veto_by_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["by_registration_id"],
            ["registration.id"],
            name=op.f("fk_veto_by_registration_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_veto_edition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_veto")),
        sa.UniqueConstraint(
            "edition_id", "by_organisation_id", "against_organisation_id", name="uq_veto"
        ),
    )
    with op.batch_alter_table("veto", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_veto_against_organisation_id"), ["against_organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_veto_by_registration_id"), ["by_registration_id"], unique=False
        )

    op.create_table(
        "registration_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "sme",
                "hub",
                "public_body",
                "research_organisation",
                "exhibitor",
                "policy_maker",
                "speaker",
                "press",
                "other",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_registration_draft_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_registration_draft_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_registration_draft_invitation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_draft")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_registration_draft_token_hash")),
    )
    with op.batch_alter_table("registration_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registration_draft_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_registration_draft_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_registration_draft_email"), ["email"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("totp_secret", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("totp_last_step", sa.Integer(), nullable=True))

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("request_expiry_days", sa.Integer(), nullable=False, server_default="5")
        )
        batch_op.add_column(
            sa.Column(
                "request_mode",
                sa.Enum(
                    "approval",
                    "automatic",
                    name="request_mode",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=False,
                server_default="approval",
            )
        )
        batch_op.add_column(
            sa.Column(
                "scheduling_mode",
                sa.Enum(
                    "solver_first",
                    "solver_only",
                    "acceptor",
                    name="scheduling_mode",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                nullable=False,
                server_default="solver_first",
            )
        )
        batch_op.add_column(sa.Column("answers_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ask_matrix", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("delegation_allowed", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("registration_capacity", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("part_capacities", sa.JSON(), nullable=False, server_default="{}")
        )
        batch_op.add_column(
            sa.Column("approval_required", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(
            sa.Column("mails_paused", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("waiting_list", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(
            sa.Column("accept_by_hours", sa.Integer(), nullable=False, server_default="48")
        )
        batch_op.add_column(
            sa.Column("controller", sa.String(length=400), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column(
                "controller_contact", sa.String(length=254), nullable=False, server_default=""
            )
        )
        batch_op.add_column(sa.Column("legal_basis", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("privacy_note", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("retention_months", sa.Integer(), nullable=False, server_default="12")
        )
        batch_op.add_column(
            sa.Column("legal_hold", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True)
        )

    op.execute("UPDATE login_session SET proved_at = created_at")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.alter_column("proved_at", existing_type=sa.DateTime(timezone=True), nullable=False)

    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_rank", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("to_rank", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("answer_note", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("wants_stand", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("nudges_off_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("invited_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_invited_by_id"),
            "account",
            ["invited_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("countries", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))

    # The rows that were there have their values; from now on the application gives them.
    for table, columns in NO_DEFAULTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("edition", schema=None) as batch_op:
        for name, rule in EDITION_RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_edition_{name}"), rule)
    _restate("registration", "state", REGISTRATION_STATES)
    _restate("consent", "kind", CONSENT_KINDS)


def _restate(table: str, column: str, values: tuple[str, ...]) -> None:
    """The CHECK that holds a column to its states, with other states."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({listed})")


def downgrade() -> None:
    # Nobody may be left in a state, or hold a consent, that was not known before.
    op.execute("UPDATE registration SET state = 'waitlisted' WHERE state = 'offered'")
    op.execute("DELETE FROM consent WHERE kind IN ('contact', 'photos')")
    _restate("consent", "kind", CONSENT_KINDS_BEFORE)
    _restate("registration", "state", REGISTRATION_STATES_BEFORE)
    with op.batch_alter_table("edition", schema=None) as batch_op:
        for name in EDITION_RULES:
            batch_op.drop_constraint(op.f(f"ck_edition_{name}"), type_="check")
        batch_op.drop_constraint(op.f("ck_edition_request_mode"), type_="check")
        batch_op.drop_constraint(op.f("ck_edition_scheduling_mode"), type_="check")

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("created_at")
        batch_op.drop_column("countries")

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_invited_by_id"), type_="foreignkey")
        batch_op.drop_column("invited_by_id")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("nudges_off_at")
        batch_op.drop_column("checked_in_at")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("offer_expires_at")
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("answers")
        batch_op.drop_column("wants_stand")

    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("answer_note")
        batch_op.drop_column("to_rank")
        batch_op.drop_column("from_rank")

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_column("second_factor_at")
        batch_op.drop_column("proved_at")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("legal_hold")
        batch_op.drop_column("retention_months")
        batch_op.drop_column("privacy_note")
        batch_op.drop_column("legal_basis")
        batch_op.drop_column("controller_contact")
        batch_op.drop_column("controller")
        batch_op.drop_column("mails_paused")
        batch_op.drop_column("accept_by_hours")
        batch_op.drop_column("waiting_list")
        batch_op.drop_column("approval_required")
        batch_op.drop_column("part_capacities")
        batch_op.drop_column("registration_capacity")
        batch_op.drop_column("delegation_allowed")
        batch_op.drop_column("ask_matrix")
        batch_op.drop_column("answers_due_on")
        batch_op.drop_column("scheduling_mode")
        batch_op.drop_column("request_mode")
        batch_op.drop_column("request_expiry_days")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("totp_last_step")
        batch_op.drop_column("totp_confirmed_at")
        batch_op.drop_column("totp_secret")
        batch_op.drop_column("email_verified_at")

    with op.batch_alter_table("registration_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_draft_email"))
        batch_op.drop_index(batch_op.f("ix_registration_draft_edition_id"))
        batch_op.drop_index(batch_op.f("ix_registration_draft_account_id"))

    op.drop_table("registration_draft")
    with op.batch_alter_table("veto", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_veto_by_registration_id"))
        batch_op.drop_index(batch_op.f("ix_veto_against_organisation_id"))

    op.drop_table("veto")
    with op.batch_alter_table("registration_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_note_registration_id"))

    op.drop_table("registration_note")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_mail_waiting")
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_registration_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_recipient"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_edition_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_account_id"))

    op.drop_table("outgoing_mail")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_open_invitation",
            sqlite_where=sa.text("used_at IS NULL"),
            postgresql_where=sa.text("used_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_invitation_registration_id"))

    op.drop_table("invitation")
    op.drop_table("question")
    op.drop_table("consent_text")
    with op.batch_alter_table("mailed_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailed_code_email"))
        batch_op.drop_index(batch_op.f("ix_mailed_code_account_id"))

    op.drop_table("mailed_code")
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_count_expires_at"))

    op.drop_table("rate_count")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_happened_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_edition_id"))

    op.drop_table("audit_entry")
