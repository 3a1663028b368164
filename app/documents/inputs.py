"""The one thing people send here: the wish for a document."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, InputRequired, Optional
from wtforms.widgets import HiddenInput

from app.documents.kinds import KINDS


class IssueForm(FlaskForm):
    """`after`: the newest document of this kind on the page that the button stood on; empty when there was none."""

    kind = HiddenField(validators=[InputRequired(), AnyOf(list(KINDS))])
    after = IntegerField(validators=[Optional()], widget=HiddenInput())


class CancelForm(FlaskForm):
    """Nothing but the token."""
