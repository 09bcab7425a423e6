"""What every form of ours can do: show the faults that a service found, next to their fields."""

from wtforms import Form

from app.domain.errors import InvalidInputError
from app.services.languages import say


class PageForm(Form):
    """A form that only reads; the service judges, and `refuse` shows its judgement.

    Every unsafe request carries the token that `CSRFProtect` checks for the whole application.
    """

    def refuse(self, error: InvalidInputError) -> None:
        """Put each sentence beside its field; what belongs to no field goes to the top."""
        fields = {name: say(text) for name, text in error.fields.items()}
        strangers = [text for name, text in fields.items() if name not in self]
        for name, text in fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, text]
        if strangers or not fields:
            self.form_errors = [*self.form_errors, *(strangers or [say(error.message)])]
