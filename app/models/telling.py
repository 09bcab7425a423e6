"""How an edition speaks to its people: mails in its own words, feeds, what is written back."""

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.states import IncomingKind
from app.extensions import Model
from app.models.columns import (
    NOBODYS,
    SHORT_LIVED,
    WITH_ROW,
    WITH_ROW_SECRET,
    Instant,
    Key,
    PublicId,
    new_public_id,
    reference,
    state_column,
)
from app.models.registrations import Registration


class MailTemplate(Model):
    """An edition's own words for one kind of mail, one part of its people and one language.

    `part` is empty where the words are for everybody. What the mail is about (facts, links,
    codes) is not the template's and stays.
    """

    __tablename__ = "mail_template"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "part", "language", name="uq_mail_template"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    kind: Mapped[str] = mapped_column(String(40), info=NOBODYS)
    part: Mapped[str] = mapped_column(String(24), default="", info=NOBODYS)
    language: Mapped[str] = mapped_column(String(8), info=NOBODYS)
    subject: Mapped[str] = mapped_column(String(200), info=NOBODYS)
    body: Mapped[str] = mapped_column(Text, info=NOBODYS)
    changed_at: Mapped[Instant] = mapped_column(info=NOBODYS)
    changed_by_id: Mapped[int | None] = reference("account.id", index=False)


class FeedToken(Model):
    """Opens one person's calendar feed, until it is revoked; only its SHA-256 is stored."""

    __tablename__ = "feed_token"
    __table_args__ = (
        Index(
            "uq_living_feed_token",
            "registration_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    registration_id: Mapped[int] = reference(
        "registration.id", index=False, ondelete="CASCADE", info=WITH_ROW
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=WITH_ROW_SECRET)
    created_at: Mapped[Instant] = mapped_column(info=WITH_ROW)
    revoked_at: Mapped[Instant | None] = mapped_column(info=WITH_ROW)
    # When a calendar last asked, to the hour.
    read_at: Mapped[Instant | None] = mapped_column(info=WITH_ROW)
    # What it held when it was last read, and since when.
    content_hash: Mapped[str] = mapped_column(String(64), default="", info=WITH_ROW_SECRET)
    content_changed_at: Mapped[Instant | None] = mapped_column(info=WITH_ROW)

    registration: Mapped[Registration] = relationship()


class IncomingMail(Model):
    """A mail that came back to the sender's mailbox; kept as long as the mails that left."""

    __tablename__ = "incoming_mail"

    id: Mapped[Key]
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    # What names this mail in its mailbox: it is read once.
    mailbox_key: Mapped[str] = mapped_column(String(120), unique=True, info=NOBODYS)
    kind: Mapped[IncomingKind] = state_column(IncomingKind, "kind", info=SHORT_LIVED)
    edition_id: Mapped[int | None] = reference("edition.id")
    registration_id: Mapped[int | None] = reference(
        "registration.id", ondelete="SET NULL", info=SHORT_LIVED
    )
    outgoing_mail_id: Mapped[int | None] = reference(
        "outgoing_mail.id", ondelete="SET NULL", info=SHORT_LIVED
    )
    sender: Mapped[str] = mapped_column(String(254), default="", index=True, info=SHORT_LIVED)
    subject: Mapped[str] = mapped_column(String(200), default="", info=SHORT_LIVED)
    text: Mapped[str] = mapped_column(Text, default="", info=SHORT_LIVED)
    received_at: Mapped[Instant] = mapped_column(info=SHORT_LIVED)
