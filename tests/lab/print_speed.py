"""How fast agendas are printed: bare WeasyPrint, one process of ours, all cores.

    python -m tests.lab.print_speed [AGENDAS] [SAMPLE]

Prints all AGENDAS (1,000) by as many processes as there are cores, and a SAMPLE (200) of the same
pages each way in one process. "Bare" is what somebody would write who only has WeasyPrint's
manual: a font configuration and the parsed style sheet anew for every document, the same PDF/UA-1.
Memory is the peak of the process that binds, and of the largest that lays out. The machine should
have nothing else to do; `load` says whether it had.
"""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

from app.exports import pdf
from app.exports.documents import Document, document_html
from app.exports.fonts import use_our_fonts
from app.exports.presses import cores
from app.exports.printing import print_documents
from tests.exports.agendas import agenda, meeting, online_meeting, talk
from tests.exports.papers import papers

TOP = Path(__file__).resolve().parents[2]
WAYS = ("bare", "one process", "all cores")
MEBIBYTE = 1024


def everybody(number: int) -> list[Document]:
    """A talk and eleven meetings each, some with a long partner, all with names of their own."""
    people = []
    for index in range(number):
        partner = f"Delegate {index} of the Institute for Applied Robotics"
        meetings = [
            replace(meeting(at, 26, 12 + at // 3, at % 3 * 20), partner_name=partner)
            for at in range(10)
        ]
        whole = agenda(talk(), *meetings, replace(online_meeting(), uid=f"{index}@x"))
        people.append(replace(whole, person_name=f"Łucja Ψαρρά {index:04}", person_id=f"p{index}"))
    return papers(people)


def bare(documents: list[Document]) -> None:
    """Each as a plain user of WeasyPrint would."""
    use_our_fonts()
    import weasyprint  # noqa: PLC0415 - fontconfig must be told first
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    style = (pdf.SHEETS / pdf.PRINT_SHEET).read_text(encoding="utf-8")
    for document in documents:
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=style, font_config=fonts)
        page = weasyprint.HTML(string=document_html(document))
        page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=pdf.VARIANT)


def measured(way: str, number: int) -> dict[str, float]:
    """One way, in this process: agendas a second by the wall clock, CPU seconds, memory."""
    documents = everybody(number)
    load, cpu_before, began = os.getloadavg()[0], _cpu_seconds(), time.perf_counter()
    if way == "bare":
        bare(documents)
    else:
        with TemporaryFile() as out:
            processes = cores() if way == "all cores" else 0
            print_documents(documents, out, title="Agendas", processes=processes)
    seconds = time.perf_counter() - began
    cpu = _cpu_seconds() - cpu_before
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "agendas": number,
        "seconds": round(seconds, 1),
        "agendas_per_second": round(number / seconds, 2),
        "cpu_ms_per_agenda": round(cpu / number * 1000, 1),
        "peak_mib": round(own.ru_maxrss / MEBIBYTE),
        "peak_mib_of_the_largest_child": round(children.ru_maxrss / MEBIBYTE),
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
    }


def _cpu_seconds() -> float:
    """Of this process, and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def compared(number: int, sample: int) -> dict[str, object]:
    """All ways, each in a process of its own, and the ratios of their rates."""
    found = {way: _apart(way, number if way == "all cores" else sample) for way in WAYS}
    rates = {way: found[way]["agendas_per_second"] for way in WAYS}
    cpu = {way: found[way]["cpu_ms_per_agenda"] for way in WAYS}
    return {
        "cores": cores(),
        "ratio_to_bare": round(rates["all cores"] / rates["bare"], 2),
        "ratio_to_one_process": round(rates["all cores"] / rates["one process"], 2),
        # What the ratio to bare would be if no other program took a core: all cores' CPU time.
        "ratio_to_bare_by_cpu": round(cores() * cpu["bare"] / cpu["all cores"], 2),
        **found,
    }


def _apart(way: str, number: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.lab.print_speed", str(number), "--only", way]
    done = subprocess.run(command, cwd=TOP, capture_output=True, check=True)  # noqa: S603 - our own words
    said: dict[str, float] = json.loads(done.stdout)
    return said


if __name__ == "__main__":
    given = sys.argv[1:]
    if "--only" in given:
        print(json.dumps(measured(given[2], int(given[0]))))
    else:
        agendas = int(given[0]) if given else 1000
        some = int(given[1]) if len(given) > 1 else 200
        print(json.dumps(compared(agendas, some), indent=2))
