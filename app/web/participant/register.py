"""Registering, screen by screen: what one comes as, of which organisation, for what, and how."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import Part, RegistrationState
from app.models import Edition
from app.services import registration, registration_drafts
from app.services.access import registration_in
from app.services.capacity import places_of
from app.services.registration_proposal import Proposal, proposal_for
from app.web.access import loads, public_edition, viewer_or_none
from app.web.forms import registration as forms
from app.web.forms.page_form import PageForm
from app.web.participant import register_state as state
from app.web.participant.blueprint import bp

Answer = str | Response | tuple[str, int]


@bp.get("/register")
@loads(public_edition)
def register(edition: Edition) -> Answer:
    """What one comes as, with what is known already."""
    known = viewer_or_none()
    if known and _is_registered(edition):
        return redirect(url_for("participant.registration", edition=edition.slug), code=303)
    if not _is_open(edition):
        return render_template("participant/register_closed.html", edition=edition)
    typed = state.typed(edition, "you")
    if typed:
        return _you_page(edition, forms.YouForm(forms.as_sent(typed)))
    proposal = _proposal(edition)
    invitation = state.invitation(edition)
    return _you_page(
        edition,
        forms.YouForm(
            name=known.name if known else "",
            email=invitation.email if invitation else "",
            part=_first_part(edition, proposal),
        ),
        proposal,
    )


@bp.post("/register")
@loads(public_edition)
def send_you(edition: Edition) -> Answer:
    """Keep the first screen; who is not signed in is mailed a code and the link back."""
    form, known, now = forms.YouForm(request.form), viewer_or_none(), now_utc()
    if known and _is_registered(edition):
        return redirect(url_for("participant.registration", edition=edition.slug), code=303)
    if not _is_open(edition):
        form.form_errors = [registration.CLOSED]
        return _you_page(edition, form), 409
    typed, draft = forms.typed_of(form, request.form), state.draft(edition)
    try:
        if draft is not None:
            registration_drafts.change_person(
                edition,
                draft,
                state.token(edition) or "",
                form.entry(known),
                typed,
                viewer=known,
                invitation=state.invitation(edition),
                now=now,
            )
        else:
            begun = registration_drafts.begin(
                edition,
                form.entry(known),
                {**_proposed(edition, form), "you": typed},
                viewer=known,
                invitation=state.invitation(edition),
                now=now,
            )
            state.remember(edition, begun.token)
    except InvalidInputError as error:
        form.refuse(error)
        return _you_page(edition, form), 422
    return _onward(edition, "organisation")


def screen(
    edition: Edition,
    name: str,
    form: PageForm,
    judge: Callable[[], None],
    page: Callable[[], str],
    *,
    after: str,
) -> Answer:
    """Keep a later screen as it was sent; judge it only where the person goes on."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    step, where = state.STEPS.index(name) + 1, request.form.get("go", "next")
    try:
        registration_drafts.keep(
            draft, name, forms.typed_of(form, request.form), step=step, now=now_utc()
        )
        if where == "back":
            return redirect(state.address(edition, state.STEPS[step - 2]), code=303)
        if where == "later":
            return redirect(url_for("participant.register_later", edition=edition.slug), code=303)
        judge()
        registration_drafts.keep(
            draft, name, forms.typed_of(form, request.form), step=step + 1, now=now_utc()
        )
    except InvalidInputError as error:
        form.refuse(error)
        return page(), 422
    except ConflictError as error:
        form.form_errors = [error.message]
        return page(), 409
    return redirect(state.address(edition, after), code=303)


def _onward(edition: Edition, after: str) -> Response:
    if request.form.get("go") == "later":
        return redirect(url_for("participant.register_later", edition=edition.slug), code=303)
    return redirect(state.address(edition, after), code=303)


def _is_registered(edition: Edition) -> bool:
    known = viewer_or_none()
    own = registration_in(edition, known) if known else None
    return own is not None and own.state is not RegistrationState.CANCELLED


def _is_open(edition: Edition) -> bool:
    return registration.may_register(edition, state.invitation(edition), now=now_utc())


def _proposal(edition: Edition) -> Proposal | None:
    known = viewer_or_none()
    return proposal_for(edition, known) if known else None


def _proposed(edition: Edition, form: forms.YouForm) -> dict[str, forms.Typed]:
    """What a returning person said last time, where they come as the same again."""
    proposal = _proposal(edition)
    same = proposal is not None and proposal.part.value == form.part.data
    return forms.proposed(proposal) if proposal is not None and same else {}


def _first_part(edition: Edition, proposal: Proposal | None) -> str | None:
    """Chosen beforehand: as in the invitation, in the link, or last time."""
    invitation = state.invitation(edition)
    if invitation is not None and invitation.part is not None:
        return invitation.part.value
    wanted = request.args.get("as", "")
    if wanted in set(Part):
        return wanted
    return proposal.part.value if proposal else None


def _you_page(edition: Edition, form: forms.YouForm, proposal: Proposal | None = None) -> str:
    places = places_of(edition)
    return render_template(
        "participant/register_you.html",
        edition=edition,
        form=form,
        viewer=viewer_or_none(),
        proposal=proposal,
        invitation=state.invitation(edition),
        full=[part.value for part in Part if not places.has_room(part)],
        **state.frame("you"),
    )
