"""Days without a network: what was saved on the phone survives tabs, processes, updates, and arrives once and whole."""

import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from app import db
from app.catalog.publish import publish
from tests.browser.away import Network, Turn, eventually, finished, first_visit, kill, open_tab, submissions
from tests.browser.hand import Hand
from tests.builders.answers import Answers, ks_nha_tro
from tests.builders.phone import Phone, sha256


def test_a_survey_filled_in_without_a_network_arrives_once_with_its_photo(
    live_app: Flask, network: Network, turn_on: Turn, photo: Path, tmp_path: Path
):
    answers: Answers = ks_nha_tro(seed=1, workers=3)
    half = next(index for index, (ref, _) in enumerate(answers) if ref.startswith("n5/"))
    context = turn_on()
    page = first_visit(context)

    network.cut()
    hand = Hand(page, photo).open_form("ks_nha_tro")
    hand.fill_in(answers[:half]).saved()
    page.close()

    page = context.new_page()
    page.goto("/")
    page.locator("#phone-drafts a").click()
    hand = Hand(page, photo).wait_for_scripts()
    assert hand.open_page == "Công nhân", "the draft opens where it was left"
    hand.fill_in(answers[half:]).saved()
    kill(context, tmp_path / "phone")

    context = turn_on()
    page = context.new_page()
    page.goto("/")
    page.locator("#phone-drafts a").click()
    hand = Hand(page, photo).wait_for_scripts()
    assert hand.open_page == "Người muốn tham gia"
    expect(page.locator("[name='n8/tham_gia[3]/ho_ten']")).to_have_value(dict(answers)["n8/tham_gia[3]/ho_ten"])
    hand.finish()
    expect(page.locator("#review-body")).to_contain_text("Đã lưu trên máy – chờ gửi")
    kill(context, tmp_path / "phone")

    assert submissions(live_app) == []
    network.restore()
    page = turn_on().new_page()
    page.goto("/")
    expect(page.locator("#phone-outbox")).to_contain_text("Đã gửi từ máy này")
    expect(page.locator("#sync")).to_be_hidden()

    [submission] = submissions(live_app)
    assert submission.author.name == "an" and submission.problem_count == 0
    [attachment] = submission.current.attachments
    assert live_app.extensions["phieu"].blobs.read(attachment.sha256) == photo.read_bytes()
    workers = submission.current.data["n8"]["tham_gia"]
    assert [one["ho_ten"] for one in workers] == [dict(answers)[f"n8/tham_gia[{n}]/ho_ten"] for n in (1, 2, 3)]

    _the_same_post_five_times_in_parallel(live_app, submission, photo)
    assert len(submissions(live_app)) == 1


def _the_same_post_five_times_in_parallel(app: Flask, submission: Any, photo: Path) -> None:
    xml, [attachment] = submission.current.xml, submission.current.attachments
    phone = Phone(app, "an")
    phone.put(photo.read_bytes())
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(phone.post(xml, {attachment.name: photo.read_bytes()})))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 5
    assert {answer.json["sha256"] for answer in answers} == {sha256(xml)}


def test_what_only_the_server_has_is_said_to_need_a_network(network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    network.cut()
    page.goto("/submissions")
    expect(page.locator("h1")).to_have_text("Không có mạng")
    page.click("main a")
    expect(page.locator("h1")).to_have_text("Việc của tôi")
    page.goto("/help")
    expect(page.locator("h1")).to_have_text("Hướng dẫn")


def test_a_draft_opens_in_the_version_it_was_begun_with(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()
    old = page.url
    publish_next_version(live_app)
    page.goto("/")
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    network.cut()
    page.goto("/f/ks_nha_tro")
    assert "/2019010101/" in page.url
    page.goto("/")
    page.locator("#phone-drafts a").click()
    Hand(page).wait_for_scripts()
    assert page.url == old
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")


def publish_next_version(app: Flask) -> None:
    services = app.extensions["phieu"]
    folder = services.config.forms_dir
    source = (folder / "ks_nha_tro.md").read_bytes()
    number = re.search(rb"\| ks_nha_tro \|[^|]*\| (\d+) \|", source)
    assert number is not None
    with db.writing(services.engine) as session, session.begin():
        media = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
        made = publish(session, services.blobs, source.replace(number[1], b"2019010101"), "ks_nha_tro.md", media)
        assert made.version is not None and made.fresh


def test_a_new_build_does_not_take_the_page_from_under_an_open_draft(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    hand = Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()
    old_build = live_app.extensions["phieu"].assets
    new_build(live_app)
    home = page.context.new_page()
    home.goto("/")
    home.wait_for_selector("html[data-offline=ready]", state="attached")
    eventually(home, lambda: waiting_worker(home), "the new worker took over while a form was open")
    network.cut()
    hand.answer("n1/ket_qua", "gap_chu").saved()
    page.reload()
    hand.wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")
    caches = page.evaluate("caches.keys()")
    assert any(old_build in name for name in caches)
    network.restore()
    page.close()
    home.goto("/")
    eventually(home, lambda: not waiting_worker(home), "no form is open, yet the new worker waits")


def waiting_worker(page: Page) -> bool:
    found: bool = page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)")
    return found


def new_build(app: Flask) -> None:
    """The same files under another name, as after an update of the program."""
    services = app.extensions["phieu"]
    folder = services.config.assets_dir
    shutil.copytree(folder / services.assets, folder / "0123456789ab")
    services.assets = "0123456789ab"


def test_a_worker_that_is_switched_off_leaves_and_takes_no_record_along(
    live_app: Flask, network: Network, turn_on: Turn
):
    page = open_tab(turn_on)
    Hand(page).open_form("ks_nha_tro").answer("n1/to_dan_pho", "7").saved()
    services = live_app.extensions["phieu"]
    services.config = replace(services.config, service_worker=False)
    page.goto("/")
    eventually(page, lambda: page.evaluate("caches.keys()") == [], "what the worker kept is still there")
    page.goto("/")
    workers = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    eventually(page, lambda: page.evaluate(workers) == 0, "the worker is still there")
    page.locator("#phone-drafts a").click()
    Hand(page).wait_for_scripts()
    expect(page.locator("[name='n1/to_dan_pho']")).to_have_value("7")


def test_a_finished_record_cannot_be_changed_by_going_back(live_app: Flask, network: Network, turn_on: Turn):
    page = open_tab(turn_on)
    network.cut()
    finished(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text("Việc của tôi")
    expect(page.locator("#phone-drafts a")).to_have_count(0)
    expect(page.locator("#sync")).to_have_text("1 chờ gửi")
