"""The sentences that this phone's scripts show on pages of our own (header, home, outbox); gaps are written {name}."""

import json

from flask_babel import gettext as _
from markupsafe import Markup


def sentences() -> dict[str, str]:
    return {
        "n_waiting": _("{n} chờ gửi"),
        "n_attention": _("{n} cần xử lý"),
        "sending": _("Đang gửi…"),
        "waiting": _("Chờ gửi"),
        "draft": _("Bản nháp"),
        "attention": _("Cần xử lý"),
        "attention_more": _("Chưa gửi được, cần bạn xem"),
        "sent_here": _("Đã gửi từ máy này"),
        "received_last": _("gần nhất {at}"),
        "go_on": _("Ghi tiếp"),
        "draft_drop": _("Xóa bản nháp"),
        "draft_drop_sure": _("Xóa bản nháp “{name}” và ảnh của nó? Không lấy lại được."),
        "sign_out_sure": _(
            "Trên máy này còn {n} phiếu chưa gửi (kể cả bản nháp). Phiếu vẫn được giữ, nhưng phải đăng nhập lại mới ghi"
            " tiếp được. Vẫn đăng xuất?"
        ),
        "kept_here": _("Trên máy này còn {n} phiếu chưa gửi, vẫn được giữ. Hãy đăng nhập để gửi hoặc ghi tiếp."),
        "retry": _("Gửi lại"),
        "export": _("Lưu phiếu chưa gửi ra tệp"),
        "was_received": _("Đã nhận"),
        "kept_aside": _("Đã nhận, chờ người phụ trách xem"),
        "receipt": _("Số biên nhận {receipt}"),
        "why_offline": _("Chưa có mạng. Máy tự gửi khi có mạng lại."),
        "why_later": _("Máy chủ đang bận. Máy tự gửi lại sau ít phút."),
        "why_sign_in": _("Cần đăng nhập lại để gửi. Phiếu vẫn còn nguyên trên máy."),
        "why_photo": _("Phần chữ đã gửi, nhưng máy không đọc lại được một ảnh. Hãy lưu phiếu ra tệp và báo Tổ thư ký."),
        "why_refused": _("Máy chủ trả lời: {what}. Phiếu vẫn còn nguyên trên máy; hãy gửi lại hoặc lưu phiếu ra tệp."),
        "why_unknown": _(
            "Máy chủ chưa nhận (mã {status}). Phiếu vẫn còn nguyên trên máy; hãy gửi lại hoặc lưu phiếu ra tệp."
        ),
        "others": _("Trên máy này còn {n} phiếu của người khác đang chờ gửi. Máy vẫn gửi giúp họ."),
        "used": _("Hôm nay đã gửi đi {size}."),
        "persisted": _("Trình duyệt đã hứa giữ dữ liệu của trang này."),
        "not_persisted": _(
            "Trình duyệt có thể xóa dữ liệu khi máy đầy: gửi trong ngày và thêm trang vào màn hình chính."
        ),
    }


def phone_texts() -> Markup:
    """As JSON that may stand inside a script element."""
    text = json.dumps(sentences(), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704
