"""The last two screens: what one looks for, and what one agrees to."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.clock import now_utc
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.states import OrganisationKind
from app.domain.words import later
from app.models import Edition, RegistrationDraft
from app.services import (
    availability,
    consent_texts,
    organisations,
    registration_entry,
    registration_sending,
)
from app.services.registration_entry import RegistrationEntry
from app.web.access import loads, public_edition, viewer_or_none
from app.web.account.entering import enter
from app.web.forms import registration as forms
from app.web.participant import register_state as state
from app.web.participant.blueprint import bp
from app.web.participant.register import Answer, screen
from app.web.participant.register_organisation import organisation_form
from app.web.participant.slot_views import day_views


@bp.get("/register/wishes")
@loads(public_edition)
def register_wishes(edition: Edition) -> Answer:
    """What one looks for, and when."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    return state.too_early(edition, draft, "wishes") or _wishes_page(
        edition, draft, _wishes_form(edition, draft)
    )


@bp.post("/register/wishes")
@loads(public_edition)
def send_wishes(edition: Edition) -> Answer:
    """Keep it."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    form = forms.wishes_form(
        request.form,
        registration_entry.asked(edition),
        state.part_of(draft),
        kind=_kind(draft),
    )

    def judge() -> None:
        faults = registration_entry.wishes_faults(edition, _entry(edition, draft, wishes=form))
        if faults:
            raise InvalidInputError(later("Nothing is stored yet: see below."), faults)

    return screen(
        edition,
        "wishes",
        form,
        judge,
        lambda: _wishes_page(edition, draft, form),
        after="consents",
    )


@bp.get("/register/consents")
@loads(public_edition)
def register_consents(edition: Edition) -> Answer:
    """What one agrees to, and the code."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    sent = forms.as_sent(draft.answers.get("consents"))
    form = forms.consents_form(sent, consent_texts.texts_of(edition))
    return state.too_early(edition, draft, "consents") or _consents_page(edition, draft, form)


@bp.post("/register/consents")
@loads(public_edition)
def send_registration(edition: Edition) -> Answer:
    """Send all of it, or show every fault at once."""
    draft = state.draft(edition)
    if draft is None:
        return state.to_the_beginning(edition)
    form = forms.consents_form(request.form, consent_texts.texts_of(edition))
    if request.form.get("go", "next") != "next":
        return screen(edition, "consents", form, lambda: None, lambda: "", after="consents")
    entry = _entry(edition, draft, consents=form)
    try:
        sent = registration_sending.send(
            edition,
            draft,
            entry,
            token=state.token(edition) or "",
            code=form["code"].data or "",
            viewer=viewer_or_none(),
            user_agent=request.user_agent.string,
            now=now_utc(),
        )
    except InvalidInputError as error:
        return _faulty(edition, draft, form, error)
    except ConflictError as error:
        form.form_errors = [error.message]
        return _consents_page(edition, draft, form), 409
    state.forget(edition)
    here = url_for("participant.registration", edition=edition.slug)
    onward = enter(sent.viewer, here) if sent.viewer else redirect(here, code=303)
    if sent.registered.known:
        flash(_("You are registered for this event already. Nothing was changed."))
    return onward


def _faulty(
    edition: Edition,
    draft: RegistrationDraft,
    form: forms.ConsentsForm,
    error: InvalidInputError,
) -> Answer:
    """Back to the first screen that has a fault; what belongs to this one is shown here."""
    screens = [registration_entry.screen_of(name) for name in error.fields]
    first = min((state.STEPS.index(name) for name in screens), default=len(state.STEPS) - 1)
    if state.STEPS[first] != "consents":
        flash(_("Something changed meanwhile: look at this screen again."))
        return redirect(state.address(edition, state.STEPS[first]), code=303)
    form.refuse(error)
    return _consents_page(edition, draft, form), 422


def _entry(
    edition: Edition,
    draft: RegistrationDraft,
    *,
    wishes: forms.WishesForm | None = None,
    consents: forms.ConsentsForm | None = None,
) -> RegistrationEntry:
    """All that was typed so far."""
    part = state.part_of(draft)
    questions = registration_entry.asked(edition)
    filled = wishes or _wishes_form(edition, draft)
    person = forms.YouForm(forms.as_sent(draft.answers.get("you"))).entry(viewer_or_none())
    return RegistrationEntry(
        person=forms.with_earlier(person, draft.email, draft.answers),
        organisation=organisation_form(draft).entry(),
        wishes=forms.wishes_with_earlier(filled.wishes(questions, part), draft.answers),
        consents=consents.given() if consents else frozenset(),
    )


def _wishes_form(edition: Edition, draft: RegistrationDraft) -> forms.WishesForm:
    return forms.wishes_form(
        forms.as_sent(draft.answers.get("wishes")),
        registration_entry.asked(edition),
        state.part_of(draft),
        kind=_kind(draft),
    )


def _kind(draft: RegistrationDraft) -> OrganisationKind:
    """The kind that decides whether the person offers or needs."""
    entry = organisation_form(draft).entry()
    known = organisations.resolve(entry)
    return known.kind if known else entry.kind or entry.kinds[0]


def _wishes_page(edition: Edition, draft: RegistrationDraft, form: forms.WishesForm) -> str:
    times = availability.times_of(edition)
    known = organisations.resolve(organisation_form(draft).entry())
    return render_template(
        "participant/register_wishes.html",
        edition=edition,
        form=form,
        part=state.part_of(draft),
        joined=known.name if known and registration_entry.joins(edition, known) else "",
        questions=[
            one for one in registration_entry.asked(edition) if one.is_for(state.part_of(draft))
        ],
        days=day_views(times, form.free.data),
        moments=availability.moments_of(times),
        earlier=forms.earlier_edition(draft.answers),
        **state.frame("wishes"),
    )


def _consents_page(edition: Edition, draft: RegistrationDraft, form: forms.ConsentsForm) -> str:
    return render_template(
        "participant/register_consents.html",
        edition=edition,
        form=form,
        texts=consent_texts.texts_of(edition),
        email=draft.email,
        needs_code=viewer_or_none() is None and draft.proved_at is None,
        **state.frame("consents"),
    )
