"""The forms of the account pages, and what they say when something is missing."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, Length

from app.accounts import passwords

_TOO_LONG = _l("Nội dung này quá dài.")


class SignInForm(FlaskForm):
    name = StringField(
        _l("Tên đăng nhập"), [DataRequired(_l("Hãy nhập tên đăng nhập.")), Length(max=80, message=_TOO_LONG)]
    )
    password = PasswordField(
        _l("Mật khẩu"), [DataRequired(_l("Hãy nhập mật khẩu.")), Length(max=passwords.LONGEST, message=_TOO_LONG)]
    )
    remember = BooleanField(_l("Đây là máy của tôi: nhớ đăng nhập"), default=True)
    next = HiddenField()


class LinkForm(FlaskForm):
    remember = BooleanField(_l("Đây là máy của tôi: nhớ đăng nhập"), default=True)


class PasswordForm(FlaskForm):
    """`current` is asked only of those who have a password and did not just come by a link."""

    current = PasswordField(_l("Mật khẩu hiện nay"), [Length(max=passwords.LONGEST, message=_TOO_LONG)])
    new = PasswordField(_l("Mật khẩu mới"), [DataRequired(_l("Hãy nhập mật khẩu mới."))])
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"), [EqualTo("new", _l("Hai lần nhập mật khẩu mới chưa giống nhau."))]
    )

    def __init__(self, *, name: str, **values: Any) -> None:
        super().__init__(**values)
        self._name = name

    def validate_new(self, field: PasswordField) -> None:
        refusal = passwords.refusal(field.data or "", self._name)
        if refusal is not None:
            raise ValidationError(str(refusal))


class LanguageForm(FlaskForm):
    # A language is always offered by its own name, so these two are not translated.
    language = RadioField(_l("Ngôn ngữ"), choices=[SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")])
    next = HiddenField()
