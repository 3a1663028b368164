"""What can be wrong with a received record, beyond what its form checks, and why bytes were kept aside; in sentences.

A record's problem is stored as {ref, code, message, …}: `message` is the form's own sentence (in its default language)
or, for the codes named here, empty: those are said in the reader's language when shown, with the other entries filled
into the sentence.
"""

from collections.abc import Mapping

FormProblem = dict[str, str]


def N_(sentence: str) -> str:
    """Marks a sentence for the catalogue; it is translated where it is shown."""
    return sentence


OWN: Mapping[str, str] = {
    "unit_unknown": N_("Không có đơn vị nào mang mã “%(value)s”. Phiếu được ghi vào đơn vị của người gửi."),
    "unit_outside": N_("Đơn vị “%(value)s” nằm ngoài phạm vi của người gửi. Phiếu được ghi vào đơn vị của người gửi."),
    "not_image": N_("Tệp “%(name)s” không mở được như một tấm ảnh. Tệp vẫn được giữ; nếu cần, hãy chụp lại."),
    "not_audio": N_("Tệp “%(name)s” không phải là bản ghi âm. Tệp vẫn được giữ; nếu cần, hãy ghi âm lại."),
    "not_video": N_("Tệp “%(name)s” không phải là phim. Tệp vẫn được giữ; nếu cần, hãy quay lại."),
    "large_image": N_(
        "Ảnh “%(name)s” nặng %(size)s MB, quá %(limit)s MB. Tệp vẫn được giữ; lần sau hãy gửi ảnh nhỏ hơn."
    ),
    "file_unnamed": N_("Tệp “%(name)s” được gửi kèm nhưng phiếu không nhắc đến. Tệp vẫn được giữ."),
    "file_differs": N_("Có hai tệp khác nhau cùng tên “%(name)s”. Cả hai được giữ; hãy xem tệp nào đúng."),
}

WHY_ASIDE: Mapping[str, str] = {
    "unreadable": N_("Nội dung gửi lên không đọc được như một phiếu (XML hỏng hoặc không an toàn)."),
    "encrypted": N_("Phiếu đã được mã hóa nên máy chủ không đọc được."),
    "unknown_form": N_("Không có biểu mẫu nào mang mã này."),
    "unknown_version": N_("Biểu mẫu chưa từng được ban hành với phiên bản này."),
    "closed": N_("Biểu mẫu đã đóng, không nhận thêm phiếu."),
    "not_allowed": N_("Người gửi không có quyền ghi biểu mẫu này hoặc sửa phiếu này."),
    "changed": N_("Một phiếu cùng mã đã được nhận trước đó với nội dung khác."),
    "stale": N_("Bản sửa dựa trên một bản không còn là bản mới nhất của phiếu."),
    "unknown_correction": N_("Bản sửa nhắc đến một phiếu mà máy chủ chưa có."),
    "no_unit": N_("Không biết phiếu thuộc đơn vị nào: không có người gửi và phiếu không ghi đơn vị."),
    "too_many": N_("Phiếu có quá nhiều mục trả lời nên máy chủ chưa kiểm tra được. Quản trị viên cần xem."),
    "bad_id": N_("Mã của phiếu quá dài."),
    "engine": N_("Máy chủ gặp lỗi khi đọc phiếu theo biểu mẫu. Quản trị viên cần xem nhật ký."),
}


def in_words(problem: Mapping[str, str]) -> str:
    """The stored problem as a sentence of the default language, for the command line."""
    sentence = OWN.get(problem["code"])
    return sentence % problem if sentence else problem["message"] or problem["code"]


def own(code: str, ref: str = "", **words: str) -> FormProblem:
    """A problem of ours, its words apart from its sentence."""
    if code not in OWN:
        raise KeyError(code)
    return {"ref": ref, "code": code, "message": "", **words}
