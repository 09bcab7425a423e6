"""What a person said at an earlier edition, to begin the form with; never stored by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.domain.states import Part, RegistrationState
from app.domain.viewer import Viewer
from app.extensions import db
from app.models import Edition, Organisation, Registration
from app.services import profiles
from app.services.capacity import part_of_registration
from app.services.profiles import ProfileEntry, Rows
from app.services.reference_data import taxonomy


@dataclass(frozen=True)
class Proposal:
    """The last registration of a returning person, as the form would have been filled in."""

    edition: str
    part: Part
    name: str
    job_title: str
    languages: tuple[str, ...]
    wants_meetings: bool
    organisation: Organisation
    profile: ProfileEntry


def proposal_for(edition: Edition, viewer: Viewer) -> Proposal | None:
    """From the latest edition in which the person took part, or tried to; None for a newcomer."""
    row = db.session.execute(
        select(Registration, Edition)
        .join(Edition, Edition.id == Registration.edition_id)
        .where(
            Registration.account_id == viewer.account_id,
            Registration.edition_id != edition.id,
            Registration.erased_at.is_(None),
            Registration.state != RegistrationState.REJECTED,
        )
        .order_by(Edition.starts_on.desc(), Registration.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    last, earlier = row
    return Proposal(
        edition=earlier.name,
        part=part_of_registration(last),
        name=last.name,
        job_title=last.job_title,
        languages=tuple(code for code in last.languages if code in taxonomy().languages),
        wants_meetings=last.wants_meetings,
        organisation=last.organisation,
        profile=_still_known(profiles.entry_of(earlier.id, last.organisation_id)),
    )


def _still_known(profile: ProfileEntry) -> ProfileEntry:
    """Without what our lists do not have any more: nobody could put that right."""
    lists = taxonomy()

    def kept(rows: Rows, known: Mapping[str, object]) -> Rows:
        return tuple(row for row in rows if row[0] in known)

    return replace(
        profile,
        technologies=kept(profile.technologies, lists.technologies),
        functions=kept(profile.functions, lists.service_functions),
        services=kept(profile.services, lists.services),
        sectors=kept(profile.sectors, lists.sectors),
        languages=tuple(code for code in profile.languages if code in lists.languages),
    )
