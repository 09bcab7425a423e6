"""The demo's requests: each company asks the hubs that match it best, and most say yes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from app.domain.matching import Match
from app.domain.states import Level, OrganisationKind, RequestState
from app.extensions import db
from app.models import Edition, MeetingRequest, Organisation, Registration
from app.services.demo.plan import EditionPlan, OrganisationPlan
from app.services.match_scores import EditionMatches
from app.services.request_expiry import ends_at

# A company asks no hub that it matches less than this.
WORTH_ASKING_FROM = 50
DECLINED_PERCENT = 7
TOP_WISHES = 2
# A hub that is matched this well wants the meeting as much as the company does.
HUB_LIKES_IT_MOST_FROM = 80
LONGEST_TOPIC = 200

Asked = tuple[Organisation, Match]


def add_requests(
    plan: EditionPlan,
    edition: Edition,
    organisations: Mapping[str, Organisation],
    people: Mapping[str, list[Registration]],
    *,
    now: datetime,
) -> None:
    """Every company asks up to its quota, those it knows already left out."""
    matches = EditionMatches(edition.id)
    for company in plan.organisations:
        hubs = _best_hubs(plan, company, organisations, matches)
        most = plan.limits.request_quota if company.asks is None else company.asks
        for rank, asked in enumerate(hubs[:most]):
            db.session.add(
                _request(plan, company, people[company.key][0], asked, rank=rank, now=now)
            )


def _best_hubs(
    plan: EditionPlan,
    company: OrganisationPlan,
    organisations: Mapping[str, Organisation],
    matches: EditionMatches,
) -> list[Asked]:
    """The hubs the company may ask, the best score first."""
    own = organisations[company.key]
    if company.kind is OrganisationKind.HUB:
        return []
    found = [
        (organisations[key], match)
        for key in _hubs_unknown_to(company, plan)
        if (match := matches.between(own.id, organisations[key].id))
        and match.score >= WORTH_ASKING_FROM
    ]
    return sorted(found, key=lambda asked: (-asked[1].score, asked[0].slug))


def _hubs_unknown_to(company: OrganisationPlan, plan: EditionPlan) -> Iterable[str]:
    return (key for key in plan.hub_keys if frozenset((company.key, key)) not in plan.known_pairs)


def _request(
    plan: EditionPlan,
    company: OrganisationPlan,
    asking: Registration,
    asked: Asked,
    *,
    rank: int,
    now: datetime,
) -> MeetingRequest:
    hub, match = asked
    first, second = sorted((asking.organisation_id, hub.id))
    state = _state(f"{company.key} asks {hub.slug}", plan.undecided_percent)
    topic = company.profile.text if company.profile else ""
    return MeetingRequest(
        edition_id=asking.edition_id,
        from_registration_id=asking.id,
        to_organisation_id=hub.id,
        first_organisation_id=first,
        second_organisation_id=second,
        topic=topic[:LONGEST_TOPIC],
        from_level=Level.TOP if rank < TOP_WISHES else Level.LIKE,
        to_level=Level.TOP if match.score >= HUB_LIKES_IT_MOST_FROM else Level.LIKE,
        match_score=match.score,
        state=state,
        online=company.online and any(block.online for block in plan.blocks),
        fictional=True,
        created_at=now,
        answered_at=None if state is RequestState.PENDING else now,
        expires_at=ends_at(asking.edition, now=now),
    )


def _state(pair: str, undecided_percent: int) -> RequestState:
    """The same answer each time, spread over the pairs as if thrown by dice."""
    thrown = int.from_bytes(sha256(pair.encode()).digest()[:4]) % 100
    if thrown < DECLINED_PERCENT:
        return RequestState.DECLINED
    if thrown < DECLINED_PERCENT + undecided_percent:
        return RequestState.PENDING
    return RequestState.ACCEPTED
