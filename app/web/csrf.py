"""Forged requests: the token for our own forms, or the browser's word on which page a request comes from.

A view without a token (a page that is the same for everybody, the phone's API) exempts itself from `csrf` and asks
`same_origin`.
"""

from flask import request
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()


def same_origin() -> bool:
    """Whether the browser says that one of our own pages sent this request.

    Every browser we support sends one of the two headers.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = request.headers.get("Origin")
    # Compared as it stands: a value that no browser sends need not be parsed.
    return origin is not None and origin.partition("://")[2] == request.host
