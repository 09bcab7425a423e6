"""People as files: taken out as they are filtered, read in after a look at every row."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now_utc
from app.domain.csv_rows import Sheet
from app.domain.errors import ConflictError, InvalidInputError
from app.domain.permissions import Permission
from app.exports.tables import csv_bytes
from app.models import Edition
from app.services.imports.mapping import guessed
from app.services.imports.participants import import_sheet
from app.services.imports.report import ImportReport
from app.services.imports.sheets import carried, sheet_of, uncarried
from app.services.languages import say
from app.services.people_export import FileKind, export_people
from app.services.people_scope import PeopleScope
from app.web.access import loads, organised_edition, organised_people, viewer
from app.web.forms.people_filter import address_of, wanted_people
from app.web.forms.people_import import choices_of, chosen_from, target_words

bp = Blueprint("organiser_people_files", __name__, url_prefix="/organiser/e/<edition>/people")

FAULTS_SHOWN = 50
Page = tuple[str, int]


@bp.post("/export")
@loads(organised_people, Permission.PEOPLE_EXPORT)
def export(scope: PeopleScope) -> Response:
    """Exactly who is filtered, as CSV or XLSX; the log says who took it out."""
    wanted = wanted_people(request.form)
    kind = FileKind.XLSX if request.form.get("as") == FileKind.XLSX else FileKind.CSV
    file = export_people(
        scope,
        wanted,
        request.form.getlist("columns"),
        kind,
        # What was typed to look for somebody may name them: only that it was typed is kept.
        filtered_by=" ".join(
            f"{name}={value}" if name != "q" else "q" for name, value in address_of(wanted).items()
        ),
        by=viewer().account_id,
        now=now_utc(),
    )
    return _file(file.data, file.name, kind.media_type)


@bp.get("/import")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def choose(edition: Edition) -> str:
    """Choose a file."""
    return _choose_page(edition)


@bp.post("/import")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def upload(edition: Edition) -> str | Page:
    """Say what the file's columns mean; guessed from their names."""
    file = request.files.get("file")
    try:
        sheet = sheet_of(file.read() if file else b"")
    except InvalidInputError as error:
        return _choose_page(edition, error.message), 422
    return _columns_page(edition, sheet, guessed(sheet.header))


@bp.post("/import/check")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def check(edition: Edition) -> str | Page:
    """A dry run: every row that cannot be used, and how many would be stored."""
    sheet, chosen = uncarried(request.form.get("sheet", "")), chosen_from(request.form)
    try:
        report = _import(edition, sheet, chosen, apply=False)
    except InvalidInputError as error:
        return _columns_page(edition, sheet, chosen, error.fields), 422
    return _report_page(edition, sheet, chosen, report)


@bp.post("/import/faults")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def faults(edition: Edition) -> Response:
    """The faults as a file, to put the list right beside it."""
    sheet, chosen = uncarried(request.form.get("sheet", "")), chosen_from(request.form)
    report = _import(edition, sheet, chosen, apply=False)
    rows = [
        (fault.line, _column(sheet, chosen, fault.column), fault.value, fault.allowed)
        for fault in report.faults
    ]
    data = csv_bytes((_("Line"), _("Column"), _("What stands there"), _("What is allowed")), rows)
    return _file(data, f"faults-{edition.slug}.csv", FileKind.CSV.media_type)


@bp.post("/import/apply")
@loads(organised_edition, Permission.PEOPLE_EXPORT)
def apply(edition: Edition) -> AnyResponse | str | Page:
    """Store all rows, or none where anything is wrong by now."""
    sheet, chosen = uncarried(request.form.get("sheet", "")), chosen_from(request.form)
    try:
        report = _import(edition, sheet, chosen, apply=True)
    except ConflictError as error:
        flash(say(error.message), "error")
        return redirect(url_for("organiser_people_files.choose", edition=edition.slug), code=303)
    if not report.applied:
        return _report_page(edition, sheet, chosen, report), 422
    flash(ngettext("%(num)d person is read in.", "%(num)d people are read in.", report.new))
    return redirect(url_for("organiser_people.page", edition=edition.slug), code=303)


def _import(
    edition: Edition, sheet: Sheet, chosen: Mapping[str, str], *, apply: bool
) -> ImportReport:
    by = viewer().account_id
    return import_sheet(edition, sheet, chosen, apply=apply, by=by, now=now_utc())


def _column(sheet: Sheet, chosen: Mapping[str, str], target: str) -> str:
    """The file's own name for a column; ours where every row has the same word."""
    value = chosen.get(target, "")
    return sheet.header[int(value)] if value.isdecimal() else target


def _choose_page(edition: Edition, fault: str = "") -> str:
    return render_template("organiser/import.html", edition=edition, fault=fault)


def _columns_page(
    edition: Edition,
    sheet: Sheet,
    chosen: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "organiser/import_columns.html",
        edition=edition,
        sheet=sheet,
        carried=carried(sheet),
        chosen=chosen,
        words=target_words(),
        choices={target: choices_of(target, sheet.header) for target in target_words()},
        errors=errors or {},
    )


def _report_page(
    edition: Edition, sheet: Sheet, chosen: Mapping[str, str], report: ImportReport
) -> str:
    return render_template(
        "organiser/import_report.html",
        edition=edition,
        report=report,
        carried=carried(sheet),
        chosen=chosen,
        columns={target: _column(sheet, chosen, target) for target in target_words()},
        faults_shown=FAULTS_SHOWN,
    )


def _file(data: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=media_type, headers=headers)
