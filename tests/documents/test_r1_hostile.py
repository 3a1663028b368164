"""Minutes of people who type anything: nothing they write becomes markup, breaks the page or makes the printer fetch
something."""

from flask import Flask

from tests.builders import inspections
from tests.documents.conftest import Issued, text_of
from tests.documents.test_r1 import images


def test_markup_is_text(app: Flask, issued: Issued):
    hostile = (
        """<script>alert(1)</script> & "nháy" 'đơn' <img src="http://127.0.0.1/x.png"/> {{ 7*7 }} """
        "{% for %} ]]> <!-- & &amp; &#0;"
    )
    filling = inspections.filling(app)
    for ref in ("k7/uu_diem", "k7/phat_hien[1]/ph_noi_dung", "k1/dia_diem", "k1/doan[1]/dk_ten", "k7/ket_luan"):
        filling.set(ref, hostile)
    pdf = issued(inspections.send(app, inspections.signed(filling)))
    assert text_of(pdf).count(hostile) >= 2
    assert images(pdf) == 3 + 2


def test_ten_thousand_characters_in_a_narrow_column_are_all_printed_below_the_table(app: Flask, issued: Issued):
    sentence = "Phường tính cả trường hợp chưa có quyết định công nhận của cấp trên. "
    long = (sentence * 150)[:10_000].strip()
    filling = inspections.filling(app)
    filling.set("k4/chi_tieu[3]/ct_doi_chieu", "chua")
    filling.set("k4/chi_tieu[3]/ct_ly_do", long)
    filling.set("k7/phat_hien[2]/ph_yeu_cau", long)
    pdf = issued(inspections.send(app, filling))
    text = text_of(pdf)
    assert text.count("Xem ghi chú 1 dưới bảng.") == 2
    assert text.count("trường hợp chưa có quyết định công nhận") >= 2 * 140


def test_words_without_end_stay_on_the_page(app: Flask, issued: Issued):
    filling = inspections.filling(app)
    word = "dàiquá" * 60
    for ref in ("k7/han_che", "k1/doan[1]/dk_chuc", "k4/chi_tieu[1]/ct_ly_do", "k2/ho_so[7]/hs_ghi"):
        filling.set(ref, word)
    text = text_of(issued(inspections.send(app, filling)))
    assert text.replace(" ", "").count("dàiquá") >= 3 * 60


def test_letters_that_the_font_lacks_do_not_stop_the_minutes(app: Flask, issued: Issued):
    filling = inspections.filling(app, dia_diem="Nhà văn hóa 中文 😀 khu phố 3")
    assert "khu phố 3" in text_of(issued(inspections.send(app, filling)))


def test_an_unfinished_record_prints_dots_where_nothing_was_written(app: Flask, issued: Issued):
    filling = inspections.filling(app)
    for ref in ("k1/gio_bd", "k7/gio_kt", "k7/so_ban", "k7/ket_luan", "k1/qd_ngay", "k1/dia_diem", "k1/doan[2]/dk_ten"):
        filling.set(ref, "")
    for number in (1, 2):
        filling.set(f"k7/phat_hien[{number}]/ph_loai", "")
    text = text_of(issued(inspections.send(app, filling)))
    assert "hồi …… giờ …… phút" in text
    assert "ngày …… tháng …… năm ……" in text
    assert "Nội dung chưa phân loại" in text
    assert "None" not in text


def test_a_photo_that_is_no_picture_is_named_and_the_rest_is_printed(app: Flask, issued: Issued, monkeypatch):
    good = inspections.picture_for
    broken = {"thuc-dia-phu-loi-1.jpg": b"\xff\xd8\xff\xe0 this was cut off", "ky-thu-ky.png": b"\x89PNG\r\n\x1a\n"}
    monkeypatch.setattr(inspections, "picture_for", lambda name: broken.get(name) or good(name))
    pdf = issued(inspections.inspection(app))
    assert images(pdf) == 2 + 1
    assert "Tệp ảnh không đọc được" in text_of(pdf)
