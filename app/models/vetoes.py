"""Whom an organisation does not want to meet; a veto beats every wish, of both sides."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.columns import (
    COUNTED,
    Instant,
    Key,
    reference,
)


class Veto(Model):
    """One organisation does not want to meet another at an edition. The other is never told."""

    __tablename__ = "veto"
    __table_args__ = (
        UniqueConstraint(
            "edition_id", "by_organisation_id", "against_organisation_id", name="uq_veto"
        ),
        CheckConstraint("by_organisation_id <> against_organisation_id", name="two_organisations"),
    )

    id: Mapped[Key]
    edition_id: Mapped[int] = reference("edition.id", index=False)
    by_organisation_id: Mapped[int] = reference("organisation.id", index=False)
    against_organisation_id: Mapped[int] = reference("organisation.id")
    by_registration_id: Mapped[int | None] = reference("registration.id", ondelete="SET NULL")
    created_at: Mapped[Instant] = mapped_column(info=COUNTED)
