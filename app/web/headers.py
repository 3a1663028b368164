"""Security headers on every answer, and which host names we answer to. No inline script or style anywhere, so the
policy needs no nonce."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from app.config import Config
from app.web.services import services

_NOBODY, _OURSELVES = "frame-ancestors 'none'", "frame-ancestors 'self'"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "media-src 'self' blob:",
        "form-action 'self'",
        _NOBODY,
        "base-uri 'none'",
    )
)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def init_app(app: Flask, config: Config) -> None:
    policy = policy_for(config)
    app.after_request(lambda response: _secure(response, policy))
    if config.public_url:
        expected = {urlsplit(config.public_url).hostname or "", *_LOOPBACK}

        @app.before_request
        def known_host() -> None:
            """With an address of our own, an answer under a made-up one (a poisoned link, DNS rebinding) is refused."""
            if urlsplit("//" + request.host).hostname not in expected and request.endpoint != "web.healthz":
                abort(400)


def may_stand_in_our_frame(response: Response) -> Response:
    """A page that another page of ours shows inside itself."""
    response.headers["Content-Security-Policy"] = policy_for(services().config).replace(_NOBODY, _OURSELVES)
    return response


def may_show_our_frames(response: Response) -> Response:
    """A page that shows other pages of ours inside itself."""
    response.headers["Content-Security-Policy"] = f"{policy_for(services().config)}; frame-src 'self'"
    return response


def policy_for(config: Config) -> str:
    """Pictures may also come from where the map's tiles are, if this installation has a source of them."""
    tiles = urlsplit(config.map_tiles)
    origin = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    return POLICY.replace("img-src 'self' blob: data:", f"img-src 'self' blob: data:{origin}")


def _secure(response: Response, policy: str) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if request.endpoint == "assets.file" and response.status_code == 200:
        return response  # few headers on static answers: each is paid for by the phone
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=(self)")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    headers.setdefault("Cache-Control", "private, no-store")
    return response
