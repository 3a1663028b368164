"""How questions are asked on pages without scripts: every type and appearance that is not a plain field."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browsing import Browser
from tests.builders.corpus import publish_corpus_form, publish_source
from tests.builders.paper import Paper

Opened = Callable[[str], Paper]


@pytest.fixture
def opened(app: Flask, strict_client: Browser) -> Opened:
    """`opened("appearance_likert")`: a new draft of the form, its first page on the screen."""
    client = strict_client.sign_in("em")

    def draft(name: str) -> Paper:
        paper = Paper(client).open(publish_corpus_form(app, name))
        return paper.press("update")

    return draft


def html_of(paper: Paper, ref: str) -> str:
    """The question's own HTML."""
    return paper.page.text.partition(f'id="q/{ref}"')[2].partition('class="error"')[0]


@pytest.mark.parametrize(
    ("form", "ref", "typed", "value", "shown"),
    [
        ("appearance_month_year", "thang", "2018-06", "2018-06", "06/2018"),
        ("appearance_month_year", "thang", "6/2018", "2018-06", "06/2018"),
        ("appearance_year", "nam", "1998", "1998", "1998"),
        ("appearance_no_calendar", "ngay", "3.2.1999", "03/02/1999", "03/02/1999"),
        ("range_exact", "diem", "0,3", "0,3", "0,3"),
        ("range_downward", "bac", "-2", "-2", "-2"),
        ("appearance_picker", "tuoi", "19", "19", "19"),
        ("appearance_rating", "sao", "4", "4", "4"),
        ("appearance_thousands_sep", "tien", "1.500.000", "1500000", "1.500.000"),
        ("text_rows", "dai", "dòng một", "dòng một", "dòng một"),
    ],
)
def test_an_answer_is_read_kept_and_read_back(
    opened: Opened, form: str, ref: str, typed: str, value: str, shown: str
) -> None:
    paper = opened(form).answer(ref, typed).press("update")
    assert paper.value(ref) == value
    paper.press("next")
    assert paper.path.endswith("/review") and f"<dd>{shown}</dd>" in paper.page.text


@pytest.mark.parametrize(
    ("form", "ref", "typed", "told"),
    [
        ("appearance_month_year", "thang", "2018", "Hãy ghi ngày"),
        ("range_exact", "diem", "0,35", "trên thang này"),
        ("range_exact", "diem", "7", "trên thang này"),
        ("range_downward", "bac", "nhiều", "trên thang này"),
    ],
)
def test_what_cannot_be_the_answer_stays_with_its_reason(
    opened: Opened, form: str, ref: str, typed: str, told: str
) -> None:
    paper = opened(form).answer(ref, typed).press("next")
    assert paper.page.status_code == 422 and told in paper.error(ref)
    assert paper.value(ref) == typed


def test_a_range_that_nobody_touched_is_unanswered(opened: Opened) -> None:
    paper = opened("range_exact").press("next")
    assert paper.path.endswith("/review") and "<dd>" not in paper.page.text
    assert "Từ 0 đến 1, cách nhau 0,1" in opened("range_exact").shown("diem")


def test_keyboards_follow_the_appearance(opened: Opened) -> None:
    kinds = {control.name: control.kind for control in opened("appearance_keyboards").sheet.controls}
    assert kinds.items() >= {"dt": "tel", "dt2": "tel", "trang": "url", "thu": "email", "ma": "password"}.items()
    assert 'rows="6"' in opened("text_rows").page.text


def test_an_order_takes_every_choice_once(opened: Opened) -> None:
    paper = opened("moi_loai")
    places = paper.sheet.named("hang")
    assert [place.choices for place in places] == [["", "a", "b"]] * 2
    places[0].value = "b"
    paper.press("next")
    assert "Hãy xếp đủ các mục" in paper.error("hang") and paper.value("hang") == "b "
    paper.sheet.named("hang")[1].value = "b"
    paper.press("next")
    assert "Hãy xếp đủ các mục" in paper.error("hang")
    paper.sheet.named("hang")[1].value = "a"
    paper.press("next")
    assert paper.path.endswith("/review") and "<dd>B → A</dd>" in paper.page.text


def test_several_of_a_folded_list(opened: Opened) -> None:
    paper = opened("appearance_minimal_several")
    assert "<summary>— Chọn —</summary>" in html_of(paper, "can")
    paper.answer("can", "nhac tho").press("update")
    assert "<summary>Thể thao; Văn nghệ</summary>" in html_of(paper, "can")
    assert opened("appearance_minimal").sheet.named("y")[0].kind == "select"


@pytest.mark.parametrize(
    ("form", "ref", "classes"),
    [
        ("appearance_likert", "y", "likert"),
        ("appearance_columns", "can", "cols"),
        ("appearance_columns", "nhat", "pack"),
        ("appearance_columns", "y", "cols cols-5"),
        ("appearance_compact", "b", "cols cols-2 pics"),
        ("appearance_compact", "d", "pack"),
        ("appearance_no_buttons", "loai", "cols cols-2 pics"),
        ("appearance_label_list", "g/dien", "cells"),
        ("appearance_vertical", "nuoc", "upright"),
        ("appearance_no_ticks", "phan", "bare"),
        ("appearance_grid", "g/duong", "w6"),
    ],
)
def test_an_arrangement_is_a_class_and_brings_its_style_sheet(
    opened: Opened, form: str, ref: str, classes: str
) -> None:
    paper = opened(form)
    assert paper.sheet.attributes[f"q/{ref}"]["class"] == f"q {classes}"
    assert "css/controls.css" in paper.page.text


def test_plain_forms_do_without_the_second_style_sheet(opened: Opened) -> None:
    assert "css/controls.css" not in opened("co_ban").page.text


def test_a_table_of_choices_has_one_head_and_rows_that_can_stand_alone(opened: Opened) -> None:
    paper = opened("appearance_table_list")
    head = 'class="heads"><b></b><span>Hằng tuần</span><span>Hằng tháng</span><span>Không</span></div>'
    assert head in paper.page.text
    assert paper.choices("g/loa") == ["tuan", "thang", "khong"] and "Hằng tuần" in paper.shown("g/loa")
    assert "g/reserved_name_for_field_list_labels" not in [control.name[:37] for control in paper.sheet.controls]
    paper.answer("g/loa", "thang").press("next")
    assert "<dd>Hằng tháng</dd>" in paper.page.text


@pytest.mark.parametrize(
    ("form", "ref", "said"),
    [
        ("appearance_image_map", "cho", "hãy chọn trong danh sách"),
        ("appearance_map", "cho", "hãy chọn trong danh sách"),
        ("appearance_bearing", "huong", "từ 0 đến 360"),
        ("appearance_other_calendar", "ngay", "dương lịch"),
    ],
)
def test_what_a_page_cannot_do_is_said_where_it_is_missed(opened: Opened, form: str, ref: str, said: str) -> None:
    assert said in opened(form).shown(ref)


def test_markup_of_labels_hints_and_choices(opened: Opened) -> None:
    paper = opened("label_markdown")
    note = html_of(paper, "n")
    assert '<span class="h h1">Trước khi hỏi</span>Đọc <strong>chậm</strong>, <em>rõ</em>.' in note
    assert '<a href="https://example.org/a"' in note
    assert '<span class="c-red">đang trống</span>' in html_of(paper, "so")
    paper.answer("so", "24").press("update")
    assert "Còn <strong>24</strong> phòng, <em>kiểm lại</em>" in html_of(paper, "c")
    paper.answer("so", "**nhiều**").press("next")
    assert ">Số phòng đang trống</a>: " in paper.page.text, "the summary has the words alone"
    choices = opened("choice_markdown")
    assert "<strong>Có</strong>, chắc chắn" in html_of(choices, "a")
    assert ">Có, chắc chắn</option>" in html_of(choices, "b")


def test_guidance_is_folded_away(opened: Opened) -> None:
    found = html_of(opened("guidance_hint"), "so")
    assert "<summary>Hướng dẫn thêm</summary><p>Phòng chủ nhà ở không tính.<br>" in found


def test_pictures_sound_and_film_of_labels_and_choices(opened: Opened, strict_client: Browser) -> None:
    paper = opened("label_media")
    label = html_of(paper, "a")
    base = "/f/label_media/1/media"
    assert f'href="{base}/nha_lon.png"' in label and f'<img class="pic" src="{base}/nha.png"' in label
    assert f'<audio controls preload="none" src="{base}/nha.mp3">' in label
    assert f'<video controls preload="none" src="{base}/nha.mp4">' in label
    assert f'<img class="pic" src="{base}/day.png" alt=""' in label
    assert f'</label><audio controls preload="none" src="{base}/day.mp3">' in label
    for name, kind in (("nha.png", "image/png"), ("nha.mp3", "audio/mpeg"), ("nha.mp4", "video/mp4")):
        answer = strict_client.get(f"{base}/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert strict_client.get(f"{base}/khac.png").status_code == 404
    assert strict_client.get("/f/label_media/2/media/nha.png").status_code == 404


def test_files_of_a_form_are_for_those_who_may_fill_it_in(app: Flask, client: Browser) -> None:
    publish_corpus_form(app, "label_media")
    path = "/f/label_media/1/media/nha.png"
    assert client.get(path).status_code in {302, 401}
    assert client.sign_in("em").get(path).status_code == 200


def long_list(count: int) -> dict[str, bytes]:
    rows = [f"h{number},Hộ số {number}" for number in range(count)]
    return {"ho.csv": "\n".join(["name,label", *rows, "x,Định Hoà"]).encode()}


LONG = """
| survey | type | name | label | appearance |
| | select_one_from_file ho.csv | mot | Một hộ | |
| | select_multiple_from_file ho.csv | nhieu | Nhiều hộ | |
| settings | form_id | form_title | version |
| | dai | Dài | 1 |
"""


def test_a_list_of_thousands_is_searched_on_the_page(app: Flask, strict_client: Browser) -> None:
    publish_source(app, LONG.encode(), "dai.md", long_list(3000))
    paper = Paper(strict_client.sign_in("em")).open("dai")
    assert len(paper.page.text) < 300_000 and "find:mot" in paper.sheet.buttons
    paper.sheet.named("find:mot")[0].value = "dinh hoa"
    paper.press("next")
    assert paper.path.startswith("/drafts/") and paper.choices("mot") == ["x"]
    assert len(paper.choices("nhieu")) == 50 and "Có 3001 mục khớp, hiện 50 mục đầu" in paper.shown("nhieu")
    paper.answer("mot", "x").answer("nhieu", "h1 h2")
    paper.sheet.named("find:nhieu")[0].value = "ho 2999"
    paper.press("find:nhieu")
    assert paper.value("mot") == "x" and paper.choices("nhieu") == ["h1", "h2", "h2999"]
    paper.sheet.named("find:nhieu")[0].value = "không có"
    paper.press("find:nhieu")
    assert "Không có mục nào khớp" in paper.shown("nhieu")
    paper.answer("nhieu", "h2").press("next")
    assert paper.path.endswith("/review")
    assert "<dd>Định Hoà</dd>" in paper.page.text and "<dd>Hộ số 2</dd>" in paper.page.text


def test_a_draft_goes_on_in_another_language(opened: Opened) -> None:
    paper = opened("languages_switch")
    assert "lang:vi" not in paper.sheet.buttons
    paper.answer("ten", "Cô Bảy").answer("co", "co").press("lang:en")
    assert paper.value("ten") == "Cô Bảy" and paper.value("co") == "co"
    assert "Name of the house" in paper.shown("ten") and "Yes" in paper.shown("co")
    paper.press("lang:vi")
    assert "Tên nhà trọ" in paper.shown("ten")


def test_the_first_page_goes_on_in_another_language_too(app: Flask, strict_client: Browser) -> None:
    form = publish_corpus_form(app, "languages_switch")
    paper = Paper(strict_client.sign_in("em")).open(form).answer("ten", "Cô Bảy").press("lang:en")
    assert paper.path.startswith("/drafts/") and paper.value("ten") == "Cô Bảy"
    assert "Name of the house" in paper.shown("ten")
