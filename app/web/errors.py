"""Every refusal as a page (or JSON, for the program's own requests) that says what happened and what to do."""

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.web.paths import own_path
from app.web.services import services

_log = logging.getLogger("phieu")

# For the case that not even the error page can be made (the database is gone, and with it who asks): plain words.
_LAST_RESORT = (
    "Máy chủ gặp lỗi. Dữ liệu đã lưu không mất. Hãy thử lại sau ít phút.\n"
    "The server is in trouble. What was saved is safe. Please try again in a few minutes.\n"
)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(InternalServerError, _crash)
    app.register_error_handler(Exception, _crash)


def _sentences(code: int) -> tuple[str, str]:
    """(what happened, what to do), in the reader's language."""
    known = {
        400: (_("Yêu cầu chưa đúng"), _("Hãy quay lại trang trước và thử lần nữa. Những gì đã lưu vẫn còn.")),
        401: (_("Cần đăng nhập"), _("Hãy đăng nhập rồi làm tiếp. Những gì đã lưu trên máy vẫn còn.")),
        403: (_("Không được phép"), _("Tài khoản của bạn không có quyền làm việc này. Hãy hỏi Tổ thư ký.")),
        404: (_("Không tìm thấy trang này"), _("Địa chỉ có thể đã đổi, hoặc mục này thuộc đơn vị khác.")),
        405: (_("Không mở trang này theo cách đó được"), _("Hãy quay lại và dùng nút trên trang.")),
        409: (_("Nội dung vừa thay đổi ở nơi khác"), _("Hãy tải lại trang rồi làm lại bước này.")),
        410: (_("Không còn dùng được"), _("Mục này đã hết hạn hoặc đã được dùng.")),
        413: (
            _("Tệp quá lớn"),
            _("Tệp gửi lên lớn hơn mức cho phép. Hãy chọn ảnh nhỏ hơn; những phần khác vẫn còn."),
        ),
        429: (_("Thử quá nhiều lần"), _("Hãy chờ một lúc rồi thử lại.")),
        500: (_("Máy chủ gặp lỗi"), _("Dữ liệu đã lưu không mất. Hãy thử lại sau ít phút.")),
    }
    return known.get(code, known[400] if code < 500 else known[500])


def problem(code: int, what: str, todo: str) -> Response:
    """The one shape of a refusal, for pages and for the program's own requests."""
    if request.path.startswith("/api/"):
        return make_response(jsonify(error={"code": code, "what": what, "todo": todo}), code)
    here = urlsplit(request.referrer or "").path
    page = render_template("errors/error.html", code=code, what=what, todo=todo, came_from=own_path(here))
    return make_response(page, code)


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    response = problem(code, *_sentences(code))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _csrf_error(_error: CSRFError) -> Response:
    """A session that has ended took its token along: then signing in comes first."""
    rule = getattr(current_app.view_functions.get(request.endpoint or ""), "access", None)
    if rule is not None and rule.roles is not None and services().person() is None:
        return problem(401, *_sentences(401))
    return problem(
        400,
        _("Trang đã mở quá lâu"),
        _("Hãy tải lại trang rồi gửi lại. Những gì đã lưu vẫn còn."),
    )


def _crash(error: Exception) -> Response:
    # The traceback, never the request's body: it may hold personal data.
    cause = getattr(error, "original_exception", None) or error
    _log.error("crash in %s", request.endpoint or request.path, exc_info=cause)
    try:
        return problem(500, *_sentences(500))
    except Exception:
        _log.exception("the error page cannot be made either")
        return Response(_LAST_RESORT, 500, mimetype="text/plain")
