"""The two foreign judges of PDF/UA-1."""

from pathlib import Path

import page
from outloud import check

HARMLESS = {"PAG-001"}
"""The heads that a table repeats on every page look to the judge like running heads."""


def faults(data: bytes, folder: Path) -> set[str]:
    """The rules broken, of both judges; empty where both are content."""
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    found = {failure.rule_id for failure in report.failures}
    path = folder / "judged.pdf"
    path.write_bytes(data)
    result = check(str(path))
    assert result.error is None
    found |= {finding.rule for finding in result.findings if finding.severity != "info"}
    assert report.is_compliant == (not report.failures)
    return found - HARMLESS
