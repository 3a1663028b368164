"""Static files for slow networks: one deterministic step writes them lean, with .br and .gz beside them, under a folder
named by the hash of all of them. Pages link `/assets/<hash>/…` (immutable); earlier hashes stay served, for phones that
opened a form before the update.
"""

import gzip
import hashlib
import re
import shutil
import tempfile
import time
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, request, send_file

from app.web.access import allow
from app.web.lean import lean
from app.web.services import services

bp = Blueprint("assets", __name__)

KEPT_BUILDS = 3
_RECIPE = b"assets 2"  # change it with the way files are written, so that every build gets a new name
_BUILD = re.compile(r"[0-9a-f]{12}")
_ABANDONED = 3600.0
_COMPRESSED = {".mjs", ".js", ".css", ".svg", ".json", ".webmanifest"}
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}


def build(source: Path, target: Path) -> str:
    """Write the assets of `source` below `target/<hash>/` unless they are there; returns the hash (12 hex digits)."""
    files = sorted(path for path in source.rglob("*") if path.is_file() and _is_served(path.relative_to(source)))
    digest = hashlib.sha256(_RECIPE)
    for path in files:
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    name = digest.hexdigest()[:12]
    if not (target / name).is_dir():
        _write(files, source, target, name)
        _forget_old_builds(target, name)
    return name


def _is_served(path: Path) -> bool:
    """Fonts are for paper only; hidden files are somebody's editor."""
    return path.parts[0] != "fonts" and not any(part.startswith(".") for part in path.parts)


def _write(files: list[Path], source: Path, target: Path, name: str) -> None:
    """All or nothing: into a folder of this process's own first, then under the build's name at once."""
    target.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target, prefix=".new-"))
    fresh.chmod(0o755)
    try:
        for path in files:
            out = fresh / path.relative_to(source)
            out.parent.mkdir(parents=True, exist_ok=True)
            content = _served_bytes(path)
            out.write_bytes(content)
            if path.suffix in _COMPRESSED:
                out.with_name(out.name + ".br").write_bytes(brotli.compress(content, quality=11))
                out.with_name(out.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        try:
            fresh.rename(target / name)
        except OSError:
            if not (target / name).is_dir():  # else another process built the same folder first
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _served_bytes(path: Path) -> bytes:
    if path.suffix not in {".mjs", ".js", ".css"}:
        return path.read_bytes()
    return lean(path.read_text(encoding="utf-8"), path.suffix).encode()


def _forget_old_builds(target: Path, current: str) -> None:
    """Processes that start together clear up together: what is gone between two looks was another's to remove."""
    ages = {path: age for path in target.iterdir() if path.name != current and (age := _age(path)) is not None}
    builds = sorted((path for path in ages if _BUILD.fullmatch(path.name)), key=ages.__getitem__)
    abandoned = [path for path, age in ages.items() if path.name.startswith(".new-") and age > _ABANDONED]
    for old in builds[KEPT_BUILDS - 1 :] + abandoned:
        shutil.rmtree(old, ignore_errors=True)


def _age(path: Path) -> float | None:
    """Seconds since a folder was made; None if it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return None


def asset_url(path: str) -> str:
    return f"/assets/{services().assets}/{path}"


@bp.get("/assets/<build>/<path:path>")
@allow.anyone
def file(build: str, path: str) -> Response:
    wanted = _find(build, path)
    if wanted is None:
        abort(404)
    encoding, chosen = _best_encoding(wanted)
    mimetype = _TYPES.get(wanted.suffix, "application/octet-stream")
    response = send_file(chosen, mimetype=mimetype, etag=False, conditional=False)
    for useless in ("Last-Modified", "Content-Disposition", "Date"):
        response.headers.pop(useless, None)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if wanted.suffix in _COMPRESSED:
        response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _find(build: str, path: str) -> Path | None:
    """The file, if it lies in a build: `..`, in place of a build's name or in the path, leads nowhere."""
    if not _BUILD.fullmatch(build) or "\0" in path:
        return None
    folder = (services().config.assets_dir / build).resolve()
    wanted = (folder / path).resolve()
    if not wanted.is_relative_to(folder) or wanted.suffix in {".br", ".gz"} or not wanted.is_file():
        return None
    return wanted


def _best_encoding(path: Path) -> tuple[str, Path]:
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        sibling = path.with_name(path.name + suffix)
        if request.accept_encodings[encoding] > 0 and sibling.is_file():
            return encoding, sibling
    return "", path


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.add_template_global(asset_url, "asset")
