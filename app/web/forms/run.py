"""How long a run may take."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.web.forms.page_form import PageForm

LONGEST_SECONDS = 3600


class RunForm(PageForm):
    """Start a run."""

    seconds = IntegerField(
        _l("Stop after (seconds)"),
        default=60,
        validators=[
            InputRequired(_l("Give a whole number of seconds.")),
            NumberRange(
                1, LONGEST_SECONDS, _l("Allowed are 1 to %(max)s seconds.") % {"max": 3600}
            ),
        ],
    )
