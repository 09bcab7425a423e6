"""Accounts, organisations and who belongs to what."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import CrossBorder, MembershipRole, OrganisationKind, StaffRole
from app.extensions import Model
from app.models.columns import Instant, Key, Name, Slug, reference, state_column


class Account(Model):
    """A login; the e-mail is stored lower-case and trimmed."""

    __tablename__ = "account"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(8), default="en")
    disabled_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
    fictional: Mapped[bool] = mapped_column(default=False)


class LoginSession(Model):
    """One signed-in browser; ending it signs that browser out."""

    __tablename__ = "login_session"

    id: Mapped[Key]
    account_id: Mapped[int] = reference("account.id", ondelete="CASCADE")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[Instant | None]

    account: Mapped[Account] = relationship(lazy="joined")


class Organisation(Model):
    """A hub, company or body; it lives across editions."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Name]
    short_name: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[OrganisationKind] = state_column(OrganisationKind, "kind", index=True)
    size_class: Mapped[str | None] = mapped_column(String(16))
    country: Mapped[str] = mapped_column(String(2), index=True)
    nuts2: Mapped[str | None] = mapped_column(String(4))
    city: Mapped[str] = mapped_column(String(120), default="")
    website: Mapped[str] = mapped_column(String(400), default="")
    catalogue_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    source_note: Mapped[str] = mapped_column(Text, default="")
    fictional: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]

    catalogue_entry: Mapped["CatalogueEntry | None"] = relationship(back_populates="organisation")


class CatalogueEntry(Model):
    """What the European catalogue says a hub offers; profiles start as a copy of it.

    `technologies`, `sectors` and `services` map a taxonomy code to its intensity, 1 to 5.
    """

    __tablename__ = "catalogue_entry"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[str] = mapped_column(Text, default="")
    hub_type: Mapped[str] = mapped_column(String(40), default="")
    technologies: Mapped[dict[str, int]] = mapped_column(JSON)
    sectors: Mapped[dict[str, int]] = mapped_column(JSON)
    services: Mapped[dict[str, int]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    complete: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(back_populates="catalogue_entry")


class Membership(Model):
    """An account speaks for an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id", name="uq_membership"),)

    id: Mapped[Key]
    account_id: Mapped[int] = reference("account.id", index=False, ondelete="CASCADE")
    organisation_id: Mapped[int] = reference("organisation.id")
    role: Mapped[MembershipRole] = state_column(MembershipRole, "role")


class Profile(Model):
    """What an organisation offers or needs at one edition.

    For a hub the numbers are intensities, 1 to 5; for others they are priorities, 1 to 3.
    `services` holds service codes (hubs), `functions` the four service functions (others).
    """

    __tablename__ = "profile"
    __table_args__ = (UniqueConstraint("edition_id", "organisation_id", name="uq_profile"),)

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    organisation_id: Mapped[int] = reference("organisation.id")
    text: Mapped[str] = mapped_column(Text, default="")
    technologies: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    sectors: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    services: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    functions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    need_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    cross_border: Mapped[CrossBorder] = state_column(
        CrossBorder, "cross_border", default=CrossBorder.NO_PREFERENCE
    )
    join_link: Mapped[str] = mapped_column(String(400), default="")
    source_note: Mapped[str] = mapped_column(Text, default="")
    fictional: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship()


class Staff(Model):
    """An account helps to organise a series, or one edition of it."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("(series_id IS NULL) <> (edition_id IS NULL)", name="series_or_edition"),
        UniqueConstraint("account_id", "series_id", "edition_id", name="uq_staff"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = reference("account.id", ondelete="CASCADE")
    series_id: Mapped[int | None] = reference("series.id")
    edition_id: Mapped[int | None] = reference("edition.id")
    role: Mapped[StaffRole] = state_column(StaffRole, "role")

    account: Mapped[Account] = relationship()
