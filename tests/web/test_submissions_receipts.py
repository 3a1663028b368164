"""Receipts, and what was kept aside: told to its author, looked at and tried again by the secretariat."""

import re

from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.audit.models import AuditEntry
from app.catalog.models import FormRow
from app.submissions.models import Quarantined
from tests.builders import records
from tests.conftest import Browser
from tests.web.test_submissions import text_of


def set_open(engine: Engine, value: bool) -> None:
    with db.writing(engine) as session, session.begin():
        session.scalars(select(FormRow).where(FormRow.form_id == "ks_nha_tro")).one().open = value


def test_a_receipt_says_what_was_received_and_can_be_asked_for_in_any_writing(app: Flask, client: Browser):
    receipt = records.send(app, records.boarding_house(app, ten="Nhà trọ cô Bảy"))
    page = client.sign_in("an").get(f"/receipts/{receipt.receipt}")
    said = text_of(page)
    assert receipt.receipt in said and receipt.sha256 in said
    assert "Khảo sát khu nhà trọ" in said and "0/1 tệp đã đến" in said
    digits = receipt.receipt.replace("-", "")
    moved = client.get(f"/receipts/{digits}")
    assert moved.status_code == 302 and moved.headers["Location"].endswith(receipt.receipt)
    wrong = ("0" if digits[0] != "0" else "1") + digits[1:]
    assert client.get(f"/receipts/{wrong}").status_code == 404


def test_what_was_kept_aside_has_a_receipt_with_the_reason(app: Flask, client: Browser):
    receipt = records.send(app, b"<broken", "an", {"a.jpg": records.picture()})
    page = client.sign_in("an").get(f"/receipts/{receipt.receipt}")
    said = text_of(page)
    assert page.status_code == 200 and "Đã giữ phiếu để xem lại" in said
    assert "không đọc được như một phiếu" in said and "1/1 tệp đã đến" in said
    assert client.sign_in("binh").get(f"/receipts/{receipt.receipt}").status_code == 404


def test_the_secretariat_sees_reason_sender_and_files_and_downloads_the_bytes(app: Flask, client: Browser):
    xml = b'<data id="la" version="1"><meta><instanceID>uuid:1</instanceID></meta></data>'
    receipt = records.send(app, xml, "an", {"a.jpg": records.picture()})
    page = client.sign_in("em").get("/quarantine")
    said = text_of(page)
    for words in (receipt.receipt, "Không có biểu mẫu nào mang mã này", "Nguyễn Văn An", "uuid:1", "a.jpg"):
        assert words in said, words
    links = re.findall(r'href="(/quarantine/[^"]+)"', page.get_data(as_text=True))
    bodies = {link: client.get(link) for link in links}
    assert {response.data for response in bodies.values()} == {xml, records.picture()}
    for response in bodies.values():
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.content_type == "application/octet-stream"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert client.get("/quarantine/1/files/7").status_code == 404


def test_trying_again_makes_it_a_record_of_its_own_author(app: Flask, client: Browser, engine: Engine):
    xml = records.boarding_house(app, ten="Nhà trọ cô Bảy")
    photo = records.photo_names(xml)[0]
    set_open(engine, False)
    kept = records.send(app, xml, "an", {photo: records.picture()})
    assert kept.state == "quarantined"
    client.sign_in("em")
    refused = client.post("/quarantine/1/retry", follow_redirects=True)
    assert "Biểu mẫu đã đóng" in text_of(refused) and kept.receipt in text_of(refused)
    set_open(engine, True)
    taken = client.post("/quarantine/1/retry", follow_redirects=True)
    said = text_of(taken)
    assert "Phiếu đã được nhận" in said and "Nhà trọ cô Bảy" in said and "Nguyễn Văn An" in said
    assert "1/1 tệp đã đến" in said and kept.receipt in said
    assert "Không có gì bị giữ lại" in text_of(client.get("/quarantine"))
    with db.reading(engine) as session:
        assert session.scalars(select(Quarantined)).one().resolved_at is not None


def test_trying_again_needs_the_csrf_token(app: Flask, strict_client: Browser):
    records.send(app, b"<broken", "an")
    assert strict_client.sign_in("em").post("/quarantine/1/retry").status_code == 400


def test_what_was_seen_leaves_the_waiting_list_and_stays_kept(app: Flask, client: Browser, engine: Engine):
    kept = records.send(app, b"<broken", "an", {"a.jpg": records.picture()})
    client.sign_in("em")
    after = client.post("/quarantine/1/put-away", follow_redirects=True)
    assert "vẫn được giữ nguyên" in text_of(after) and "Không có gì bị giữ lại" in text_of(after)
    seen = client.get("/quarantine?put_away=1")
    assert kept.receipt in text_of(seen) and "/quarantine/1/retry" in seen.text
    assert client.get("/quarantine/1/xml").data == b"<broken"
    with db.reading(engine) as session:
        query = select(AuditEntry.actor_id, AuditEntry.subject).where(AuditEntry.action == "quarantine.put_away")
        assert [tuple(row) for row in session.execute(query)] == [(records.someone(app, "em").id, "quarantine:1")]


def test_what_was_seen_waits_again_only_when_something_new_comes(app: Flask, client: Browser):
    records.send(app, b"<broken", "an", {"a.jpg": records.picture()})
    client.sign_in("em").post("/quarantine/1/put-away")
    records.send(app, b"<broken", "an", {"a.jpg": records.picture()})
    assert "Không có gì bị giữ lại" in text_of(client.get("/quarantine"))
    records.send(app, b"<broken", "an", {"b.jpg": records.picture()})
    assert "b.jpg" in text_of(client.get("/quarantine"))


def test_what_became_a_record_is_not_among_what_was_seen(app: Flask, client: Browser, engine: Engine):
    set_open(engine, False)
    records.send(app, records.boarding_house(app), "an")
    set_open(engine, True)
    client.sign_in("em").post("/quarantine/1/retry")
    assert "Chưa có phiếu nào được xếp vào đây" in text_of(client.get("/quarantine?put_away=1"))
