"""What makes the program an app on a phone: who I am, the worker and its switch, the manifest, the offline page."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from app.config import Config
from app.factory import create_app
from tests.browsing import Browser


def test_it_works(client: Browser):
    told = client.sign_in("an").get("/api/me").json
    assert told is not None and told["person"]["full_name"] == "Nguyễn Văn An"
    [form] = told["forms"]
    assert form["id"] == "ks_nha_tro" and form["url"] == f"/f/ks_nha_tro/{form['version']}/vi"
    assert form["langs"] == ["vi", "en"]
    for url in (*told["pages"], form["url"], *told["assets"]):
        assert client.get(url).status_code == 200, url


def test_a_phone_is_told_of_every_module_that_another_module_imports(client: Browser):
    told = client.sign_in("an").get("/api/me").json
    assert told is not None
    assets = {url.split("/", 3)[3] for url in told["assets"]}
    found = 0
    for url in told["assets"]:
        if not url.endswith(".mjs"):
            continue
        folder = url.split("/", 3)[3].rsplit("/", 1)[0].split("/")
        for wanted in re.findall(r"""(?:from|import\()\s*['"](\.[^'"]+)['"]""", client.get(url).text):
            path = list(folder)
            for step in wanted.split("/"):
                if step == "..":
                    path.pop()
                elif step != ".":
                    path.append(step)
            assert "/".join(path) in assets, (url, wanted)
            found += 1
    assert found > 20


@pytest.mark.parametrize(("name", "forms"), [("binh", {"ks_nha_tro", "sinh_hoat"}), ("dung", {"kiem_tra"})])
def test_each_role_keeps_its_own_forms(client: Browser, name: str, forms: set[str]):
    told = client.sign_in(name).get("/api/me").json
    assert told is not None
    assert {form["id"] for form in told["forms"]} == forms


def test_nobody_is_told_anything_when_signed_out(client: Browser):
    answer = client.get("/api/me")
    assert answer.status_code == 401 and answer.json is not None and answer.json["error"]["what"]


def test_the_worker_names_its_build_and_is_asked_for_every_time(app: Flask, client: Browser):
    answer = client.get("/sw.js")
    assert answer.status_code == 200 and answer.content_type.startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.text.startswith(f'const BUILD = "{app.extensions["phieu"].assets}";')
    assert "'fetch'" in answer.text


def test_the_worker_can_be_taken_off_every_phone(config: Config):
    app = create_app(replace(config, service_worker=False))
    client = Browser(app)
    worker = client.get("/sw.js")
    assert "unregister" in worker.text and "'fetch'" not in worker.text
    told = client.sign_in("an").get("/api/me").json
    assert told is not None and told["worker"] is False
    app.extensions["phieu"].engine.dispose()


def test_the_manifest_names_icons_that_exist(client: Browser):
    answer = client.get("/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json" and answer.json is not None
    assert answer.json["start_url"] == "/" and answer.json["scope"] == "/"
    assert len(answer.json["icons"]) == 3
    for icon in answer.json["icons"]:
        assert client.get(icon["src"]).content_type == "image/png"


def test_the_page_without_a_network_knows_nobody(client: Browser):
    assert client.sign_in("an").get("/offline").text == Browser(client.application).get("/offline").text


def test_the_outbox_is_for_people_who_are_signed_in(client: Browser):
    assert client.get("/outbox").status_code == 302
    assert 'data-list="waiting"' in client.sign_in("an").get("/outbox").text


def test_a_page_says_in_a_cookie_for_whom_it_was_fetched_and_only_when_that_changes(client: Browser):
    assert "Set-Cookie" not in client.get("/offline").headers
    first = client.sign_in("an").get("/help").headers["Set-Cookie"]
    assert first.startswith("who=1;") and "SameSite=Lax" in first
    assert "who=" not in client.get("/help").headers.get("Set-Cookie", "")
    second = client.sign_in("chi").get("/help").headers["Set-Cookie"]
    assert second.startswith("who=") and not second.startswith("who=1;")
    assert "who=" not in client.get("/api/me").headers.get("Set-Cookie", "")
