"""first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("short_name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hub",
                "sme",
                "large_company",
                "public_body",
                "research_organisation",
                "investor",
                "network",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("size_class", sa.String(length=16), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("nuts2", sa.String(length=4), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=400), nullable=False),
        sa.Column("catalogue_id", sa.String(length=120), nullable=True),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("catalogue_id", name=op.f("uq_organisation_catalogue_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_kind"), ["kind"], unique=False)

    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_series_slug")),
    )
    op.create_table(
        "catalogue_entry",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("hub_type", sa.String(length=40), nullable=False),
        sa.Column("technologies", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_catalogue_entry_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_catalogue_entry")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("who_may_come", sa.Text(), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("registration_closes_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "registration_open",
                "booking_open",
                "booking_closed",
                "scheduled",
                "final",
                "running",
                "closed",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("max_meetings", sa.Integer(), nullable=False),
        sa.Column("min_meetings", sa.Integer(), nullable=False),
        sa.Column("hub_max_per_block", sa.Integer(), nullable=True),
        sa.Column("max_consecutive", sa.Integer(), nullable=True),
        sa.Column("request_quota", sa.Integer(), nullable=False),
        sa.Column("hub_request_quota", sa.Integer(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("idle_slot_price", sa.Integer(), nullable=False),
        sa.Column("join_link_template", sa.String(length=400), nullable=False),
        sa.Column("is_replay", sa.Boolean(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("live_change_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_edition_dates_in_order")),
        sa.CheckConstraint("max_meetings >= 1", name=op.f("ck_edition_max_meetings_positive")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_edition_series_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("slug", name=op.f("uq_edition_slug")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_state"), ["state"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_login_session_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin", "member", name="role", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_membership_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("account_id", "organisation_id", name="uq_membership"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_local", sa.Time(), nullable=False),
        sa.Column("ends_local", sa.Time(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_local > starts_local", name=op.f("ck_block_ends_after_start")),
        sa.CheckConstraint(
            "gap_minutes >= 0 AND gap_minutes % 5 = 0", name=op.f("ck_block_gap_whole_ticks")
        ),
        sa.CheckConstraint(
            "slot_minutes >= 5 AND slot_minutes % 5 = 0", name=op.f("ck_block_slot_whole_ticks")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_block_edition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
        sa.UniqueConstraint("edition_id", "code", name="uq_block_code"),
    )
    op.create_table(
        "print_job",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("queued_by_id", sa.Integer(), nullable=True),
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
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_print_job_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["queued_by_id"],
            ["account.id"],
            name=op.f("fk_print_job_queued_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_print_job_public_id")),
    )
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_job_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("technologies", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("functions", sa.JSON(), nullable=False),
        sa.Column("need_codes", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column(
            "cross_border",
            sa.Enum(
                "wanted",
                "no_preference",
                "not_wanted",
                name="cross_border",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("join_link", sa.String(length=400), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_profile_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_profile_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("edition_id", "organisation_id", name="uq_profile"),
    )
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_profile_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("job_title", sa.String(length=120), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "attendee",
                "speaker",
                "policy_maker",
                "press",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "approved",
                "rejected",
                "waitlisted",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("wants_meetings", sa.Boolean(), nullable=False),
        sa.Column("max_meetings", sa.Integer(), nullable=True),
        sa.Column("parallel_desks", sa.Integer(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("parallel_desks >= 1", name=op.f("ck_registration_desks_positive")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_registration_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_registration_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_registration_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("edition_id", "email", name="uq_registration_email"),
        sa.UniqueConstraint("public_id", name=op.f("uq_registration_public_id")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registration_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_registration_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_registration_state"), ["state"], unique=False)

    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_room_edition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("edition_id", "name", name="uq_room_name"),
        sa.UniqueConstraint("edition_id", "slug", name="uq_room_slug"),
    )
    op.create_table(
        "solve_run",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("live_change_number", sa.Integer(), nullable=False),
        sa.Column("queued_by_id", sa.Integer(), nullable=True),
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
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_solve_run_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["queued_by_id"],
            ["account.id"],
            name=op.f("fk_solve_run_queued_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solve_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_solve_run_public_id")),
    )
    with op.batch_alter_table("solve_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_solve_run_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            "uq_unfinished_run",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "editor",
                "supporting",
                "desk",
                "reader",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(series_id IS NULL) <> (edition_id IS NULL)", name=op.f("ck_staff_series_or_edition")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staff_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_staff_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_staff_series_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("account_id", "series_id", "edition_id", name="uq_staff"),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_series_id"), ["series_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "privacy",
                "directory",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_consent_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "meeting_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("from_registration_id", sa.Integer(), nullable=False),
        sa.Column("to_organisation_id", sa.Integer(), nullable=False),
        sa.Column("to_registration_id", sa.Integer(), nullable=True),
        sa.Column("first_organisation_id", sa.Integer(), nullable=False),
        sa.Column("second_organisation_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column(
            "from_level",
            sa.Enum(
                "like",
                "top",
                name="from_level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_level",
            sa.Enum(
                "like", "top", name="to_level", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("match_score", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                "void",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "asked",
                "booked",
                "desk",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "first_organisation_id < second_organisation_id",
            name=op.f("ck_meeting_request_two_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_account_id"],
            ["account.id"],
            name=op.f("fk_meeting_request_answered_by_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_meeting_request_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["first_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_request_first_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["from_registration_id"],
            ["registration.id"],
            name=op.f("fk_meeting_request_from_registration_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["second_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_request_second_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_request_to_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_registration_id"],
            ["registration.id"],
            name=op.f("fk_meeting_request_to_registration_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_request_public_id")),
    )
    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_request_answered_by_account_id"),
            ["answered_by_account_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_meeting_request_from_registration_id"),
            ["from_registration_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_meeting_request_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meeting_request_to_organisation_id"),
            ["to_organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_meeting_request_to_registration_id"),
            ["to_registration_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_living_request_of_pair",
            ["edition_id", "first_organisation_id", "second_organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('pending', 'accepted')"),
            postgresql_where=sa.text("state IN ('pending', 'accepted')"),
        )

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "table",
                "stand",
                "online",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("desks", sa.Integer(), nullable=False),
        sa.Column("owner_organisation_id", sa.Integer(), nullable=True),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'online') = (room_id IS NULL)", name=op.f("ck_place_online_has_no_room")
        ),
        sa.CheckConstraint("desks >= 1", name=op.f("ck_place_desks_positive")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_place_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_place_owner_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_place_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("room_id", "label", name="uq_place_label"),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_place_owner_organisation_id"), ["owner_organisation_id"], unique=False
        )

    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "talk",
                "panel",
                "plenary",
                "workshop",
                "exhibition",
                "break",
                "social",
                "registration",
                "matchmaking",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_programme_item_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_programme_item_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_programme_item_room_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_item_uid")),
    )
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_item_edition_id"), ["edition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_programme_item_room_id"), ["room_id"], unique=False)

    op.create_table(
        "schedule_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "draft",
                "published",
                "live",
                "discarded",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("solve_run_id", sa.Integer(), nullable=True),
        sa.Column("live_change_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'published') = (number IS NOT NULL)",
            name=op.f("ck_schedule_version_published_numbered"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f("fk_schedule_version_created_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_schedule_version_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["schedule_version.id"],
            name=op.f("fk_schedule_version_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["account.id"],
            name=op.f("fk_schedule_version_published_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["solve_run_id"],
            ["solve_run.id"],
            name=op.f("fk_schedule_version_solve_run_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_version")),
        sa.UniqueConstraint("edition_id", "number", name="uq_version_number"),
    )
    with op.batch_alter_table("schedule_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_schedule_version_parent_id"), ["parent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_schedule_version_solve_run_id"), ["solve_run_id"], unique=False
        )
        batch_op.create_index(
            "uq_live_version",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'live'"),
            postgresql_where=sa.text("kind = 'live'"),
        )

    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_slot_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name=op.f("fk_slot_block_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_slot_edition_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("edition_id", "code", name="uq_slot_code"),
        sa.UniqueConstraint("edition_id", "starts_at", name="uq_slot_start"),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_block_id"), ["block_id"], unique=False)

    op.create_table(
        "calendar_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_calendar_identity_registration_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["meeting_request.id"],
            name=op.f("fk_calendar_identity_request_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_identity")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_identity_uid")),
    )
    with op.batch_alter_table("calendar_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_identity_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(
            "uq_living_identity",
            ["request_id", "registration_id"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.create_table(
        "live_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "booked",
                "cancelled",
                "published",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_account_id"],
            ["account.id"],
            name=op.f("fk_live_change_by_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_live_change_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["meeting_request.id"],
            name=op.f("fk_live_change_request_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_change")),
        sa.UniqueConstraint("edition_id", "number", name="uq_live_change"),
    )
    with op.batch_alter_table("live_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_live_change_request_id"), ["request_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_meeting_place_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["meeting_request.id"],
            name=op.f("fk_meeting_request_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_meeting_slot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["schedule_version.id"],
            name=op.f("fk_meeting_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
        sa.UniqueConstraint("version_id", "request_id", name="uq_meeting_request"),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "open_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "booked",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_open_slot_edition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_open_slot_place_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_open_slot_registration_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["meeting_request.id"],
            name=op.f("fk_open_slot_request_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_open_slot_slot_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_slot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_open_slot_public_id")),
        sa.UniqueConstraint("registration_id", "slot_id", name="uq_open_slot"),
    )
    with op.batch_alter_table("open_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_slot_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_open_slot_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_open_slot_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_open_slot_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "programme_presenter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["programme_item.id"],
            name=op.f("fk_programme_presenter_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_programme_presenter_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_presenter")),
        sa.UniqueConstraint("item_id", "registration_id", name="uq_programme_presenter"),
    )
    with op.batch_alter_table("programme_presenter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_presenter_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "unavailability",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_unavailability_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_unavailability_slot_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unavailability")),
        sa.UniqueConstraint("registration_id", "slot_id", name="uq_unavailability"),
    )
    with op.batch_alter_table("unavailability", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unavailability_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_attendance_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_attendance_registration_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meeting_id", "registration_id", name="uq_attendance"),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "occupied",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("tick", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_occupied_edition_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_occupied_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "holder", "tick", name=op.f("pk_occupied")),
    )
    with op.batch_alter_table("occupied", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occupied_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("occupied", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupied_meeting_id"))

    op.drop_table("occupied")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_registration_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("unavailability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unavailability_slot_id"))

    op.drop_table("unavailability")
    with op.batch_alter_table("programme_presenter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_presenter_registration_id"))

    op.drop_table("programme_presenter")
    with op.batch_alter_table("open_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_slot_slot_id"))
        batch_op.drop_index(batch_op.f("ix_open_slot_request_id"))
        batch_op.drop_index(batch_op.f("ix_open_slot_place_id"))
        batch_op.drop_index(batch_op.f("ix_open_slot_edition_id"))

    op.drop_table("open_slot")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_slot_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_request_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_place_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("live_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_live_change_request_id"))

    op.drop_table("live_change")
    with op.batch_alter_table("calendar_identity", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_living_identity",
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_identity_registration_id"))

    op.drop_table("calendar_identity")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_block_id"))

    op.drop_table("slot")
    with op.batch_alter_table("schedule_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_live_version",
            sqlite_where=sa.text("kind = 'live'"),
            postgresql_where=sa.text("kind = 'live'"),
        )
        batch_op.drop_index(batch_op.f("ix_schedule_version_solve_run_id"))
        batch_op.drop_index(batch_op.f("ix_schedule_version_parent_id"))

    op.drop_table("schedule_version")
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_item_room_id"))
        batch_op.drop_index(batch_op.f("ix_programme_item_edition_id"))

    op.drop_table("programme_item")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_owner_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_place_edition_id"))

    op.drop_table("place")
    with op.batch_alter_table("meeting_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_living_request_of_pair",
            sqlite_where=sa.text("state IN ('pending', 'accepted')"),
            postgresql_where=sa.text("state IN ('pending', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_meeting_request_to_registration_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_request_to_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_request_state"))
        batch_op.drop_index(batch_op.f("ix_meeting_request_from_registration_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_request_answered_by_account_id"))

    op.drop_table("meeting_request")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_registration_id"))

    op.drop_table("consent")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_series_id"))
        batch_op.drop_index(batch_op.f("ix_staff_edition_id"))
        batch_op.drop_index(batch_op.f("ix_staff_account_id"))

    op.drop_table("staff")
    with op.batch_alter_table("solve_run", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_unfinished_run",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.drop_index(batch_op.f("ix_solve_run_edition_id"))

    op.drop_table("solve_run")
    op.drop_table("room")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_state"))
        batch_op.drop_index(batch_op.f("ix_registration_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_registration_account_id"))

    op.drop_table("registration")
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_organisation_id"))

    op.drop_table("profile")
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_job_edition_id"))

    op.drop_table("print_job")
    op.drop_table("block")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_state"))
        batch_op.drop_index(batch_op.f("ix_edition_series_id"))

    op.drop_table("edition")
    op.drop_table("catalogue_entry")
    op.drop_table("series")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_kind"))
        batch_op.drop_index(batch_op.f("ix_organisation_country"))

    op.drop_table("organisation")
    op.drop_table("account")
