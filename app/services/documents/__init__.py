"""Every kind of document that the print centre offers, in the order of its page.

A kind is a module here with a `KIND`, its data a value of `app.domain`, its page a function in
`app.exports.documents.PAGES`.
"""

from app.services.documents import (
    door_sheet,
    personal_agenda,
    stand_sheet,
    table_plan,
    table_sign,
    team_agenda,
)

_MODULES = (personal_agenda, team_agenda, stand_sheet, table_sign, door_sheet, table_plan)
KINDS = {module.KIND.key: module.KIND for module in _MODULES}
