"""What forms may ask of ODK Collect that a web page cannot do, or does otherwise: told to authors at the row that asks
it (check.py). A type or an appearance that does not stand here works, or changes nothing but the look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.problems import Severity


@dataclass(frozen=True, slots=True)
class Limit:
    """`column` is where the form asks it; the sentences say what happens instead (Vietnamese, English)."""

    what: str
    column: str
    instead: str
    instead_en: str
    severity: Severity = "warning"


_OTHER_APP = (
    "Trang web không mở được ứng dụng khác; người ghi tự nhập câu trả lời",
    "A web page cannot open another app; people type the answer themselves",
)
_UNKNOWN_TO_PAGES = (
    "Trình duyệt không cho trang web biết điều này; câu này để trống",
    "Browsers do not tell this to pages; it stays blank",
)
# By the name of the node's action or place: no control stands on the page for these.
BACKGROUND: Mapping[str, Limit] = MappingProxyType(
    {
        "recordaudio": Limit(
            "background-audio",
            "type",
            "Trang web không ghi âm ngầm; hãy dùng câu hỏi audio để người ghi tự bấm ghi âm",
            "Pages do not record in the background; use an audio question, in which people start the recording",
        ),
        "last-saved": Limit(
            "last-saved",
            "default",
            "Trang web chưa nhớ phiếu ghi trước; câu lấy giá trị từ phiếu trước để trống",
            "Pages do not remember the record before yet; what is taken from it stays blank",
        ),
        "audit": Limit(
            "audit",
            "type",
            "Trang web không ghi nhật ký thao tác; phiếu vẫn được ghi và gửi như thường",
            "Pages keep no audit log; records are filled in and sent as usual",
        ),
    }
)
_PROPERTIES = frozenset({"phonenumber", "simserial", "subscriberid"})


def of_property(name: str) -> Limit | None:
    """Of a `property` preload."""
    return Limit(name, "type", *_UNKNOWN_TO_PAGES) if name in _PROPERTIES else None


def of_appearance(kind: str, words: Iterable[str]) -> Iterator[Limit]:
    """Of a question's type and the words of its appearance."""
    for word in words:
        if word.startswith(("ex:", "printer:", "bearing")):
            yield Limit(word, "appearance", *_OTHER_APP)
        elif (kind, word) in _APPEARANCES:
            yield Limit(word, "appearance", *_APPEARANCES[kind, word], "note")


_APPEARANCES: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("image", "new"): (
            "Trang web chỉ gợi ý mở máy ảnh; một số máy vẫn cho chọn ảnh có sẵn",
            "A page can only ask for the camera; some phones still offer stored pictures",
        ),
        ("image", "new-front"): (
            "Trang web chỉ gợi ý mở máy ảnh trước; một số máy vẫn cho chọn máy ảnh hoặc ảnh có sẵn",
            "A page can only ask for the front camera; some phones still offer another one or stored pictures",
        ),
        ("video", "new"): (
            "Trang web chỉ gợi ý mở máy quay; một số máy vẫn cho chọn phim có sẵn",
            "A page can only ask for the camera; some phones still offer stored films",
        ),
        ("video", "selfie"): (
            "Trang web chỉ gợi ý mở máy quay trước; một số máy vẫn cho chọn phim có sẵn",
            "A page can only ask for the front camera; some phones still offer stored films",
        ),
    }
)
