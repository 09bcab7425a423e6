"""Every kind of document that the print centre offers, in the order of its page.

A kind is a module here with a `KIND`, its data a value of `app.domain`, its page a function in
`app.exports.documents.PAGES`.
"""

from app.services.documents import personal_agenda

KINDS = {kind.key: kind for kind in (personal_agenda.KIND,)}
