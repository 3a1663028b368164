"""The list of records and the page of one: in the form's own words, for those on whose branch it lies."""

import hashlib
import html
import re

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select

from app import db
from app.accounts.models import User
from app.audit.models import AuditEntry
from app.submissions.models import Submission
from tests.builders import answers, records
from tests.conftest import Browser


def text_of(response) -> str:
    """What the page says, without tags and line breaks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def lines(response) -> list[str]:
    return [html.unescape(name) for name in re.findall(r"<b>([^<]*)</b>\s*<small>", response.get_data(as_text=True))]


@pytest.fixture
def cuong(app: Flask) -> int:
    """A record of Phú Cường, with its photo; its id."""
    xml = records.boarding_house(app, "an", ten="Nhà trọ cô Bảy")
    return records.send(app, xml, "an", {records.photo_names(xml)[0]: records.picture()}).submission_id


def test_the_list_shows_the_branch_newest_first_and_nothing_else(app: Flask, client: Browser, cuong: int):
    records.send(app, records.boarding_house(app, "chi", "phu-loi", ten="Nhà trọ Phú Lợi"), "chi")
    records.send(app, records.boarding_house(app, "an", seed=1, ten="Nhà trọ mới"), "an")
    for name in ("an", "binh"):
        page = client.sign_in(name).get("/submissions")
        assert [line.split(" – ")[0] for line in lines(page)] == ["Nhà trọ mới", "Nhà trọ cô Bảy"]
        assert "2 phiếu" in text_of(page)
    assert len(lines(client.sign_in("chi").get("/submissions"))) == 1
    for name in ("dung", "em", "giang", "quan_tri"):
        assert len(lines(client.sign_in(name).get("/submissions"))) == 3


def test_an_empty_list_says_what_to_do(client: Browser):
    assert "Chưa có phiếu nào" in text_of(client.sign_in("an").get("/submissions"))


@pytest.mark.parametrize("words", ["co bay", "CÔ BẢY", "bay co", "nha tro co bay"])
def test_search_needs_no_diacritics(client: Browser, cuong: int, app: Flask, words: str):
    records.send(app, records.boarding_house(app, "an", seed=1, ten="Nhà trọ ông Chín"), "an")
    page = client.sign_in("an").get("/submissions", query_string={"q": words})
    assert len(lines(page)) == 1 and "cô Bảy" in lines(page)[0]
    assert "1 phiếu" in text_of(page)


def test_a_record_is_found_by_its_receipt_number_whole_or_begun(
    client: Browser, app: Flask, engine: Engine, cuong: int
):
    with db.reading(engine) as session:
        receipt = session.get_one(Submission, cuong).receipt
    records.send(app, records.boarding_house(app, "an", seed=1, ten="Nhà trọ khác"), "an")
    client.sign_in("an")
    for words in (receipt, receipt.replace("-", " "), receipt[:9]):
        assert len(lines(client.get("/submissions", query_string={"q": words}))) == 1
    assert lines(client.get("/submissions", query_string={"q": "%"})) == []
    assert lines(client.get("/submissions", query_string={"q": "_"})) == []


def test_filters_by_form_unit_and_problems(app: Flask, client: Browser, cuong: int):
    records.send(app, records.boarding_house(app, "chi", "phu-loi", phong_o="9999"), "chi")
    client.sign_in("em")
    for wanted, expected in (
        ({"unit": "phu-loi"}, 1),
        ({"unit": "thu-dau-mot"}, 2),
        ({"form": "ks_nha_tro"}, 2),
        ({"form": "sinh_hoat"}, 0),
        ({"problems": "1"}, 1),
        ({"problems": "1", "unit": "phu-cuong"}, 0),
    ):
        page = client.get("/submissions", query_string=wanted)
        assert page.status_code == 200 and len(lines(page)) == expected, wanted
    assert "Không có phiếu nào khớp" in text_of(client.get("/submissions?form=sinh_hoat"))
    assert "1 chỗ cần xem lại" in text_of(client.get("/submissions?problems=1"))
    assert "Đã nhận, 1 chỗ cần xem lại" in text_of(client.sign_in("chi").get("/"))


def test_units_and_forms_that_are_not_mine_to_ask_for_are_not_found(client: Browser, cuong: int):
    client.sign_in("an")
    for wanted in ({"unit": "phu-loi"}, {"unit": "thu-dau-mot"}, {"unit": "atlantis"}, {"form": "nothing"}):
        assert client.get("/submissions", query_string=wanted).status_code == 404, wanted


def test_pages_of_fifty_by_key(app: Flask, client: Browser):
    for seed in range(53):
        records.send(app, records.boarding_house(app, "an", seed=seed, ten=f"Nhà {seed:02d}"), "an")
    first = client.sign_in("an").get("/submissions?q=nha")
    assert len(lines(first)) == 50 and "53 phiếu" in text_of(first)
    (address,) = re.findall(r'rel="next" href="([^"]+)"', first.get_data(as_text=True))
    second = client.get(html.unescape(address))
    assert [name.split(" – ")[0] for name in lines(second)] == ["Nhà 02", "Nhà 01", "Nhà 00"]
    assert 'rel="next"' not in second.get_data(as_text=True)


def test_the_list_asks_the_database_the_same_few_questions_however_long_it_is(
    app: Flask, client: Browser, engine: Engine
):
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    client.sign_in("an")

    def questions() -> int:
        asked.clear()
        assert client.get("/submissions").status_code == 200
        return len(asked)

    records.send(app, records.boarding_house(app, "an"), "an")
    few = questions()
    for seed in range(1, 8):
        records.send(app, records.boarding_house(app, "an", seed=seed), "an")
    assert questions() == few
    assert not any("submission_versions.xml" in statement or ".data" in statement for statement in asked)


@pytest.mark.parametrize("before", ["0", "-1", "abc", "9" * 40, "1e5", "٣"])
def test_nonsense_in_the_address_does_no_harm(client: Browser, cuong: int, before: str):
    assert client.sign_in("an").get("/submissions", query_string={"before": before}).status_code == 200
    assert client.get("/submissions", query_string={"q": "\0' OR 1=1 --", "before": before}).status_code == 200


def test_a_record_is_told_in_the_forms_words(client: Browser, cuong: int):
    page = client.sign_in("binh").get(f"/submissions/{cuong}")
    said = text_of(page)
    assert page.status_code == 200
    for words in (
        "Nhà trọ cô Bảy",
        "Khảo sát khu nhà trọ",
        "Phú Cường",
        "Nguyễn Văn An",
        "Lượt khảo sát",
        "Tên nhà trọ (tên thường gọi)",
        "05/06/2018",
        "1/1 tệp đã đến",
        "từ điện thoại",
    ):
        assert words in said, words
    assert "phu-cuong-kp" not in said, "choices are told by their labels"
    assert "2018-06-05" not in said
    assert "đã sửa" not in said


def test_the_repeat_of_workers_is_told_entry_by_entry(app: Flask, client: Browser):
    given = answers.ks_nha_tro("phu-cuong", 3, workers=3)
    names = [text for ref, text in given if ref.endswith("/ho_ten")]
    assert len(names) == 3
    xml = records.filled(app, "ks_nha_tro", given).xml()
    page = client.sign_in("an").get(f"/submissions/{records.send(app, xml).submission_id}")
    said = text_of(page)
    assert all(name in said for name in names)


def test_the_same_record_in_english(app: Flask, client: Browser, engine: Engine, cuong: int):
    set_language(engine, "an", "en")
    said = text_of(client.sign_in("an").get(f"/submissions/{cuong}"))
    assert "This visit" in said and "Residents in all" in said
    broken = records.boarding_house(app, "an", seed=5, phong_o="9999")
    page = client.get(f"/submissions/{records.send(app, broken).submission_id}")
    assert "More occupied rooms (9999)" in text_of(page)


def set_language(engine: Engine, name: str, language: str) -> None:
    with db.writing(engine) as session, session.begin():
        session.scalars(select(User).where(User.name == name)).one().language = language


def test_problems_stand_on_top_and_lead_to_their_answers(app: Flask, client: Browser):
    xml = records.boarding_house(app, phong_o="9999", dia_chi="")
    page = client.sign_in("an").get(f"/submissions/{records.send(app, xml).submission_id}")
    body = page.get_data(as_text=True)
    assert "2 chỗ cần xem lại" in text_of(page)
    links = re.findall(r'href="#(q/[^"]+)"', body)
    assert links == ["q/n2/dia_chi", "q/n3/phong_o"]
    for link in links:
        assert f'id="{link}"' in body
    assert body.index('href="#q/') < body.index('id="q/n1')


def test_what_the_server_itself_found_is_said_in_a_sentence(app: Flask, client: Browser):
    xml = records.boarding_house(app, "an", ward="phu-loi")
    receipt = records.send(app, xml, "an", {records.photo_names(xml)[0]: b"no photo"})
    said = text_of(client.sign_in("an").get(f"/submissions/{receipt.submission_id}"))
    assert "nằm ngoài phạm vi của người gửi" in said and "phu-loi" in said
    assert "không mở được như một tấm ảnh" in said


def test_a_photo_that_has_not_come_is_announced(app: Flask, client: Browser):
    xml = records.boarding_house(app)
    said = text_of(client.sign_in("an").get(f"/submissions/{records.send(app, xml).submission_id}"))
    assert "0/1 tệp đã đến" in said and f"Chưa đến: {records.photo_names(xml)[0]}" in said


def test_versions_are_listed_and_the_old_one_can_be_read(app: Flask, client: Browser):
    xml = records.boarding_house(app, ten="Nhà trọ cô Bảy")
    photo = records.photo_names(xml)[0]
    number = records.send(app, xml, "an", {photo: records.picture()}).submission_id
    records.send(app, records.correction_of(xml, "uuid:2", ten="Nhà trọ cô Tám"), "binh")
    page = client.sign_in("an").get(f"/submissions/{number}")
    assert "cô Tám" in text_of(page) and "cô Bảy" not in text_of(page)
    versions = [html.unescape(link) for link in re.findall(r'href="([^"]+version=\d+)"', page.get_data(as_text=True))]
    assert len(versions) == 2
    old = client.get(versions[1])
    assert "cô Bảy" in text_of(old) and "Đây là bản cũ" in text_of(old)
    thumbs = [html.unescape(each) for each in re.findall(r'<img src="([^"]+)"', old.get_data(as_text=True))]
    assert client.get(thumbs[0]).content_type == "image/jpeg"
    assert client.get(f"/submissions/{number}?version=999999").status_code == 404
    assert client.get(f"/submissions/{number}?version=x").status_code == 404


def test_looking_at_a_record_leaves_a_line_in_the_trail(client: Browser, engine: Engine, cuong: int, app: Flask):
    client.sign_in("binh").get(f"/submissions/{cuong}")
    client.sign_in("cuc").get(f"/submissions/{cuong}")
    with db.reading(engine) as session:
        seen = session.scalars(select(AuditEntry).where(AuditEntry.action == "submission.view")).all()
    assert [(entry.actor_id, entry.subject) for entry in seen] == [
        (records.someone(app, "binh").id, f"submission:{cuong}")
    ]


def test_the_original_xml_has_the_hash_of_the_receipt(app: Flask, client: Browser):
    xml = records.boarding_house(app)
    receipt = records.send(app, xml)
    response = client.sign_in("an").get(f"/submissions/{receipt.submission_id}/xml")
    assert hashlib.sha256(response.data).hexdigest() == receipt.sha256
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_record_whose_form_cannot_be_opened_still_has_its_page(
    client: Browser, cuong: int, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_given):
        raise ValueError("the engine has forgotten this form")

    monkeypatch.setattr("app.submissions.detail.compiled", broken)
    page = client.sign_in("an").get(f"/submissions/{cuong}")
    assert page.status_code == 200 and "Không dựng lại được phiếu" in text_of(page)


def test_words_of_a_record_cannot_act_in_the_page(app: Flask, client: Browser):
    xml = records.boarding_house(app, ten="<script>alert(1)</script>", dia_chi='"><img src=x onerror=alert(1)>')
    body = client.sign_in("an").get(f"/submissions/{records.send(app, xml).submission_id}").get_data(as_text=True)
    assert "<script>alert" not in body and "<img src=x" not in body
    assert "&lt;script&gt;alert(1)" in body
