"""The list of people: filters, order, pages, hints."""

from datetime import timedelta

from app.domain.states import OrganisationKind, Part, RegistrationState, RequestState
from app.extensions import db
from app.models import Registration
from app.services.people import everybody_who_fits, people_page
from app.services.people_filter import PeopleFilter, SortBy
from app.services.people_scope import PeopleScope
from tests.factory import Factory

APPROVED, REJECTED = RegistrationState.APPROVED, RegistrationState.REJECTED
SUBMITTED, WAITLISTED = RegistrationState.SUBMITTED, RegistrationState.WAITLISTED


def test_who_waits_comes_first_then_the_latest(factory: Factory) -> None:
    edition = factory.edition()
    factory.registration(edition, name="Early")
    factory.registration(edition, name="Late", created_at=factory.now + timedelta(hours=1))
    factory.registration(edition, name="Waits", state=SUBMITTED)
    factory.registration(factory.edition(), name="Elsewhere")
    page = people_page(PeopleScope(edition, 0), PeopleFilter())
    assert [one.name for one in page.people] == ["Waits", "Late", "Early"]
    assert (page.found, page.total, page.pages) == (3, 3, 1)
    assert dict(page.states) == {APPROVED: 2, SUBMITTED: 1}
    assert [one.choices for one in page.people] == [
        (APPROVED, WAITLISTED, REJECTED),
        (REJECTED,),
        (REJECTED,),
    ]


def test_the_filter(factory: Factory) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB, name="Hub of Łódź")
    factory.registration(edition, hub, name="Zofia Łódzka")
    factory.registration(edition, name="Adam", email="adam@firm.example", state=SUBMITTED)

    def found(wanted: PeopleFilter) -> list[str]:
        return [one.name for one in people_page(PeopleScope(edition, 0), wanted).people]

    assert found(PeopleFilter(state=SUBMITTED)) == ["Adam"]
    assert found(PeopleFilter(kind=OrganisationKind.HUB)) == ["Zofia Łódzka"]
    assert found(PeopleFilter(text="hub zofia")) == ["Zofia Łódzka"]
    assert found(PeopleFilter(text="FIRM.example")) == ["Adam"]
    assert found(PeopleFilter(text="firm", state=APPROVED)) == []
    assert PeopleFilter().is_empty
    assert not PeopleFilter(text="x").is_empty


def test_fifty_a_page(factory: Factory) -> None:
    edition = factory.edition()
    company = factory.organisation()
    for number in range(51):
        db.session.add(
            Registration(
                edition_id=edition.id,
                organisation_id=company.id,
                name=f"Person {number}",
                email=f"p{number}@example.org",
                created_at=factory.now,
            )
        )
    db.session.commit()
    page = people_page(PeopleScope(edition, 0), PeopleFilter())
    assert (len(page.people), page.number, page.pages) == (50, 1, 2)
    last = people_page(PeopleScope(edition, 0), PeopleFilter(), 9)
    assert (len(last.people), last.number) == (1, 2)
    assert people_page(PeopleScope(edition, 0), PeopleFilter(), -1).number == 1


def test_requests_that_concern_a_person_are_counted(factory: Factory) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB)
    first = factory.registration(edition, hub, name="First")
    factory.registration(edition, hub, name="Second")
    asking = [factory.registration(edition, name=f"Asks {number}") for number in range(3)]
    factory.request(asking[0], hub)
    factory.request(asking[1], first)
    factory.request(asking[2], hub, state=RequestState.DECLINED)
    numbers = {
        one.name: one.requests
        for one in people_page(PeopleScope(edition, 0), PeopleFilter()).people
    }
    # The first is meant by name once and as whoever fits once; a declined request is over.
    assert numbers == {"First": 2, "Second": 1, "Asks 0": 1, "Asks 1": 1, "Asks 2": 0}


def test_further_filters(factory: Factory) -> None:
    edition = factory.edition()
    hub = factory.organisation(OrganisationKind.HUB, country="ES")
    inviter = factory.account(name="Inviter")
    member = factory.registration(edition, hub, name="Member", invited_by_id=inviter.id)
    quiet = factory.registration(edition, name="Quiet", wants_meetings=False, wants_stand=True)
    asking = factory.registration(edition, name="Asking", checked_in_at=factory.now)
    factory.request(asking, member)
    factory.request(asking, factory.organisation(), state=RequestState.WITHDRAWN)

    def found(**wanted: object) -> list[str]:
        rows = everybody_who_fits(
            PeopleScope(edition, 0),
            PeopleFilter(sort=SortBy.NAME, **wanted),  # type: ignore[arg-type]  # the fields of the filter
        )
        return [one.name for one in rows]

    assert found(part=Part.HUB) == found(country="ES") == found(is_invited=True) == ["Member"]
    assert found(part=Part.EXHIBITOR) == found(wants_meetings=False) == ["Quiet"]
    # A request that was taken back was sent all the same.
    assert found(has_asked=True) == found(is_checked_in=True) == ["Asking"]
    assert found(has_asked=False) == ["Member", "Quiet"]
    assert found(is_complete=True) == []
    quiet.job_title, quiet.languages, quiet.organisation.nuts2 = "CEO", ["pl"], "PL91"
    db.session.commit()
    assert found(is_complete=True) == ["Quiet"]
    rows = {one.name: one for one in everybody_who_fits(PeopleScope(edition, 0), PeopleFilter())}
    assert (rows["Asking"].sent, rows["Asking"].requests) == (2, 1)
    assert (rows["Member"].sent, rows["Member"].requests) == (0, 1)
    assert rows["Member"].invited_by == "Inviter"


def test_orders(factory: Factory) -> None:
    edition = factory.edition()
    b_firm = factory.organisation(name="B firm", country="AT")
    a_firm = factory.organisation(name="a firm", country="BE")
    for name, firm, hours in (("Zoë", a_firm, 0), ("adam", b_firm, 1), ("Éva", b_firm, 2)):
        at = factory.now + timedelta(hours=hours)
        factory.registration(edition, firm, name=name, created_at=at)

    def order(sort: SortBy) -> list[str]:
        rows = everybody_who_fits(PeopleScope(edition, 0), PeopleFilter(sort=sort))
        return [one.name for one in rows]

    assert order(SortBy.NAME) == ["adam", "Éva", "Zoë"]
    assert order(SortBy.ORGANISATION) == ["Zoë", "adam", "Éva"]
    assert order(SortBy.COUNTRY) == ["adam", "Éva", "Zoë"]
    assert order(SortBy.NEWEST) == ["Éva", "adam", "Zoë"]
    assert order(SortBy.OLDEST) == ["Zoë", "adam", "Éva"]


def test_who_may_be_registered_twice(factory: Factory) -> None:
    edition = factory.edition()
    factory.registration(edition, name="Zoë Nowak")
    factory.registration(edition, name="zoe nowak")
    factory.registration(edition, name="A", email="a.b+fair@firm.example")
    factory.registration(edition, name="B", email="ab@firm.example")
    factory.registration(edition, name="C", email="c@firm.example")
    factory.registration(edition, name="C", state=RegistrationState.CANCELLED)
    page = people_page(PeopleScope(edition, 0), PeopleFilter(maybe_twice=True))
    assert sorted(one.name for one in page.people) == ["A", "B", "Zoë Nowak", "zoe nowak"]
    assert (page.twice, page.total) == (4, 6)


def test_a_scope_counts_nobody_outside(factory: Factory) -> None:
    edition = factory.edition()
    factory.registration(edition, factory.organisation(country="ES"), name="Spain")
    factory.registration(edition, name="Poland", state=SUBMITTED)
    factory.registration(edition, name="Erased", erased_at=factory.now)
    page = people_page(PeopleScope(edition, 0, frozenset({"ES"})), PeopleFilter())
    assert [one.name for one in page.people] == ["Spain"]
    assert (page.total, dict(page.states), page.countries) == (1, {APPROVED: 1}, ("ES",))
    assert people_page(PeopleScope(edition, 0), PeopleFilter()).total == 2
