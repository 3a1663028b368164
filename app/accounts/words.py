"""What roles are called on screen."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

ROLE_NAMES: dict[str, LazyString] = {
    "admin": _l("Quản trị"),
    "province": _l("Tổ thư ký Đề án tỉnh"),
    "secretariat": _l("Tổ thư ký thành phố"),
    "inspector": _l("Đoàn kiểm tra"),
    "ward_secretary": _l("Thư ký BTC Đề án phường"),
    "surveyor": _l("Cán bộ khảo sát"),
}
