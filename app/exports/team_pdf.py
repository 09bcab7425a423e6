"""The agendas of a whole team on paper: the timetable side by side, then everybody's list."""

from collections.abc import Sequence
from math import ceil

from app.domain.agenda import Agenda, zone_label
from app.domain.paper.team import TeamAgenda
from app.exports.paper import paper_html
from app.exports.plain import shortened

UPRIGHT, ACROSS = 4, 8
"""So many people stand side by side on a sheet, upright or turned."""


def team_agenda_html(team: TeamAgenda) -> str:
    """The page that is printed; where the team is large, its timetable is on turned sheets."""
    imprint = team.imprint
    groups = _groups(team.agendas)
    moments = [entry.starts_at for one in team.agendas for entry in one.entries]
    return paper_html(
        "team_agenda.html",
        language=imprint.language,
        zone=imprint.zone,
        imprint=imprint,
        team=team,
        groups=groups,
        days=zip(*(team.days(group) for group in groups), strict=True),
        is_wide=len(team.agendas) > UPRIGHT,
        title_name=shortened(team.organisation, words=25, letters=100),
        zone_words=zone_label(imprint.zone, moments or [imprint.printed_at]),
        in_short=lambda text: shortened(text, words=20, letters=48),
        foot_whose=shortened(team.organisation, words=5),
        foot_edition=shortened(imprint.edition_name, words=7),
    )


def _groups(agendas: Sequence[Agenda]) -> list[Sequence[Agenda]]:
    """As few groups as fit side by side, of about one size."""
    number = ceil(len(agendas) / ACROSS) or 1
    size = ceil(len(agendas) / number) or 1
    return [agendas[first : first + size] for first in range(0, len(agendas), size)]
