"""R1, the minutes of an inspection, as a reader gets it: what it says, in which order, and what a file of that kind
must have."""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from app.web.services import Services
from tests.builders import answers, inspections
from tests.documents.conftest import Issued, documents, text_of

ORDER = (
    "UBND THÀNH PHỐ THỦ DẦU MỘT",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập – Tự do – Hạnh phúc",
    "Số: 01/BB-BTC.ĐACN",
    "Thủ Dầu Một, ngày 05 tháng 7 năm 2018",
    "BIÊN BẢN",
    "Kiểm tra việc thực hiện Đề án",
    "tại phường Phú Lợi (đợt 6 tháng đầu năm)",
    "Căn cứ Quyết định số 1431/QĐ-UBND ngày 01 tháng 6 năm 2016",
    "Căn cứ Quyết định số 25/QĐ-BTC.ĐACN ngày 18 tháng 6 năm 2018",
    "Hôm nay, hồi 08 giờ 00 phút, ngày 05 tháng 7 năm 2018, tại Trụ sở Ủy ban nhân dân phường Phú Lợi",
    "I. THÀNH PHẦN",
    "1. Đoàn kiểm tra của Ban tổ chức Đề án thành phố Thủ Dầu Một",
    "2. Đơn vị được kiểm tra: Ban tổ chức Đề án phường Phú Lợi",
    "II. NỘI DUNG KIỂM TRA",
    "1. Hồ sơ đã xem",
    "2. Kết quả thực hiện kiến nghị đợt trước",
    "3. Kết quả thực hiện chỉ tiêu",
    "4. Kiểm tra thực tế",
    "5. Chấm điểm",
    "Quy về thang điểm 100",
    "III. NHẬN XÉT",
    "1. Ưu điểm",
    "2. Hạn chế",
    "3. Nguyên nhân",
    "IV. TỒN TẠI, KIẾN NGHỊ",
    "V. ĐỀ XUẤT VÀ Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
    "Ý kiến bảo lưu của đơn vị (ghi nguyên văn)",
    "VI. KẾT LUẬN CỦA TRƯỞNG ĐOÀN",
    "Biên bản kết thúc hồi 11 giờ 30 phút cùng ngày, đã đọc lại cho mọi người cùng nghe",
    "lập thành 02 bản có giá trị như nhau",
    "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA",
    "THƯ KÝ",
    "TRƯỞNG ĐOÀN",
    "PHỤ LỤC ẢNH",
    "(Kèm theo Biên bản số 01/BB-BTC.ĐACN ngày 05 tháng 7 năm 2018)",
    "Ảnh 1. Kiểm tra thực tế",
)


def test_the_minutes_tell_everything_in_the_order_of_the_paper(minutes: Path):
    text = text_of(minutes, "-raw")
    place = 0
    for words in ORDER:
        found = text.find(words, place)
        assert found >= 0, (
            f"{words!r} is missing, or stands before what should precede it: …{text[place : place + 300]}"
        )
        place = found + len(words)


def test_a_minutes_of_both_sides_has_no_ranking_no_addressee_and_nobody_signs_for_another(minutes: Path):
    text = text_of(minutes)
    for absent in ("TM.", "KT.", "Kính gửi", "Nơi nhận:", "Xếp hạng", "xếp thứ"):
        assert absent not in text


def test_every_answer_somebody_typed_is_on_the_paper(app: Flask, issued: Issued):
    filling = inspections.filling(app, "phu-loi", 1)
    pdf = issued(inspections.send(app, filling))
    text = text_of(pdf)
    typed = [
        value
        for ref, value in answers.kiem_tra("phu-loi", 1)
        if re.search(r"/(dk_ten|dk_chuc|p_ten|p_chuc|hs_ghi|ph_noi_dung|ph_yeu_cau|ph_nguoi|ph_chuc|dx_noi_dung|uu_diem"
                     r"|han_che|nguyen_nhan|ket_luan|bao_luu|td_nhan_xet|ct_ly_do|tc_ly_do|qd_so|dia_diem)$", ref)
    ]  # fmt: skip
    assert len(typed) > 25
    loose = re.sub(r"\W", "", text)  # in narrow columns the words of other cells stand in between, so look by column
    by_column = re.sub(r"\W", "", text_of(pdf, "-raw"))
    assert [value for value in typed if re.sub(r"\W", "", value) not in loose + by_column] == []


def test_the_scores_add_up_to_the_totals_that_are_printed(minutes: Path):
    given = dict(answers.kiem_tra("phu-loi"))
    count = len(answers.rows("tieu_chi"))
    own = sum(float(given[f"k6/tieu_chi[{n}]/tc_tu"]) for n in range(1, count + 1))
    team = sum(float(given[f"k6/tieu_chi[{n}]/tc_doan"]) for n in range(1, count + 1))
    text = text_of(minutes, "-layout")
    assert f"Cộng 100 {_comma(own)} {_comma(team)}" in text
    assert f"Quy về thang điểm 100: {_comma(team)} điểm. Xếp loại: {_grade(team)}." in text


def test_a_criterion_that_does_not_apply_leaves_the_maximum(app: Flask, issued: Issued):
    filling = inspections.filling(app, "phu-loi")
    filling.set("k6/tieu_chi[4]/tc_kad", "co")
    team = float(filling.value("k6/tong_doan"))
    text = text_of(issued(inspections.send(app, filling)), "-layout")
    assert "không áp dụng" in text
    assert re.search(rf"Cộng 92 \S+ {_comma(team)} ", text)
    assert f"Quy về thang điểm 100: {_comma(round(team * 100 / 92 + 1e-9, 1))} điểm" in text


def test_targets_that_were_not_set_have_no_percentage_and_shares_have_both_numbers(minutes: Path):
    given = {row["ma"]: row for row in answers.rows("giao_chi_tieu", phuong="phu-loi")}
    places = {row["ma"]: row["tt"] for row in answers.rows("chi_tieu")}
    reported = dict(answers.kiem_tra("phu-loi"))
    text = text_of(minutes)
    assert given["T07"]["giao"] == "0" and text.count("không giao") == len(
        [r for r in given.values() if r["giao"] == "0"]
    )
    trained, entitled = int(reported[f"k4/chi_tieu[{places['T02']}]/ct_bao_cao"]), int(given["T02"]["giao"])
    assert f"{trained}/{entitled}, {_comma(round(trained * 100 / entitled, 1))}%" in text


def test_the_figures_of_the_system_are_called_what_they_are(minutes: Path):
    """They come from a list that goes with the form; nobody has counted accepted records."""
    text = text_of(minutes)
    assert "“Hệ thống ghi nhận”: số liệu trong danh sách giao chỉ tiêu kèm theo phiếu kiểm tra." in text
    assert "đã duyệt" not in text


def test_what_could_not_be_verified_counts_nothing_and_says_so(app: Flask, issued: Issued):
    filling = inspections.filling(app, "phu-loi")
    filling.set("k4/chi_tieu[2]/ct_doi_chieu", "chua")
    filling.set("k4/chi_tieu[2]/ct_ly_do", "Sổ để ở khu phố khác")
    text = text_of(issued(inspections.send(app, filling)))
    assert "chưa đối chiếu được" in text
    assert "Sổ để ở khu phố khác" in text


def test_reservations_are_printed_word_for_word(app: Flask, issued: Issued):
    filling = inspections.filling(app, "phu-loi")
    filling.set("k7/nhat_tri", "khong")
    words = "Phường KHÔNG đồng ý “điểm C05”: số 41/46 là đúng; đề nghị (1) kiểm lại, (2) ghi rõ lý do – trước 30/9."
    filling.set("k7/bao_luu", words)
    text = text_of(issued(inspections.send(app, inspections.signed(filling))))
    assert "Không nhất trí. Ý kiến bảo lưu của đơn vị (ghi nguyên văn): " + words in text
    assert "ý kiến bảo lưu của đơn vị được kiểm tra đã được ghi nguyên văn ở trên" in text
    assert "nhất trí ký tên" not in text


def test_a_missing_signature_leaves_a_line_and_its_reason_and_nobody_is_said_to_have_signed(app: Flask, issued: Issued):
    filling = inspections.filling(app, "phu-loi")
    filling.set("k7/ky_phuong", "")
    filling.set("k7/khong_ky", "Trưởng ban phường đi vắng, sẽ ký bản giấy")
    pdf = issued(inspections.send(app, filling))
    text = text_of(pdf)
    assert "Chưa ký. Lý do: Trưởng ban phường đi vắng, sẽ ký bản giấy" in text
    assert "nhất trí ký tên" not in text
    assert images(pdf) == 2 + 2


def test_a_deputy_signs_as_a_deputy(app: Flask, issued: Issued):
    filling = inspections.filling(app, "phu-loi")
    filling.set("k1/doan[1]/dk_vai", "pho_doan")
    assert "PHÓ TRƯỞNG ĐOÀN" in text_of(issued(inspections.send(app, filling)))


@pytest.mark.parametrize(
    ("copies", "words"),
    [
        ("1", "lập thành 01 bản do Ban tổ chức Đề án thành phố giữ./."),
        ("3", "lập thành 03 bản có giá trị như nhau: Ban tổ chức Đề án phường Phú Lợi giữ 01 bản, các bản còn lại"),
    ],
)
def test_the_closing_says_how_many_copies_and_who_keeps_them(app: Flask, issued: Issued, copies: str, words: str):
    assert words in text_of(issued(inspections.inspection(app, "phu-loi", so_ban=copies)))


def test_photos_stand_in_the_annex_with_captions_and_signatures_above_the_names(minutes: Path):
    assert images(minutes) == 3 + 2
    annex = text_of(minutes).partition("PHỤ LỤC ẢNH")[2]
    assert "Ảnh 1." in annex and "Ảnh 2." in annex and "Ảnh 3." not in annex


def test_pictures_that_have_not_arrived_are_named_not_passed_over(app: Flask, issued: Issued):
    pdf = issued(inspections.inspection(app, "phu-loi", files=False))
    assert images(pdf) == 0
    assert text_of(pdf).count("Ảnh chưa về máy chủ khi lập biên bản") == 2


def test_photos_lose_the_cameras_data(minutes: Path):
    assert b"Phone-X1" in inspections.photo("x.jpg")
    with pikepdf.open(minutes) as pdf:
        found = {image.read_raw_bytes() for page in pdf.pages for image in page.get_images().values()}
    photos = [content for content in found if content[:2] == b"\xff\xd8"]
    assert len(photos) == 2
    assert all(b"Exif" not in content and len(content) < 150_000 for content in photos)


def test_the_file_is_a4_with_embedded_searchable_fonts_and_page_numbers_from_the_second_page(minutes: Path):
    pdf = minutes
    info = _lines("pdfinfo", str(pdf))
    assert any(line.startswith("Page size:") and line.endswith("(A4)") for line in info)
    pages = next(int(line.split()[1]) for line in info if line.startswith("Pages:"))
    assert pages >= 5
    fonts = [line.split() for line in _lines("pdffonts", str(pdf))[2:]]
    assert len(fonts) >= 3
    for font in fonts:  # name, type (2 words), encoding, emb, sub, uni, object
        assert font[0].partition("+")[2].startswith("Tinos"), font
        assert font[-5:-2] == ["yes", "yes", "yes"], font
    for page in range(1, pages + 1):
        first = text_of(pdf, "-f", str(page), "-l", str(page), "-layout").split()[0]
        assert (first == str(page)) == (page > 1), (page, first)


def test_the_file_says_what_it_is_and_is_built_as_an_archive_copy(minutes: Path):
    with pikepdf.open(minutes) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.Lang == "vi"
        assert pdf.Root.MarkInfo.Marked
        assert "/OutputIntents" in pdf.Root
        meta = pdf.open_metadata()
        assert meta["dc:title"] == "Biên bản kiểm tra 01/BB-BTC.ĐACN"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root][:2] == ["I. THÀNH PHẦN", "II. NỘI DUNG KIỂM TRA"]
            assert outline.root[1].children[2].title == "3. Kết quả thực hiện chỉ tiêu"


def test_every_ward_gets_its_minutes_and_its_own_number(app: Flask, services: Services, issued: Issued):
    wards = answers.wards()[:3]
    texts = [text_of(issued(inspections.inspection(app, ward))) for ward in wards]
    names = {row["name"]: row["label"] for row in answers.rows("don_vi")}
    for number, (ward, text) in enumerate(zip(wards, texts, strict=True), 1):
        assert f"Số: {number:02d}/BB-BTC.ĐACN" in text
        assert f"tại phường {names[ward]} (" in text
    assert [document.number for document in documents(services)] == [1, 2, 3]


def test_a_table_never_leaves_its_first_row_alone_at_the_foot_of_a_page(app: Flask, issued: Issued):
    """With a place this long the first page has room for the first table's head and one row."""
    place = "hội trường lớn Ủy ban nhân dân phường Phú Lợi, số 1 đường Lê Hồng Phong"
    first_page = text_of(issued(inspections.inspection(app, "phu-loi", dia_diem=place)), "-l", "1", "-layout")
    assert "Bí thư Đoàn phường" in first_page and "Kế hoạch năm của phường" not in first_page


def images(pdf: Path) -> int:
    """Pictures drawn on the pages; alpha masks would be listed apart, and there are none."""
    return len([line for line in _lines("pdfimages", "-list", str(pdf))[2:] if line.split()[2] == "image"])


def _lines(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def _comma(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _grade(points: float) -> str:
    rows = answers.rows("thang_xep_loai")
    return next(row["label"] for row in rows if float(row["tu"]) <= points < float(row["den"]))
