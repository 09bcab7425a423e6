"""How long a run may take."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange

from app.web.forms.fields import WholeNumberField
from app.web.forms.page_form import PageForm

LONGEST_SECONDS = 3600


class RunForm(PageForm):
    """Start a run."""

    seconds = WholeNumberField(
        _l("Stop after (seconds)"),
        default=60,
        validators=[
            NumberRange(
                1,
                LONGEST_SECONDS,
                _l("Type a whole number of seconds from 1 to %(max)d.", max=LONGEST_SECONDS),
            ),
        ],
    )
