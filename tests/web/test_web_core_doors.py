"""What every answer carries and every request must: headers, tokens, host names, limits; refusals people can act on."""

import dataclasses
import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from app.config import Config, from_environment
from app.factory import create_app
from app.web.access import allow
from app.web.paths import own_path
from tests.browsing import Browser


def variant(config: Config, **changes: object) -> Browser:
    return Browser(create_app(dataclasses.replace(config, **changes)))  # type: ignore[arg-type]


def test_pages_may_run_and_load_only_what_is_ours(client: Browser) -> None:
    headers = client.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"
    assert "Clear-Site-Data" not in headers
    assert "Server" not in headers


@pytest.mark.parametrize("path", ["/sign-out", "/account/password", "/language", "/admin/people", "/sign-in"])
def test_no_form_is_taken_without_its_token(strict_client: Browser, path: str) -> None:
    answer = strict_client.sign_in("em").post(path, data={"language": "en"})
    assert answer.status_code == 400
    assert "Trang đã mở quá lâu" in answer.text


def test_a_wrong_address_leaves_the_menu_to_who_is_signed_in(client: Browser) -> None:
    assert 'href="/submissions"' in client.sign_in("an").get("/nowhere").text
    assert 'href="/submissions"' not in Browser(client.application).get("/nowhere").text


def test_a_token_of_another_browser_is_worth_nothing(app: Flask) -> None:
    mine, theirs = Browser(app).sign_in("an"), Browser(app).sign_in("chi")
    stolen = theirs.get("/account").text.split('name="csrf_token" value="')[1].split('"')[0]
    mine.get("/account")
    assert mine.post("/sign-out", data={"csrf_token": stolen}).status_code == 400


def test_without_https_cookies_are_plain_but_closed_to_scripts(client: Browser) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("phieu=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_by_https_the_cookie_belongs_to_this_host_alone(config: Config) -> None:
    browser = variant(config, public_url="https://phieu.example")
    answer = browser.get("/sign-in", base_url="https://phieu.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-phieu=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Domain" not in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("host", "status"),
    [("phieu.example", 200), ("localhost:8000", 200), ("127.0.0.1:8000", 200), ("evil.example", 400), ("", 400)],
)
def test_with_an_address_of_its_own_the_program_answers_to_no_made_up_name(
    config: Config, host: str, status: int
) -> None:
    browser = variant(config, public_url="https://phieu.example")
    assert browser.get("/sign-in", headers={"Host": host}).status_code == status
    assert browser.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_what_a_proxy_says_counts_only_when_one_was_declared(config: Config) -> None:
    said = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    assert "Strict-Transport-Security" not in variant(config).get("/sign-in", headers=said).headers
    assert "Strict-Transport-Security" in variant(config, trusted_proxies=1).get("/sign-in", headers=said).headers


def test_by_https_a_form_from_a_foreign_page_is_refused_even_with_a_token(config: Config) -> None:
    browser = variant(config, public_url="https://phieu.example")
    here = {"base_url": "https://phieu.example"}
    token = browser.get("/sign-in", **here).text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {"csrf_token": token, "language": "en"}
    foreign, own = {"Referer": "https://evil.example/"}, {"Referer": "https://phieu.example/sign-in"}
    assert browser.post("/language", data=fields, headers=foreign, **here).status_code == 400
    assert browser.post("/language", data=fields, headers=own, **here).status_code == 303


@pytest.mark.parametrize("path", ["/no-such-page", "/admin/no-such-page"])
def test_a_missing_page_says_what_may_have_happened(client: Browser, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "thuộc đơn vị khác" in answer.text
    assert '<a href="/">' in answer.text


def test_the_programs_own_requests_get_their_refusals_as_json(client: Browser) -> None:
    answer = client.get("/api/no-such-thing")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == 404
    assert set(answer.json["error"]) == {"code", "what", "todo"}


def test_a_wrong_method_names_the_right_ones(client: Browser) -> None:
    answer = client.get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503])
def test_every_refusal_has_a_page_of_its_own_words(app: Flask, client: Browser, code: int) -> None:
    def view() -> tuple[str, int]:
        from_werkzeug = client.application.aborter  # type: ignore[attr-defined]
        from_werkzeug(code)
        return "", 200

    app.add_url_rule("/refuse", view_func=allow.anyone(view))
    answer = client.get("/refuse")
    assert answer.status_code == code
    assert "<h1>" in answer.text
    assert "lang=" in answer.text


def test_more_than_a_megabyte_is_refused_where_no_file_is_expected(strict_client: Browser) -> None:
    answer = strict_client.post("/sign-in", data={"name": "x" * (1 << 21)})
    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text


def test_the_last_word_is_plain_when_the_database_is_gone(
    app: Flask, client: Browser, engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    client.sign_in("an")
    monkeypatch.setattr(engine.pool, "connect", lambda: 1 / 0)
    answer = client.get("/account")
    assert answer.status_code == 500
    assert "Dữ liệu đã lưu không mất" in answer.text


def test_health_is_told_to_whoever_asks(client: Browser, engine: Engine) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "version": "0.1.0", "database": engine.dialect.name}
    assert "Set-Cookie" not in answer.headers


def test_an_ill_database_is_told_too(client: Browser, tmp_path: Path, config: Config) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:9/none?connect_timeout=1"
    browser = variant(config, database_url=nowhere)
    answer = browser.get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["status"] == "error"


@pytest.mark.parametrize("path", ["/", "/account", "/f/ks_nha_tro?x=1", "/submissions?unit=a&state=b#c"])
def test_own_paths_lead_on(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "account",
        "//evil",
        "///evil",
        "/\\evil",
        "\\\\evil",
        "https://evil",
        "/a\nb",
        "/\x00",
        "/ /evil",
        "?x",
    ],
)
def test_other_peoples_paths_lead_home(path: str | None) -> None:
    assert own_path(path) == "/"


def test_settings_come_from_the_environment_and_a_secret_is_made_once(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path / "d"), "PORT": "8123", "PUBLIC_URL": "https://x.example/", "TRUSTED_PROXIES": "2"}
    first, second = from_environment(env), from_environment(env)
    assert first == second
    assert len(first.secret_key) == 64
    assert (first.port, first.public_url, first.trusted_proxies) == (8123, "https://x.example", 2)
    assert first.database_url.endswith("/d/phieu.sqlite3")
    assert (tmp_path / "d" / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["secret_key"]


def test_links_are_made_for_the_address_people_use() -> None:
    config = Config(data_dir=Path(), database_url="", secret_key="", port=8123)
    assert config.address == "http://localhost:8123"
    assert dataclasses.replace(config, public_url="https://x.example").address == "https://x.example"
