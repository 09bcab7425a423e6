"""Every kind of document that the print centre offers, in the order of its page.

A kind is a module here with a `KIND`, its data a value of `app.domain`, its page a function in
`app.exports.documents.PAGES`.
"""

from app.services.documents import (
    badges,
    confirmation,
    door_sheet,
    participant_list,
    personal_agenda,
    stand_sheet,
    table_plan,
    table_sign,
    team_agenda,
)
from app.services.documents.wanted import Kind

_OF_MEETINGS = (personal_agenda, team_agenda, stand_sheet, table_sign, door_sheet, table_plan)
_OF_PEOPLE = (badges, participant_list, confirmation)
KINDS: dict[str, Kind] = {module.KIND.key: module.KIND for module in (*_OF_MEETINGS, *_OF_PEOPLE)}
