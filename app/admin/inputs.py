"""The forms of the administration pages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.accounts.rights import Stewardship
from app.accounts.words import ROLE_NAMES
from app.units.models import Unit

_INDENT = "\u2003"


class PersonForm(FlaskForm):
    """A new user. Only the roles and units that the person at the screen may hand out are offered, and accepted."""

    full_name = StringField(
        _l("Họ và tên"), [DataRequired(_l("Hãy nhập họ và tên.")), Length(max=200, message=_l("Tên quá dài."))]
    )
    name = StringField(
        _l("Tên đăng nhập"), [DataRequired(_l("Hãy nhập tên đăng nhập.")), Length(max=80, message=_l("Tên quá dài."))]
    )
    role = SelectField(_l("Vai trò"))
    unit = SelectField(_l("Đơn vị"), [DataRequired(_l("Hãy chọn đơn vị."))], coerce=lambda text: int(text or 0))

    def __init__(self, may: Stewardship, units: list[tuple[int, Unit]], **values: Any) -> None:
        super().__init__(**values)
        # The many first: nobody becomes an administrator because a list was left as it stood.
        roles = [role for role in reversed(ROLE_NAMES) if role in may.roles]
        self.role.choices = [SelectChoice(role, str(ROLE_NAMES[role])) for role in roles]
        self.unit.choices = [SelectChoice(str(unit.id), _INDENT * depth + unit.name) for depth, unit in units]
        if len(units) > 1:
            self.unit.choices.insert(0, SelectChoice("", _("Chọn đơn vị")))


class PublishForm(FlaskForm):
    source = FileField(_l("Tệp biểu mẫu (.xlsx, .md hoặc .xml)"), [FileRequired(_l("Hãy chọn tệp biểu mẫu."))])
    media = MultipleFileField(_l("Danh sách kèm theo (.csv), nếu có"))
