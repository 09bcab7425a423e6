"""What a team says of one of its people."""

from wtforms import StringField

from app.domain.states import MembershipRole
from app.services.team_people import MemberEntry
from app.web.forms.fields import WholeNumberField
from app.web.forms.page_form import PageForm


class MemberForm(PageForm):
    """Role and limits; an empty limit is the event's."""

    role = StringField()
    max_meetings = WholeNumberField()
    desks = WholeNumberField(default=1)

    def entry(self) -> MemberEntry:
        """What was typed."""
        role = self.role.data or ""
        return MemberEntry(
            role=MembershipRole(role) if role in set(MembershipRole) else None,
            max_meetings=self.max_meetings.data,
            desks=self.desks.data,
        )
