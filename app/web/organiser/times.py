"""Matchmaking blocks and their slots."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.models import Edition
from app.services import blocks
from app.services.edition_numbers import desks_of
from app.services.languages import say
from app.web.access import loads, organised_edition
from app.web.forms.block import BlockForm

bp = Blueprint("organiser_times", __name__, url_prefix="/organiser/e/<edition>/times")


@bp.get("/")
@loads(organised_edition, Permission.PREPARE)
def page(edition: Edition) -> str:
    """The blocks, and the form of a new one."""
    return _page(edition, BlockForm(held_on=_next_day(edition)))


@bp.post("/")
@loads(organised_edition, Permission.PREPARE)
def add(edition: Edition) -> Response | tuple[str, int]:
    """Add a block and cut it into slots."""
    form = BlockForm(request.form)
    try:
        block = blocks.add_block(edition, form.entry())
    except InvalidInputError as error:
        form.refuse(error)
        return _page(edition, form), 422
    flash(
        ngettext(
            "Block %(code)s is added: %(num)d slot.",
            "Block %(code)s is added: %(num)d slots.",
            len(block.slots),
            code=block.code,
        )
    )
    return _back(edition)


@bp.post("/remove")
@loads(organised_edition, Permission.PREPARE)
def remove(edition: Edition) -> Response:
    """Remove a block in which nothing is planned."""
    code = request.form.get("block", "")
    try:
        blocks.remove_block(edition, code)
    except ConflictError as error:
        flash(say(error.message), "error")
    else:
        flash(_("Block %(code)s is removed.", code=code))
    return _back(edition)


def _page(edition: Edition, form: BlockForm) -> str:
    found = blocks.blocks_of(edition)
    return render_template(
        "organiser/times.html",
        edition=edition,
        blocks=found,
        moments=[block.starts_at for block in found],
        desks=sum(desks_of(edition)),
        form=form,
    )


def _back(edition: Edition) -> Response:
    return redirect(url_for("organiser_times.page", edition=edition.slug), code=303)


def _next_day(edition: Edition) -> object:
    """The day after the last with a block, to save typing."""
    days = [block.held_on for block in blocks.blocks_of(edition)]
    if not days or max(days) >= edition.ends_on:
        return edition.starts_on
    return max(days) + timedelta(days=1)
