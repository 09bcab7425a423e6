"""The second screen: of which organisation one is."""

from flask import redirect, render_template, request

from app.domain.errors import InvalidInputError
from app.domain.words import later
from app.models import Edition, RegistrationDraft
from app.services import organisations
from app.services.organisations import KnownOrganisation
from app.web.access import loads, public_edition
from app.web.forms import registration as forms
from app.web.participant import register_state as state
from app.web.participant.blueprint import bp
from app.web.participant.register import Answer, screen

LOOK, ANOTHER = "look", "another"


@bp.get("/register/organisation")
@loads(public_edition)
def register_organisation(edition: Edition) -> Answer:
    """Which organisation it is."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    return _organisation_page(edition, draft, organisation_form(draft))


@bp.post("/register/organisation")
@loads(public_edition)
def send_organisation(edition: Edition) -> Answer:
    """Keep it; a name that is like a known one is asked about first."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    form = forms.OrganisationForm(request.form, part=state.part_of(draft))
    if request.form.get("go") == ANOTHER:
        return _organisation_page(edition, draft, forms.OrganisationForm(part=state.part_of(draft)))
    if request.form.get("go") == LOOK:
        found = organisations.matching(edition, form.kinds, form.organisation.data or "")
        return _organisation_page(edition, draft, form, found=found, looked=True)

    def judge() -> None:
        entry = form.entry()
        faults = organisations.faults(entry)
        if faults:
            raise InvalidInputError(later("Nothing is stored yet: see below."), faults)
        if form.surely_new.data != entry.name and organisations.near(entry, draft.email):
            raise _PerhapsKnownError(
                later("Choose the one you mean, or say that yours is another.")
            )

    def page() -> str:
        near = organisations.near(form.entry(), draft.email)
        return _organisation_page(edition, draft, form, near=near)

    return screen(edition, "organisation", form, judge, page, after="wishes")


@bp.get("/register/organisations")
@loads(public_edition)
def known_organisations(edition: Edition) -> Answer:
    """A fragment for the page's script: known organisations that hold what is typed."""
    if "X-Fragment" not in request.headers:
        return redirect(state.address(edition, "organisation"), code=303)
    draft = state.draft(edition)
    kinds = forms.OrganisationForm(part=state.part_of(draft)).kinds if draft else ()
    found = organisations.matching(edition, kinds, request.args.get("q", "")[:100])
    return render_template("participant/_known_organisations.html", found=found)


class _PerhapsKnownError(InvalidInputError):
    """What was typed is like a known organisation."""


def organisation_form(draft: RegistrationDraft) -> forms.OrganisationForm:
    sent = forms.as_sent(draft.answers.get("organisation"))
    return forms.OrganisationForm(sent, part=state.part_of(draft))


def _organisation_page(
    edition: Edition,
    draft: RegistrationDraft,
    form: forms.OrganisationForm,
    *,
    near: tuple[KnownOrganisation, ...] = (),
    found: tuple[KnownOrganisation, ...] = (),
    looked: bool = False,
) -> str:
    return render_template(
        "participant/register_organisation.html",
        edition=edition,
        form=form,
        part=state.part_of(draft),
        chosen=organisations.resolve(form.entry()) if form.chosen.data else None,
        near=near,
        found=found,
        looked=looked,
        earlier=forms.earlier_edition(draft.answers),
        **state.frame("organisation"),
    )
