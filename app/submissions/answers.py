"""Answers that hand out bytes which somebody sent us: nothing in them may act, no cache may hand them on unasked."""

from flask import Response


def harmless(response: Response, cache: str = "private, no-cache") -> Response:
    """For whatever was uploaded: no script, no plugin, no guessing of types.

    Unless told otherwise it is asked for again every time, so that a right that was taken away, or another person at
    the same phone, sees nothing.
    """
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    return response


def download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return harmless(response)
