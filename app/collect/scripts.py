"""What the form page hands to its scripts: the modules of the critical path (the first one starts the page,
all are preloaded) and the sentences they show. Scripts hold no visible text of their own."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.collect.controls import control_for
from app.engine.definition import Form, Question, walk

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
        "no_language": _l("Chưa tải được trang ở ngôn ngữ kia. Có mạng rồi hãy đổi; câu trả lời vẫn còn."),
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
    }
)

# What only forms with such questions show; by part, named after what the scripts fetch for it.
_PARTS: Mapping[str, Mapping[str, LazyString]] = MappingProxyType(
    {
        "trial": {
            "trial": _l("Điền thử: không lưu, không gửi"),
            "trial_done": _l("Phiếu đã đủ. Đây là điền thử nên không có gì được gửi."),
        },
        "attach": {
            "file_large": _l(
                "Tệp “{name}” nặng {size} MB, quá {most} MB. Hãy chọn tệp nhỏ hơn; những phần khác vẫn còn."
            ),
            "file_empty": _l("Tệp “{name}” trống. Hãy chọn tệp khác; những phần khác vẫn còn."),
            "file_full": _l(
                "Máy hết chỗ cho tệp này. Hãy xóa bớt ảnh, phim cũ trên điện thoại rồi làm lại; câu trả lời vẫn còn."
            ),
            "file_failed": _l("Chưa lưu được tệp. Hãy làm lại; những phần khác vẫn còn."),
            "file_lost": _l("Máy không đọc lại được tệp này. Hãy làm lại."),
        },
        "image": {
            "image_choose": _l("Chụp hoặc chọn ảnh"),
            "image_other": _l("Chụp ảnh khác"),
            "image_taken": _l("Ảnh đã chụp"),
            "image_drop": _l("Bỏ ảnh này"),
            "image_drop_sure": _l("Bỏ ảnh này?"),
            "image_none": _l("Tệp “{name}” không phải là ảnh. Hãy chọn ảnh khác; những phần khác vẫn còn."),
        },
        "audio": {
            "audio_choose": _l("Chọn tệp ghi âm"),
            "audio_other": _l("Chọn tệp khác"),
            "audio_drop": _l("Bỏ bản ghi này"),
            "audio_drop_sure": _l("Bỏ bản ghi âm này?"),
            "audio_none": _l("Tệp “{name}” không phải là bản ghi âm. Hãy chọn tệp khác; những phần khác vẫn còn."),
            "record_begin": _l("Ghi âm"),
            "record_runs": _l("Đang ghi âm {time}"),
            "record_paused": _l("Tạm dừng ở {time}"),
            "record_done": _l("Ghi xong"),
            "record_pause": _l("Tạm dừng"),
            "record_go_on": _l("Ghi tiếp"),
            "record_denied": _l("Trình duyệt chưa được phép dùng micrô. Hãy cho phép, hoặc chọn tệp ghi âm."),
            "record_none": _l("Không mở được micrô. Hãy thử lại, hoặc chọn tệp ghi âm."),
        },
        "video": {
            "video_choose": _l("Quay hoặc chọn phim"),
            "video_other": _l("Quay phim khác"),
            "video_drop": _l("Bỏ phim này"),
            "video_drop_sure": _l("Bỏ phim này?"),
            "video_none": _l("Tệp “{name}” không phải là phim. Hãy chọn tệp khác; những phần khác vẫn còn."),
        },
        "file": {
            "file_choose": _l("Chọn tệp"),
            "file_other": _l("Chọn tệp khác"),
            "file_drop": _l("Bỏ tệp này"),
            "file_drop_sure": _l("Bỏ tệp này?"),
        },
        "signature": {
            "signature_here": _l("Ký vào khung bằng ngón tay"),
            "signature_clear": _l("Ký lại"),
            "signature_done": _l("Ký xong"),
            "signature_drop": _l("Bỏ chữ ký này"),
            "signature_drop_sure": _l("Bỏ chữ ký này?"),
            "signature_photo": _l("Chụp ảnh chữ ký"),
        },
        "draw": {
            "draw_here": _l("Vẽ vào khung bằng ngón tay"),
            "draw_clear": _l("Vẽ lại"),
            "draw_done": _l("Vẽ xong"),
            "draw_photo": _l("Chụp ảnh hình vẽ"),
        },
        "annotate": {
            "annotate_open": _l("Vẽ lên ảnh"),
            "annotate_here": _l("Khoanh, vẽ lên ảnh bằng ngón tay"),
            "annotate_clear": _l("Vẽ lại"),
            "annotate_done": _l("Vẽ xong"),
        },
        "pad": {
            "pad_undo": _l("Bỏ nét cuối"),
            "pad_black": _l("Bút đen"),
            "pad_red": _l("Bút đỏ"),
            "pad_blue": _l("Bút xanh"),
        },
        "barcode": {
            "scan_open": _l("Quét mã"),
            "scan_here": _l("Đưa mã vào giữa khung hình"),
            "scan_close": _l("Thôi quét"),
            "scan_denied": _l("Trình duyệt chưa được phép dùng máy ảnh. Hãy cho phép, hoặc gõ mã vào ô."),
            "scan_none": _l("Không mở được máy ảnh. Hãy gõ mã vào ô."),
        },
        "geopoint": {
            "place_take": _l("Lấy vị trí"),
            "place_again": _l("Lấy lại vị trí"),
            "place_doubtful": _l("Sai số lớn, khoảng {metres} m. Ra chỗ thoáng rồi lấy lại nếu được."),
        },
        "phone": {
            "place_wait": _l("Đang tìm vị trí, đứng yên ở chỗ thoáng…"),
            "place_accuracy": _l("Sai số khoảng {metres} m"),
            "place_none": _l("Chưa tìm được vị trí. Ra chỗ thoáng rồi lấy lại, hoặc ghi tọa độ vào ô."),
            "place_denied": _l("Trình duyệt chưa được phép biết vị trí. Hãy cho phép, hoặc ghi tọa độ vào ô."),
        },
        "search": {
            "search_hint": _l("Gõ vài chữ để tìm, không cần dấu"),
            "search_found": _l("Có {n} mục khớp"),
            "search_more": _l("Có {n} mục khớp, hiện {shown} mục đầu. Gõ thêm chữ để thu gọn."),
            "search_none": _l("Không có mục nào khớp. Thử bớt chữ."),
            "search_away": _l("Bỏ chọn"),
        },
        "rank": {
            "rank_up": _l("Đưa “{what}” lên"),
            "rank_down": _l("Đưa “{what}” xuống"),
            "rank_now": _l("“{what}” đứng thứ {n}"),
            "rank_so": _l("Xếp theo thứ tự này"),
            "rank_not": _l("Chưa xếp. Bấm mũi tên để đổi chỗ."),
            "rank_away": _l("Bỏ xếp hạng"),
        },
        "slider": {
            "slider_none": _l("Chưa chọn"),
            "slider_away": _l("Bỏ chọn"),
            "slider_less": _l("Bớt"),
            "slider_more": _l("Thêm"),
        },
        "figures": {
            "thousand_million": _l("{n} tỷ"),
            "million": _l("{n} triệu"),
            "reads": _l("Đọc là {n}"),
        },
        "counter": {"count_less": _l("Bớt một"), "count_more": _l("Thêm một")},
        "ticked": {"ticked_none": _l("— Chọn —")},
        "map": {
            "map_place": _l("Bản đồ vị trí; dùng phím mũi tên để dời"),
            "map_line": _l("Bản đồ đường đi; dùng phím mũi tên để dời"),
            "map_area": _l("Bản đồ vùng; dùng phím mũi tên để dời"),
            "map_nearer": _l("Xem gần hơn"),
            "map_farther": _l("Xem xa hơn"),
            "map_set": _l("Chọn chỗ ở dấu +"),
        },
        "trace": {
            "trace_here": _l("Thêm điểm ở đây"),
            "trace_walk": _l("Ghi theo bước đi"),
            "trace_stop": _l("Dừng ghi"),
            "trace_walking": _l("Đang ghi theo bước đi, sai số {metres} m"),
            "trace_undo": _l("Bỏ điểm cuối"),
            "trace_cross": _l("Thêm điểm ở dấu +"),
            "trace_list": _l("Danh sách điểm ({n})"),
            "trace_line": _l("{n} điểm, dài {size}"),
            "trace_area": _l("{n} góc, rộng {size}"),
        },
    }
)
# What comes with a kind of question or with a word of its appearance.
_WITH: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "signature": ("signature", "pad"),
        "draw": ("draw", "pad"),
        "annotate": ("annotate", "pad"),
        "geopoint": ("geopoint", "phone"),
        "geotrace": ("trace", "phone", "map"),
        "geoshape": ("trace", "phone", "map"),
        "maps": ("map",),
        "placement-map": ("map",),
    }
)


def texts_for(form: Form, faces: Iterable[str], *, trial: bool = False) -> dict[str, str]:
    """The sentences that the scripts of this form's page may show, in the reader's language. `faces`: the modules of
    static/js/form/faces that its questions name."""
    parts = {*faces, *(["trial"] if trial else [])}
    for control in walk(form.body):
        if isinstance(control, Question):
            parts.add(control.kind)
            parts.update(part for word in (control.kind, *control.appearance) for part in _WITH.get(word, ()))
            parts.update(["attach"] if control_for(control).takes_file else [])
    wanted = [TEXTS, *(texts for part, texts in _PARTS.items() if part in parts)]
    return {key: str(text) for texts in wanted for key, text in texts.items()}
