"""An author tries a form out before publishing it: problems, filling in without scripts, values, changes."""

import io
import re
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from app import db
from app.accounts.models import User
from app.catalog.models import FormRow
from app.catalog.queries import form_version
from app.submissions.models import Submission
from tests.browsing import Browser

FORM = """
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | relevant | calculation | choice_filter |
| | integer | so | Số phòng | | | |
| | text | ten | Tên nhà trọ | ${so} > 1 | | |
| | begin_repeat | phong | Phòng | | | |
| | integer | nguoi | Số người | | | |
| | end_repeat | | | | | |
| | calculate | tong | | | sum(${nguoi}) | |
| | select_one_from_file ds.csv | ai | Ai | | | name != 'x' |

| settings | | | | |
| | form_title | form_id | version | default_language |
| | Phiếu thử | thu | {version} | Tiếng Việt (vi) |
"""
LIST = b"name,label\nmot,Mot\nhai,Hai\nx,Khong\n"


def begin(browser: Browser, text: str = FORM, name: str = "thu.md", files: dict[str, bytes] | None = None) -> str:
    """Upload a form; gives the address of its page."""
    sent: dict[str, Any] = {"csrf_token": token(browser.get("/admin/trials/new"))}
    sent["source"] = (io.BytesIO(text.replace("{version}", "1").encode()), name)
    sent["media"] = [(io.BytesIO(content), file) for file, content in (files or {"ds.csv": LIST}).items()]
    answer = browser.post("/admin/trials/new", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.location


def token(page: TestResponse) -> str:
    return re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)[-1]


def press(browser: Browser, page: str, address: str, **fields: Any) -> TestResponse:
    return browser.post(address, data={"csrf_token": token(browser.get(page)), **fields})


def test_a_sound_form_shows_its_phone_its_expressions_and_the_button(strict_client: Browser) -> None:
    address = begin(strict_client.sign_in("em"))
    page = strict_client.get(address)
    assert page.status_code == 200
    assert f'<iframe class="phone" src="{address}/form/vi"' in page.text
    assert "sum(${nguoi})" in page.text and "${so} &gt; 1" in page.text
    assert "2 lựa chọn" in page.text
    assert f'action="{address}/publish"' in page.text
    assert "chưa có phiên bản nào đang dùng" in page.text


def test_a_broken_form_keeps_its_page_and_says_what_is_wrong_where(strict_client: Browser) -> None:
    broken = FORM.replace("sum(${nguoi})", "tong(${nguoi})")
    address = begin(strict_client.sign_in("em"), broken)
    page = strict_client.get(address)
    assert "Còn 1 lỗi" in page.text and "Trang survey" in page.text
    assert "dòng 7 · cột calculation" in page.text and "Không có hàm «tong()»" in page.text
    assert "iframe" not in page.text and "/publish" not in page.text


def test_a_corrected_form_takes_the_place_of_the_broken_one_and_the_lists_stay(strict_client: Browser) -> None:
    broken = FORM.replace("sum(${nguoi})", "tong(${nguoi})")
    address = begin(strict_client.sign_in("em"), broken)
    sent = {
        "csrf_token": token(strict_client.get(address)),
        "source": (io.BytesIO(FORM.encode()), "sua.md"),
        "media": (io.BytesIO(b""), ""),
    }
    answer = strict_client.post(f"{address}/files", data=sent, content_type="multipart/form-data")
    assert (answer.status_code, answer.location) == (303, address)
    page = strict_client.get(address)
    assert "iframe" in page.text and "sua.md và 1 tệp đi kèm" in page.text


def test_a_list_that_was_missing_is_added(strict_client: Browser) -> None:
    address = begin(strict_client.sign_in("em"), files={"khac.csv": LIST})
    assert "ds.csv" in strict_client.get(address).text and "iframe" not in strict_client.get(address).text
    sent = {"csrf_token": token(strict_client.get(address)), "media": (io.BytesIO(LIST), "ds.csv")}
    strict_client.post(f"{address}/files", data=sent, content_type="multipart/form-data")
    assert "iframe" in strict_client.get(address).text


def test_choosing_nothing_is_told_at_the_field(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    answer = press(browser, address, f"{address}/files")
    assert answer.status_code == 422 and "Hãy chọn ít nhất một tệp." in answer.text
    answer = press(browser, "/admin/trials/new", "/admin/trials/new")
    assert answer.status_code == 422 and "Hãy chọn tệp biểu mẫu." in answer.text


def test_a_file_that_is_too_big_is_named(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    big = (io.BytesIO(b"x" * (17 << 20)), "to.csv")
    sent = {"csrf_token": token(browser.get("/admin/trials/new")), "source": (io.BytesIO(FORM.encode()), "a.md")}
    answer = browser.post("/admin/trials/new", data={**sent, "media": big}, content_type="multipart/form-data")
    assert answer.status_code == 413 and "to.csv" in answer.text
    address = begin(browser)
    again = (io.BytesIO(b"x" * (17 << 20)), "to.csv")
    sent = {"csrf_token": token(browser.get(address)), "media": again}
    answer = browser.post(f"{address}/files", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 413 and "to.csv" in answer.text


def test_without_scripts_the_whole_form_is_filled_in_and_computed_on_the_server(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    run = f"{address}/run/vi"
    assert 'name="ten"' not in browser.get(run).text
    answer = press(browser, run, run, so="2", **{"phong[1]/nguoi": "3"}, action="add:phong")
    assert answer.status_code == 303
    page = browser.get(run)
    assert 'name="ten"' in page.text and 'name="phong[2]/nguoi"' in page.text
    press(browser, run, run, so="2", **{"phong[1]/nguoi": "3", "phong[2]/nguoi": "4"}, action="update")
    page = browser.get(run)
    assert '<span class="value">7</span>' in page.text and "&lt;tong&gt;7&lt;/tong&gt;" in page.text
    press(browser, run, run, so="2", **{"phong[1]/nguoi": "3", "phong[2]/nguoi": "4"}, action="remove:phong[1]")
    assert '<span class="value">4</span>' in browser.get(run).text
    # The page beside the phone says the same.
    assert '<span class="value">4</span>' in browser.get(address).text


def test_what_cannot_be_read_is_said_at_the_question_and_the_whole_is_checked_on_demand(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    text = FORM.replace("| relevant |", "| relevant | required |").replace("${so} > 1 |", "${so} > 1 | yes |")
    text = re.sub(r"^(\| \| (?!text).*)$", lambda row: row[1], text, flags=re.MULTILINE)
    address = begin(browser)
    run = f"{address}/run/vi"
    press(browser, run, run, so="hai phòng", action="update")
    page = browser.get(run)
    assert "Hãy ghi một số nguyên" in page.text and 'value="hai phòng"' in page.text
    answer = press(browser, run, run, so="2", action="check")
    assert answer.location == f"{run}?check=1"


def test_the_form_page_of_a_browser_without_scripts_goes_on_there(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    page = browser.get(f"{address}/form/vi")
    assert " data-trial" in page.text and f'action="{address}/form/vi"' in page.text
    answer = browser.post(f"{address}/form/vi", data={"so": "3"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.location) == (303, f"{address}/run/vi")
    assert 'value="3"' in browser.get(f"{address}/run/vi").text
    assert browser.post(f"{address}/form/vi", data={"so": "3"}).status_code == 400


def test_the_values_follow_what_the_frame_reports(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    xml = '<data id="thu" version="1"><so>5</so><phong><nguoi>8</nguoi></phong></data>'
    answer = press(browser, address, f"{address}/values/vi", xml=xml)
    assert answer.status_code == 200 and '<span class="value">8</span>' in answer.text
    assert press(browser, address, f"{address}/values/vi", xml="<data").status_code == 400


def test_the_lists_of_the_page_are_there(strict_client: Browser) -> None:
    address = begin(strict_client.sign_in("em"))
    assert strict_client.get(f"{address}/form/vi/lists").get_json() == {}


def test_the_pictures_of_labels_are_shown_on_trial_too(strict_client: Browser) -> None:
    form = (
        FORM.replace("| choice_filter |", "| choice_filter | media::image |")
        .replace("name != 'x' |", "| |")
        .replace("| Số phòng | | | |", "| Số phòng | | | | nha.png |")
    )
    address = begin(strict_client.sign_in("em"), form, files={"ds.csv": LIST, "nha.png": b"\x89PNG"})
    for page in ("/form/vi", "/run/vi"):
        assert f'src="{address}/media/nha.png"' in strict_client.get(address + page).text
    picture = strict_client.get(f"{address}/media/nha.png")
    assert (picture.data, picture.content_type) == (b"\x89PNG", "image/png")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert strict_client.get(f"{address}/media/khac.png").status_code == 404


def test_publishing_from_the_trial_puts_the_form_in_use_and_ends_the_trial(
    strict_client: Browser, engine: Engine
) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    answer = press(browser, address, f"{address}/publish")
    assert (answer.status_code, answer.location) == (303, "/admin/forms")
    assert "Đã ban hành thu, phiên bản 1." in browser.get("/admin/forms").text
    with db.reading(engine) as session:
        version = form_version(session, "thu", "1")
        assert version is not None
        assert [media.name for media in version.media] == ["ds.csv"]
    assert browser.get(address).status_code == 404


def test_a_new_version_says_what_it_changes(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    press(browser, address, f"{address}/publish")
    changed = FORM.replace("| text | ten | Tên nhà trọ |", "| text | dia_chi | Địa chỉ |").replace(
        "| integer | so | Số phòng |", "| decimal | so | Số phòng trọ |"
    )
    page = browser.get(begin(browser, changed.replace("{version}", "2")))
    assert "So với phiên bản đang dùng 1" in page.text
    for told in ("thêm: <code>dia_chi</code>", "bỏ: <code>ten</code>", "<code>so</code> (integer → decimal)"):
        assert told in page.text
    same = browser.get(begin(browser))
    assert "Câu hỏi và lời văn như cũ." in same.text and "Phiên bản này đã được ban hành" in same.text
    other = FORM.replace("Số phòng", "Bao nhiêu phòng")
    clash = begin(browser, other)
    assert "/publish" not in browser.get(clash).text
    answer = press(browser, clash, f"{clash}/publish")
    assert answer.status_code == 422 and "nội dung khác" in answer.text


def test_a_trial_is_its_authors_alone(strict_client: Browser) -> None:
    address = begin(strict_client.sign_in("em"))
    pages = ("", "/form/vi", "/form/vi/lists", "/run/vi")
    for page in pages:
        assert strict_client.get(address + page).status_code == 200
    strict_client.sign_in("quan_tri")
    for page in pages:
        assert strict_client.get(address + page).status_code == 404
    assert strict_client.get(f"{address}/form/en").status_code == 404


def test_nothing_of_a_trial_becomes_field_data(strict_client: Browser, engine: Engine) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    press(browser, f"{address}/run/vi", f"{address}/run/vi", so="2", action="check")
    with db.reading(engine) as session:
        assert session.scalar(select(FormRow).where(FormRow.form_id == "thu")) is None
        assert not session.scalars(select(Submission)).all()
    assert "Phiếu thử" not in browser.get("/").text and address not in browser.get("/api/me").text


def test_only_our_own_pages_may_frame_the_phone(strict_client: Browser) -> None:
    browser = strict_client.sign_in("em")
    address = begin(browser)
    policy = browser.get(f"{address}/form/vi").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    around = browser.get(address).headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in around and "frame-src 'self'" in around
    assert (
        "frame-ancestors 'none'"
        in browser.get("/f/ks_nha_tro", follow_redirects=True).headers["Content-Security-Policy"]
    )


def test_a_trial_can_be_thrown_away_and_old_ones_go_by_themselves(strict_client: Browser, app: Flask) -> None:
    browser = strict_client.sign_in("em")
    folder: Path = app.extensions["phieu"].config.trials_dir
    address = begin(browser)
    press(browser, address, f"{address}/delete")
    assert list(folder.iterdir()) == []
    for _ in range(12):
        begin(browser)
    assert len(list(folder.iterdir())) == 8


def test_in_english(strict_client: Browser, engine: Engine) -> None:
    with db.writing(engine) as session, session.begin():
        session.query(User).filter_by(name="em").one().language = "en"
    browser = strict_client.sign_in("em")
    address = begin(browser, FORM.replace("sum(${nguoi})", "tong(${nguoi})"))
    assert "There is no function “tong()”" in browser.get(address).text
