"""Accounts, organisations and who belongs to what."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import CrossBorder, MembershipRole, OrganisationKind, StaffRole
from app.extensions import Model
from app.models.columns import (
    ACCOUNT_COUNTED,
    ACCOUNT_NAME,
    ACCOUNT_ROW,
    NOBODYS,
    OF_ACCOUNT,
    OF_ORGANISATION,
    ORGANISATION_COUNTED,
    ORGANISATION_NAME,
    SECRET,
    SIGN_IN,
    SIGN_IN_SECRET,
    Instant,
    Key,
    Name,
    reference,
    state_column,
)


class Account(Model):
    """A login; the e-mail is stored lower-case and trimmed."""

    __tablename__ = "account"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254), unique=True, info=ACCOUNT_NAME)
    name: Mapped[Name] = mapped_column(info=ACCOUNT_NAME)
    password_hash: Mapped[str | None] = mapped_column(String(200), info=SECRET)
    locale: Mapped[str] = mapped_column(String(8), default="en", info=OF_ACCOUNT)
    # Somebody proved that mail to the address reaches them.
    email_verified_at: Mapped[Instant | None] = mapped_column(info=OF_ACCOUNT)
    # The second factor: proposed until confirmed; no time step is good for two sign-ins.
    totp_secret: Mapped[str | None] = mapped_column(String(200), info=SECRET)
    totp_confirmed_at: Mapped[Instant | None] = mapped_column(info=OF_ACCOUNT)
    totp_last_step: Mapped[int | None] = mapped_column(info=SECRET)
    disabled_at: Mapped[Instant | None] = mapped_column(info=ACCOUNT_COUNTED)
    created_at: Mapped[Instant] = mapped_column(info=ACCOUNT_COUNTED)
    fictional: Mapped[bool] = mapped_column(default=False, info=NOBODYS)


class LoginSession(Model):
    """One signed-in browser; ending it signs that browser out."""

    __tablename__ = "login_session"

    id: Mapped[Key]
    account_id: Mapped[int] = reference("account.id", ondelete="CASCADE", info=SIGN_IN)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=SIGN_IN_SECRET)
    created_at: Mapped[Instant] = mapped_column(info=SIGN_IN)
    seen_at: Mapped[Instant] = mapped_column(info=SIGN_IN)
    # When who sits there last proved who they are, and with a second factor.
    proved_at: Mapped[Instant] = mapped_column(info=SIGN_IN)
    second_factor_at: Mapped[Instant | None] = mapped_column(info=SIGN_IN)
    user_agent: Mapped[str] = mapped_column(String(200), default="", info=SIGN_IN)
    ended_at: Mapped[Instant | None] = mapped_column(info=SIGN_IN)

    account: Mapped[Account] = relationship(lazy="joined")


class Organisation(Model):
    """A hub, company or body; it lives across editions."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True, info=ORGANISATION_NAME)
    name: Mapped[Name] = mapped_column(info=ORGANISATION_NAME)
    short_name: Mapped[str] = mapped_column(String(120), default="", info=OF_ORGANISATION)
    kind: Mapped[OrganisationKind] = state_column(
        OrganisationKind, "kind", index=True, info=ORGANISATION_COUNTED
    )
    size_class: Mapped[str | None] = mapped_column(String(16), info=ORGANISATION_COUNTED)
    country: Mapped[str] = mapped_column(String(2), index=True, info=ORGANISATION_COUNTED)
    nuts2: Mapped[str | None] = mapped_column(String(4), info=ORGANISATION_COUNTED)
    city: Mapped[str] = mapped_column(String(120), default="", info=OF_ORGANISATION)
    website: Mapped[str] = mapped_column(String(400), default="", info=OF_ORGANISATION)
    catalogue_id: Mapped[str | None] = mapped_column(String(120), unique=True, info=NOBODYS)
    source_note: Mapped[str] = mapped_column(Text, default="", info=OF_ORGANISATION)
    fictional: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    created_at: Mapped[Instant] = mapped_column(info=NOBODYS)

    catalogue_entry: Mapped["CatalogueEntry | None"] = relationship(back_populates="organisation")


class CatalogueEntry(Model):
    """What the European catalogue says a hub offers; profiles start as a copy of it.

    `technologies`, `sectors` and `services` map a taxonomy code to its intensity, 1 to 5.
    """

    __tablename__ = "catalogue_entry"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, info=NOBODYS
    )
    title: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)
    hub_type: Mapped[str] = mapped_column(String(40), default="", info=NOBODYS)
    technologies: Mapped[dict[str, int]] = mapped_column(JSON, info=NOBODYS)
    sectors: Mapped[dict[str, int]] = mapped_column(JSON, info=NOBODYS)
    services: Mapped[dict[str, int]] = mapped_column(JSON, info=NOBODYS)
    languages: Mapped[list[str]] = mapped_column(JSON, info=NOBODYS)
    complete: Mapped[bool] = mapped_column(default=False, info=NOBODYS)
    source: Mapped[str] = mapped_column(Text, default="", info=NOBODYS)

    organisation: Mapped[Organisation] = relationship(back_populates="catalogue_entry")


class Membership(Model):
    """An account speaks for an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id", name="uq_membership"),)

    id: Mapped[Key]
    account_id: Mapped[int] = reference(
        "account.id", index=False, ondelete="CASCADE", info=ACCOUNT_ROW
    )
    organisation_id: Mapped[int] = reference("organisation.id", info=ACCOUNT_ROW)
    role: Mapped[MembershipRole] = state_column(MembershipRole, "role", info=ACCOUNT_ROW)


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
    text: Mapped[str] = mapped_column(Text, default="", info=OF_ORGANISATION)
    technologies: Mapped[dict[str, int]] = mapped_column(
        JSON, default=dict, info=ORGANISATION_COUNTED
    )
    sectors: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info=ORGANISATION_COUNTED)
    services: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info=ORGANISATION_COUNTED)
    functions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, info=ORGANISATION_COUNTED)
    need_codes: Mapped[list[str]] = mapped_column(JSON, default=list, info=ORGANISATION_COUNTED)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, info=ORGANISATION_COUNTED)
    cross_border: Mapped[CrossBorder] = state_column(
        CrossBorder, "cross_border", default=CrossBorder.NO_PREFERENCE, info=ORGANISATION_COUNTED
    )
    join_link: Mapped[str] = mapped_column(String(400), default="", info=OF_ORGANISATION)
    source_note: Mapped[str] = mapped_column(Text, default="", info=OF_ORGANISATION)
    fictional: Mapped[bool] = mapped_column(default=False, info=NOBODYS)

    organisation: Mapped[Organisation] = relationship()


class Staff(Model):
    """An account helps to organise a series, or one edition of it."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("(series_id IS NULL) <> (edition_id IS NULL)", name="series_or_edition"),
        UniqueConstraint("account_id", "series_id", "edition_id", name="uq_staff"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = reference("account.id", ondelete="CASCADE", info=ACCOUNT_ROW)
    series_id: Mapped[int | None] = reference("series.id")
    edition_id: Mapped[int | None] = reference("edition.id")
    role: Mapped[StaffRole] = state_column(StaffRole, "role", info=ACCOUNT_ROW)
    # A supporting organiser sees the people of these countries, and whom they invited.
    countries: Mapped[list[str]] = mapped_column(JSON, default=list, info=ACCOUNT_ROW)
    created_at: Mapped[Instant | None] = mapped_column(info=ACCOUNT_ROW)

    account: Mapped[Account] = relationship()
