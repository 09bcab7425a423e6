"""What is still missing of one person's registration; the organisers' list reads it for all."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.domain.completeness import AskedQuestion, Completeness, KnownFacts, completeness
from app.domain.parts import part_of
from app.domain.states import PlaceKind
from app.extensions import db
from app.models import Edition, Place, Profile, Question, Registration, Slot, Unavailability
from app.services.profiles import profile_of
from app.services.reference_data import regions


def completeness_of(registration: Registration) -> Completeness:
    """What is missing of this registration."""
    organisation = registration.organisation
    part = part_of(
        registration.role,
        organisation.kind,
        exhibits=registration.wants_stand or _has_stand(registration),
    )
    profile = profile_of(registration.edition_id, organisation.id) or Profile()
    facts = KnownFacts(
        part=part,
        wants_meetings=registration.wants_meetings,
        job_title=registration.job_title,
        languages=registration.languages,
        answers=registration.answers,
        size_class=organisation.size_class,
        nuts2=organisation.nuts2,
        country_has_regions=organisation.country in countries_with_regions(),
        profile_text=profile.text or "",
        technologies=profile.technologies or (),
        functions=profile.functions or (),
        services=profile.services or (),
        has_free_time=_has_free_time(registration),
    )
    return completeness(facts, asked_questions(registration.edition))


def asked_questions(edition: Edition) -> Sequence[AskedQuestion]:
    """The organisers' questions, in their order."""
    rows = db.session.execute(
        select(Question.code, Question.label, Question.required, Question.parts)
        .where(Question.edition_id == edition.id)
        .order_by(Question.position, Question.id)
    )
    return [AskedQuestion(code, label, required, parts) for code, label, required, parts in rows]


def countries_with_regions() -> frozenset[str]:
    """The countries of which we know regions."""
    return frozenset(one.country for one in regions().values())


def _has_stand(registration: Registration) -> bool:
    stand = select(Place.id).where(
        Place.edition_id == registration.edition_id,
        Place.kind == PlaceKind.STAND,
        Place.owner_organisation_id == registration.organisation_id,
    )
    return db.session.scalar(stand.limit(1)) is not None


def _has_free_time(registration: Registration) -> bool:
    """Whether a slot is left; an edition without slots asks for no times."""
    slots = select(func.count(Slot.id)).where(Slot.edition_id == registration.edition_id)
    closed = select(func.count(Unavailability.id)).where(
        Unavailability.registration_id == registration.id
    )
    number = db.session.scalar(slots) or 0
    return not number or (db.session.scalar(closed) or 0) < number
