"""The forms of an author's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField


class NewTrialForm(FlaskForm):
    source = FileField(_l("Tệp biểu mẫu (.xlsx, .md hoặc .xml)"), [FileRequired(_l("Hãy chọn tệp biểu mẫu."))])
    media = MultipleFileField(_l("Danh sách (.csv), ảnh, âm thanh đi kèm, nếu có"))


class ReplaceForm(FlaskForm):
    """Only what is chosen is replaced."""

    source = FileField(_l("Tệp biểu mẫu đã sửa, nếu có"))
    media = MultipleFileField(_l("Danh sách, ảnh, âm thanh đã sửa hoặc thêm, nếu có"))


class ButtonForm(FlaskForm):
    """A button and its token."""
