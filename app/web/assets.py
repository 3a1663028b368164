"""Static files for slow networks: one deterministic step writes them without comments, with .br and .gz beside them, under a
folder named by the hash of all of them. Pages link `/assets/<hash>/…` (immutable); earlier hashes stay served, for phones that
opened a form before the update.
"""

import gzip
import hashlib
import re
import shutil
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, request, send_file

from app.web.access import allow
from app.web.services import services

bp = Blueprint("assets", __name__)

KEPT_BUILDS = 3
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
    files = sorted(path for path in source.rglob("*") if path.is_file() and "fonts" not in path.parts)
    digest = hashlib.sha256(b"assets 1")
    for path in files:
        digest.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes() + b"\0")
    name = digest.hexdigest()[:12]
    if not (target / name).is_dir():
        _write(files, source, target, name)
        _forget_old_builds(target)
    return name


def _write(files: list[Path], source: Path, target: Path, name: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    fresh = target / f".{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for path in files:
        out = fresh / path.relative_to(source)
        out.parent.mkdir(parents=True, exist_ok=True)
        content = _without_comments(path)
        out.write_bytes(content)
        if path.suffix in _COMPRESSED:
            out.with_name(out.name + ".br").write_bytes(brotli.compress(content, quality=11))
            out.with_name(out.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    try:
        fresh.rename(target / name)
    except OSError:  # another process built the same folder first
        shutil.rmtree(fresh, ignore_errors=True)


# Only comments that stand on lines of their own are taken out: that needs no parser and cannot hurt a string.
_BLOCK = re.compile(r"^[ \t]*/\*(?!!).*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_EMPTY = re.compile(r"\n{2,}")


def _without_comments(path: Path) -> bytes:
    if path.suffix not in {".mjs", ".js", ".css"}:
        return path.read_bytes()
    text = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    if path.suffix != ".css":
        text = _LINE.sub("", text)
    if "`" not in text:  # a template literal may hold lines whose white space counts
        text = _EMPTY.sub("\n", _INDENT.sub("", text))
    return text.encode()


def _forget_old_builds(target: Path) -> None:
    builds = sorted(
        (p for p in target.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True
    )
    for old in builds[KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)


def asset_url(path: str) -> str:
    return f"/assets/{services().assets}/{path}"


@bp.get("/assets/<build>/<path:path>")
@allow.anyone
def file(build: str, path: str) -> Response:
    folder = services().config.assets_dir / build
    wanted = (folder / path).resolve()
    if not wanted.is_relative_to(folder.resolve()) or not wanted.is_file() or wanted.suffix in {".br", ".gz"}:
        abort(404)
    encoding, chosen = _best_encoding(wanted)
    response = send_file(
        chosen, mimetype=_TYPES.get(wanted.suffix, "application/octet-stream"), etag=False, conditional=False
    )
    for useless in ("Last-Modified", "Content-Disposition", "Date"):
        response.headers.pop(useless, None)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if wanted.suffix in _COMPRESSED:
        response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _best_encoding(path: Path) -> tuple[str, Path]:
    accepted = request.headers.get("Accept-Encoding", "")
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        sibling = path.with_name(path.name + suffix)
        if encoding in accepted and sibling.is_file():
            return encoding, sibling
    return "", path


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.add_template_global(asset_url, "asset")
