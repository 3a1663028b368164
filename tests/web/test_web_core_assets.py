"""Static files: served lean and compressed under the hash of all of them, and nothing but them."""

import gzip
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest
from flask import Flask

from app.web import assets
from tests.browsing import Browser


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    for name, content in {
        "css/a.css": "/* look */\nb { color: red; }\n" * 30,
        "js/m.mjs": "// why\nexport const a = 1;\n" * 30,
        "img/i.svg": "<svg/>",
        "fonts/Tinos.ttf": "font",
        ".editor.swp": "somebody's",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_build_holds_each_file_lean_and_compressed_but_no_fonts(source: Path, tmp_path: Path) -> None:
    name = assets.build(source, tmp_path / "out")
    built = tmp_path / "out" / name
    assert names(built) == {
        f"{file}{suffix}" for file in ("css/a.css", "js/m.mjs", "img/i.svg") for suffix in ("", ".br", ".gz")
    }
    assert (built / "js/m.mjs").read_text(encoding="utf-8") == "export const a = 1;\n" * 30
    assert brotli.decompress((built / "css/a.css.br").read_bytes()) == (built / "css/a.css").read_bytes()
    assert gzip.decompress((built / "css/a.css.gz").read_bytes()) == (built / "css/a.css").read_bytes()


def test_the_same_files_have_the_same_name_and_bytes_anywhere(source: Path, tmp_path: Path) -> None:
    first, second = assets.build(source, tmp_path / "one"), assets.build(source, tmp_path / "two")
    assert first == second
    for path in names(tmp_path / "one" / first):
        assert (tmp_path / "one" / first / path).read_bytes() == (tmp_path / "two" / first / path).read_bytes()


def test_any_change_in_any_file_gives_a_new_name_and_keeps_the_old_build(source: Path, tmp_path: Path) -> None:
    old = assets.build(source, tmp_path / "out")
    (source / "img/i.svg").write_text("<svg></svg>", encoding="utf-8")
    new = assets.build(source, tmp_path / "out")
    assert new != old
    assert {path.name for path in (tmp_path / "out").iterdir()} == {old, new}


def test_three_builds_are_kept_and_the_current_one_whatever_its_age(source: Path, tmp_path: Path) -> None:
    out, made = tmp_path / "out", []
    for n in range(5):
        (source / "img/i.svg").write_text(f"<svg>{n}</svg>", encoding="utf-8")
        made.append(assets.build(source, out))
        os.utime(out / made[-1], (1_000_000 + n, 1_000_000 + n))
    assert {path.name for path in out.iterdir()} == set(made[-3:])


def test_eight_processes_that_start_together_make_one_whole_build(source: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _n: assets.build(source, tmp_path / "out"), range(8)))
    assert {path.name for path in (tmp_path / "out").iterdir()} == made
    assert len(names(tmp_path / "out" / made.pop())) == 9


def test_a_folder_that_another_process_clears_away_meanwhile_is_no_error(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, gone = Path.iterdir, tmp_path / "out/.new-gone"
    monkeypatch.setattr(Path, "iterdir", lambda folder: [*listed(folder), gone])
    name = assets.build(source, tmp_path / "out")
    assert (tmp_path / "out" / name).is_dir()


def test_a_build_that_breaks_off_leaves_no_folder_that_looks_whole(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets.gzip, "compress", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        assets.build(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away_after_a_while(source: Path, tmp_path: Path) -> None:
    left, fresh = tmp_path / "out" / ".new-left", tmp_path / "out" / ".new-fresh"
    left.mkdir(parents=True)
    fresh.mkdir()
    old = time.time() - 7200
    os.utime(left, (old, old))
    name = assets.build(source, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {name, ".new-fresh"}


def style(app: Flask) -> str:
    return f"/assets/{app.extensions['phieu'].assets}/css/phieu.css"


def test_a_file_is_served_for_ever_with_few_headers(client: Browser, app: Flask) -> None:
    answer = client.get(style(app))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/css"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert set(answer.headers.keys()) == {
        "Content-Type", "Content-Length", "Cache-Control", "Vary", "X-Content-Type-Options",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip;q=0.5", "gzip"), ("zebra", None)],
)
def test_the_best_encoding_that_the_browser_takes(
    client: Browser, app: Flask, accepted: str, encoding: str | None
) -> None:
    answer = client.get(style(app), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    plain = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.data)
    assert plain.decode().startswith("@layer")


def test_a_build_from_before_the_update_is_still_served(client: Browser, app: Flask) -> None:
    old = app.extensions["phieu"].config.assets_dir / "0123456789ab" / "js"
    old.mkdir(parents=True)
    (old / "m.mjs").write_text("export {}", encoding="utf-8")
    answer = client.get("/assets/0123456789ab/js/m.mjs")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key",
        "%2e%2e/secret_key",
        "..%2fsecret_key",
        "{hash}/../../secret_key",
        "{hash}/%2e%2e/%2e%2e/secret_key",
        "{hash}/..%2f..%2fsecret_key",
        "{hash}//etc/passwd",
        "{hash}/css",
        "{hash}/css/phieu.css.br",
        "{hash}/css/phieu.css%00.png",
        "{hash}/css/missing.css",
        ".new-x/css/phieu.css",
        "blobs/x",
    ],
)
def test_nothing_else_is_served(client: Browser, app: Flask, path: str) -> None:
    data = app.extensions["phieu"].config.data_dir
    (data / "secret_key").write_text("the secret", encoding="utf-8")
    (data / "assets" / ".new-x" / "css").mkdir(parents=True)
    (data / "assets" / ".new-x" / "css" / "phieu.css").write_text("half", encoding="utf-8")
    address = "/assets/" + path.format(hash=app.extensions["phieu"].assets)
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 404
    assert b"the secret" not in answer.data
    assert "immutable" not in answer.headers["Cache-Control"]
