"""What the form page hands to its scripts: the modules of the critical path (the first one starts the page,
all are preloaded) and the sentences they show. Scripts hold no visible text of their own."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# Paths below static/, the entry first; at most eight (ARCHITECTURE.md, "Assets").
CRITICAL_MODULES: tuple[str, ...] = (
    "js/form/main.mjs",
    "js/form/engine.mjs",
    "js/form/view.mjs",
    "js/form/instance.mjs",
    "js/form/inputs.mjs",
    "js/xpath/evaluate.mjs",
    "js/xpath/functions.mjs",
)

# By the key that scripts use; gaps are written {name}.
TEXTS: Mapping[str, LazyString] = MappingProxyType(
    {
        "saving": _l("Đang lưu…"),
        "saved": _l("Đã lưu trên máy {time}"),
        "saved_before": _l("Đã lưu trên máy"),
        "not_saved": _l("Chưa lưu được vào máy. Đừng đóng trang này; máy đang thử lại."),
        "full": _l("Máy hết chỗ nên chưa lưu được. Hãy xóa bớt ảnh trên điện thoại; đừng đóng trang này."),
        "lists": _l("Đang chờ danh sách tải về. Phiếu đã lưu trên máy."),
        "appeared": _l("Có thêm câu hỏi: {what}"),
        "missing": _l("Chưa trả lời"),
        "remove_sure": _l("Bỏ mục này và những gì đã ghi trong đó?"),
        "wrong": _l("Còn {n} câu chưa xong"),
        "wrong_more": _l("Bấm vào câu để đến đúng chỗ."),
        "nothing": _l("Chưa ghi gì ở trang này."),
        "edit": _l("Sửa"),
        "agreed": _l("Đã xác nhận"),
        "elsewhere": _l("Bản nháp này đang mở ở một thẻ khác. Chỉ ghi ở một nơi để không mất câu trả lời nào."),
        "unreadable": _l("Máy chưa đọc được bản nháp này. Bản nháp vẫn còn; hãy thử lại."),
        "try_again": _l("Thử lại"),
        "open_here": _l("Ghi tiếp ở đây"),
        "sealed_title": _l("Đã ghi xong phiếu"),
        "sealed": _l("Đã lưu trên máy – chờ gửi"),
        "sealed_more": _l("Máy tự gửi khi có mạng, kể cả khi bạn ghi phiếu khác."),
        "not_sealed": _l("Chưa hoàn tất được. Bản nháp vẫn còn; hãy thử lại."),
        "home": _l("Việc của tôi"),
        "another": _l("Ghi phiếu khác"),
        "sending": _l("Đang gửi…"),
        "received": _l("Đã nhận · Số biên nhận {receipt}"),
        "attention": _l("Cần xử lý: xem ở trang “Phiếu trên máy này”"),
        "n_waiting": _l("{n} chờ gửi"),
        "n_attention": _l("{n} cần xử lý"),
        "photo_choose": _l("Chụp hoặc chọn ảnh"),
        "photo_other": _l("Chụp ảnh khác"),
        "photo_taken": _l("Ảnh đã chụp"),
        "photo_drop": _l("Bỏ ảnh này"),
        "photo_drop_sure": _l("Bỏ ảnh này?"),
        "photo_none": _l("Tệp “{name}” không phải là ảnh. Hãy chọn ảnh khác; những phần khác vẫn còn."),
        "photo_large": _l("Ảnh “{name}” nặng {size} MB, quá 20 MB. Hãy chọn ảnh nhỏ hơn; những phần khác vẫn còn."),
        "photo_full": _l("Máy hết chỗ cho ảnh. Hãy xóa bớt ảnh cũ trên điện thoại rồi chụp lại; câu trả lời vẫn còn."),
        "photo_failed": _l("Chưa lưu được ảnh. Hãy chọn lại; những phần khác vẫn còn."),
        "photo_lost": _l("Máy không đọc lại được ảnh này. Hãy chụp lại."),
        "place_take": _l("Lấy vị trí"),
        "place_again": _l("Lấy lại vị trí"),
        "place_wait": _l("Đang tìm vị trí, đứng yên ở chỗ thoáng…"),
        "place_accuracy": _l("Sai số khoảng {metres} m"),
        "place_none": _l("Chưa tìm được vị trí. Ra chỗ thoáng rồi lấy lại, hoặc ghi tọa độ vào ô."),
        "place_denied": _l("Trình duyệt chưa được phép biết vị trí. Hãy cho phép, hoặc ghi tọa độ vào ô."),
        "sign_here": _l("Ký vào khung bằng ngón tay"),
        "sign_clear": _l("Ký lại"),
        "sign_done": _l("Ký xong"),
    }
)
