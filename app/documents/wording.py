"""What pages say about jobs and documents: every code as a sentence, in the reader's language."""

from flask_babel import gettext as _

from app.jobs.models import Job


def kind_name(kind: str) -> str:
    names = {"R1": _("Biên bản kiểm tra")}
    return names.get(kind, kind)


def progress_said(job: Job) -> str:
    """Where the job stands, for the person who waits."""
    if job.state == "running":
        steps = {
            "read": _("Đang đọc phiếu"),
            "pictures": _("Đang chuẩn bị ảnh"),
            "print": _("Đang dàn trang"),
            "store": _("Đang lưu và cấp số"),
        }
        return steps.get(job.step, _("Đang bắt đầu"))
    states = {
        "queued": _("Gặp trục trặc, sẽ tự thử lại sau ít giây") if job.error else _("Đang chờ đến lượt"),
        "done": _("Đã lập xong"),
        "cancelled": _("Đã dừng theo yêu cầu"),
        "failed": _("Chưa lập được"),
    }
    return states.get(job.state, job.state)


def failure_said(job: Job) -> str:
    """Why it did not work and what to do; never a code alone."""
    reasons = {
        "fonts": _("Máy chủ thiếu phông chữ Tinos. Hãy báo quản trị viên cài gói fonts-croscore rồi lập lại."),
        "libraries": _("Máy chủ thiếu thư viện dàn trang (pango). Hãy báo quản trị viên cài đặt rồi lập lại."),
        "profile": _("Mẫu văn bản (forms/profiles) đang có lỗi. Hãy báo Tổ thư ký sửa mẫu rồi lập lại."),
        "too_long": _("Dàn trang quá lâu nên đã dừng. Hãy xem phiếu có đoạn chữ nào quá dài không, rồi lập lại."),
        "too_large": _("Phiếu quá lớn để dàn trang. Hãy rút gọn các đoạn chữ rất dài rồi lập lại."),
        "lost": _("Máy chủ bị ngắt nhiều lần khi đang lập. Phiếu vẫn còn nguyên; hãy lập lại."),
    }
    return reasons.get(
        job.error or "", _("Máy chủ gặp lỗi khi lập. Phiếu vẫn còn nguyên; hãy thử lại hoặc báo quản trị viên.")
    )
