"""The shipped forms, lists and document profile: complete, in both languages, and sound when they are filled in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pyxform

from app.engine.compile import compile_form
from app.engine.datatypes import ZONE
from app.engine.definition import Form, Question, walk
from app.engine.run import Context, Filling, restore, start
from tests.builders import answers
from tests.builders.answers import FORMS, Answers, changed, fill_in, rows

IDS = ("ks_nha_tro", "sinh_hoat", "kiem_tra")
LISTS = sorted(path.stem for path in FORMS.glob("*.csv"))
COMPLETE = {"ks_nha_tro": answers.ks_nha_tro, "sinh_hoat": answers.sinh_hoat, "kiem_tra": answers.kiem_tra}
XF = "{http://www.w3.org/2002/xforms}"


@cache
def compiled(form_id: str) -> tuple[Form, bytes]:
    media = {path.name: path.read_bytes() for path in FORMS.glob("*.csv")}
    done = compile_form((FORMS / f"{form_id}.md").read_bytes(), f"{form_id}.md", media)
    assert [problem for problem in done.problems if problem.severity != "note"] == []
    assert done.form is not None and done.xform is not None
    return done.form, done.xform


def form(form_id: str) -> Form:
    return compiled(form_id)[0]


def context(unit: str = "phu-cuong") -> Context:
    return Context(
        now=datetime(2018, 12, 20, 9, 30, tzinfo=ZONE),
        username="an",
        full_name="Nguyễn Văn An",
        unit=unit,
        uuid=lambda: str(uuid.uuid4()),
    )


def filled(form_id: str, given: Answers, unit: str = "phu-cuong") -> Filling:
    filling = start(form(form_id), context(unit))
    fill_in(filling, given)
    return filling


def problems(filling: Filling) -> dict[str, tuple[str, str]]:
    return {problem.ref: (problem.code, problem.message) for problem in filling.problems()}


def asked(form_id: str) -> list[str]:
    """Names of everything a person can answer: controls that are not notes."""
    shown = [
        control for control in walk(form(form_id).body) if isinstance(control, Question) and control.kind != "note"
    ]
    return [form(form_id).nodes[question.node].name for question in shown]


# --- the forms as written


@pytest.mark.parametrize("form_id", IDS)
def test_a_shipped_form_compiles_without_a_problem_in_two_languages(form_id: str) -> None:
    assert form(form_id).id == form_id
    assert form(form_id).languages == ("vi", "en")
    assert re.fullmatch(r"20[0-9]{8}", form(form_id).version)
    assert form(form_id).settings["roles"]


@pytest.mark.parametrize("form_id", IDS)
def test_every_text_of_a_form_stands_in_both_languages(form_id: str) -> None:
    root = ElementTree.fromstring(compiled(form_id)[1])
    texts = {}
    for translation in root.iter(f"{XF}translation"):
        texts[translation.get("lang")] = {
            text.get("id"): "".join("".join(value.itertext()).split()) or list(value)
            for text in translation.iter(f"{XF}text")
            for value in text.iter(f"{XF}value")
        }
    vietnamese, english = texts["Tiếng Việt (vi)"], texts["English (en)"]
    assert len(vietnamese) > 40
    assert vietnamese.keys() == english.keys()
    assert [text for both in (vietnamese, english) for text, value in both.items() if value in ("", "-", [])] == []


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize("form_id", IDS)
def test_odk_validate_finds_nothing_wrong(form_id: str, tmp_path: Path) -> None:
    jar = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    (tmp_path / "form.xml").write_bytes(compiled(form_id)[1])
    run = subprocess.run(["java", "-jar", jar, tmp_path / "form.xml"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0 and "Xform is valid" in run.stdout + run.stderr, run.stderr


def test_the_survey_of_a_boarding_house_has_64_questions_8_of_them_for_each_person() -> None:
    assert len(asked("ks_nha_tro")) == 64
    in_repeat = [node for node in form("ks_nha_tro").nodes if node.control and "/tham_gia/" in node.path]
    assert len([node for node in in_repeat if node.name in asked("ks_nha_tro")]) == 8


@pytest.mark.parametrize(("form_id", "pages"), [("ks_nha_tro", 8), ("sinh_hoat", 4), ("kiem_tra", 7)])
def test_each_heading_of_the_draft_is_one_page(form_id: str, pages: int) -> None:
    assert len(form(form_id).pages) == pages


@pytest.mark.parametrize("form_id", IDS)
def test_unit_and_day_of_a_record_are_marked_once(form_id: str) -> None:
    marked = {key: [n.name for n in form(form_id).nodes if n.extra.get(key) == "yes"] for key in ("unit", "date")}
    assert marked == {"unit": ["phuong"], "date": ["ngay"]}


@pytest.mark.parametrize("form_id", IDS)
def test_numbers_are_whole_and_never_below_zero(form_id: str) -> None:
    for node in form(form_id).nodes:
        if node.datatype == "int" and node.control:
            assert node.constraint is not None and node.constraint_message is not None, node.path


# --- the lists


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_utf8_in_nfc_without_byte_order_mark_and_with_unique_names(name: str) -> None:
    text = (FORMS / f"{name}.csv").read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert unicodedata.is_normalized("NFC", text)
    assert rows(name)
    names = [row["name"] for row in rows(name) if "name" in row]
    assert [key for key, count in Counter(names).items() if count > 1] == []
    assert [key for key in names if not re.fullmatch(r"[A-Za-z0-9_-]+", key)] == []


def test_every_row_names_a_ward_and_a_neighbourhood_that_exist() -> None:
    wards = {row["name"] for row in rows("don_vi", kind="phuong")}
    assert len(wards) == 14
    for name in ("khu_pho", "boarding_house", "chapter", "giao_chi_tieu", "kien_nghi_cu"):
        assert {row["phuong"] for row in rows(name)} <= wards, name
    quarters = {row["name"]: row["phuong"] for row in rows("khu_pho")}
    assert all(quarters[row["khu_pho"]] == row["phuong"] for row in rows("boarding_house"))
    hosts = {row["name"] for name in ("boarding_house", "enterprise") for row in rows(name)}
    assert {row["host"] for row in rows("chapter")} - {""} <= hosts


def test_units_form_a_tree_without_official_codes_as_keys() -> None:
    units = {row["name"]: row for row in rows("don_vi")}
    assert units["phu-cuong"]["parent"] == "thu-dau-mot" and units["thu-dau-mot"]["parent"] == "binh-duong"
    assert units["phu-cuong"]["code"] == "25747"
    assert not any(key.isdigit() for key in units)


@pytest.mark.parametrize(
    ("code", "total"),
    [("T01", 295), ("T03", 2), ("T04", 18), ("T05", 12), ("T06", 2), ("T07", 1), ("T08", 850), ("T09", 196)],
)
def test_the_split_over_the_wards_reaches_the_citys_target(code: str, total: int) -> None:
    assert sum(int(row["giao"]) for row in rows("giao_chi_tieu", ma=code)) >= total


def test_every_ward_has_a_figure_for_every_target() -> None:
    pairs = Counter((row["phuong"], row["ma"]) for row in rows("giao_chi_tieu"))
    codes = [row["ma"] for row in rows("chi_tieu")]
    assert set(pairs) == {(ward, code) for ward in answers.wards() for code in codes}
    assert set(pairs.values()) == {1}


@pytest.mark.parametrize("name", ["chi_tieu", "tieu_chi", "ho_so"])
def test_rows_of_a_fixed_repeat_are_numbered_from_one(name: str) -> None:
    assert [row["tt"] for row in rows(name)] == [str(n) for n in range(1, len(rows(name)) + 1)]


def test_the_scoring_sheet_adds_up_to_100_points_and_its_targets_exist() -> None:
    sheet = rows("tieu_chi")
    assert len(sheet) == 12 and sum(int(row["max"]) for row in sheet) == 100
    codes = {row["ma"] for row in rows("chi_tieu")}
    assert {code for row in sheet for code in f"{row['ct_1']} {row['ct_2']}".split()} <= codes


def test_the_profile_names_questions_that_the_inspection_form_has() -> None:
    profile = json.loads((FORMS / "profiles/state.json").read_text(encoding="utf-8"))
    minutes = profile["documents"]["R1"]
    assert minutes["symbol"].format(number=1) == "01/BB-BTC.ĐACN"
    for signature in minutes["signatures"]:
        assert form("kiem_tra").node(signature["image"]).datatype == "binary"
        assert form("kiem_tra").node(signature["name"]).calculate is not None
    assert set(minutes["rounds"]) == {row["name"] for row in rows("dot_kiem_tra")}
    assert "TM." not in json.dumps(minutes) and "KT." not in json.dumps(minutes)


# --- filling in


@pytest.mark.parametrize(("ward", "seed"), [(ward, number) for number, ward in enumerate(answers.wards())])
@pytest.mark.parametrize("form_id", IDS)
def test_complete_answers_leave_no_problem(form_id: str, ward: str, seed: int) -> None:
    given = COMPLETE[form_id](ward, seed)
    filling = filled(form_id, given, ward)
    assert problems(filling) == {}
    assert {ref: filling.value(ref) for ref, _ in given} == dict(given)
    assert [ref for ref, _ in given if not filling.is_relevant(ref)] == []


@pytest.mark.parametrize("form_id", IDS)
def test_a_record_that_is_read_again_is_the_same(form_id: str) -> None:
    filling = filled(form_id, COMPLETE[form_id]())
    again = restore(form(form_id), filling.xml(), context())
    assert again.data() == filling.data()
    assert problems(again) == {}


def test_an_empty_survey_asks_for_its_first_page_only() -> None:
    filling = start(form("ks_nha_tro"), context())
    assert {ref.split("/")[0] for ref in problems(filling)} == {"n1"}
    assert filling.value("n1/phuong") == "phu-cuong"
    assert filling.value("n1/ngay") == "2018-12-20"
    assert len(filling.instances("n8/tham_gia")) == 0


def test_the_ward_is_filled_in_and_fixed_for_a_surveyor_and_free_for_the_city() -> None:
    assert start(form("ks_nha_tro"), context("phu-loi")).is_readonly("n1/phuong")
    of_the_city = start(form("ks_nha_tro"), context("thu-dau-mot"))
    assert not of_the_city.is_readonly("n1/phuong")
    assert of_the_city.value("n1/phuong") == ""


def test_a_house_where_nobody_is_met_needs_its_first_page_and_a_day_to_come_back() -> None:
    given = [pair for pair in answers.ks_nha_tro(known=True) if pair[0].startswith("n1/")][:6]
    filling = filled("ks_nha_tro", [*given, ("n1/ket_qua", "khong_gap"), ("n1/hen_lai", "2018-06-09")])
    assert problems(filling) == {}
    assert filling.data()["n2"]["ten"] is None if filling.data().get("n2") else True
    assert filling.instance_name.startswith("Nhà trọ")


def test_without_consent_no_page_after_the_first_is_asked() -> None:
    filling = filled("ks_nha_tro", changed(answers.ks_nha_tro(), gioi_thieu=""))
    assert not any(filling.is_relevant(f"n{page}") for page in range(2, 9))
    assert problems(filling)["n1/gioi_thieu"][0] == "required"


def test_the_residents_must_add_up_to_what_the_owner_says() -> None:
    given = answers.ks_nha_tro()
    total = int(dict(given)["n3/o_khai"])
    filling = filled("ks_nha_tro", changed(given, o_khai=str(total + 1)))
    code, message = problems(filling)["n3/o_khai"]
    assert code == "constraint"
    assert str(total) in message and str(total + 1) in message


def test_more_occupied_rooms_than_rooms_is_told_with_both_numbers() -> None:
    filling = filled("ks_nha_tro", changed(answers.ks_nha_tro(), so_phong="24", phong_o="26"))
    assert problems(filling)["n3/phong_o"] == (
        "constraint",
        "Phòng có người ở (26) nhiều hơn tổng số phòng (24).",
    )


def test_workers_cannot_outnumber_the_residents_of_16_and_over() -> None:
    given = changed(answers.ks_nha_tro(), o_nam_dp="5", o_nu_dp="5", o_nam_xq="5", o_nu_xq="5", o_khai="20", tre_em="4")
    given = changed(given, cn_nam_dp="4", cn_nu_dp="4", cn_nam_xq="4", cn_nu_xq="5", tncn_nam="3", tncn_nu="3")
    assert problems(filled("ks_nha_tro", given)).keys() >= {"n4/cong_nhan/cn_nu_xq"}
    assert "n4/cong_nhan/cn_nu_xq" not in problems(filled("ks_nha_tro", changed(given, cn_nu_xq="4")))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("co_tc", "ch_tncn chua_co"),
        ("mo_hinh", "tu_sach khong_co"),
        ("cho_sh", "san khong_co"),
        ("pccc", "binh chua_co"),
    ],
)
def test_none_of_these_excludes_the_other_choices(name: str, text: str) -> None:
    filling = filled("ks_nha_tro", changed(answers.ks_nha_tro(), **{name: text}))
    assert [code for ref, (code, _) in problems(filling).items() if ref.endswith("/" + name)] == ["constraint"]


@pytest.mark.parametrize("phone", ["0912 345 678", "12345", "+8491234567890", "09a2345678"])
def test_a_phone_number_that_nobody_can_call_is_refused(phone: str) -> None:
    filling = filled("ks_nha_tro", changed(answers.ks_nha_tro(), chu_dt=phone))
    code, message = problems(filling)["n2/chu_dt"]
    assert code == "constraint" and phone in message


@pytest.mark.parametrize("phone", ["0912345678", "02743822222", "+84912345678"])
def test_mobile_landline_and_international_numbers_are_taken(phone: str) -> None:
    assert problems(filled("ks_nha_tro", changed(answers.ks_nha_tro(), chu_dt=phone))) == {}


def test_two_people_cannot_have_the_same_phone_number() -> None:
    given = dict(answers.ks_nha_tro())
    given["n8/tham_gia[2]/dt"] = given["n8/tham_gia[1]/dt"]
    found = problems(filled("ks_nha_tro", list(given.items())))
    assert found.keys() == {"n8/tham_gia[1]/dt", "n8/tham_gia[2]/dt"}


@pytest.mark.parametrize(("year", "age"), [("2003", "15"), ("1982", "36")])
def test_the_message_about_a_year_of_birth_states_the_age(year: str, age: str) -> None:
    given = dict(answers.ks_nha_tro())
    given["n8/tham_gia[1]/nam_sinh"] = year
    code, message = problems(filled("ks_nha_tro", list(given.items())))["n8/tham_gia[1]/nam_sinh"]
    assert code == "constraint" and f"{age} tuổi" in message


def test_a_person_who_does_not_agree_is_counted_without_a_name() -> None:
    given = dict(answers.ks_nha_tro())
    given["n8/tham_gia[1]/dong_y"] = "khong"
    filling = filled("ks_nha_tro", list(given.items()))
    assert problems(filling) == {}
    first = filling.data()["n8"]["tham_gia"][0]
    assert first["dong_y"] == "khong" and first.get("ho_ten") is None and first.get("dt") is None


def test_who_could_still_join_is_estimated_from_the_largest_membership() -> None:
    given = [pair for pair in answers.ks_nha_tro() if not pair[0].startswith("n5/")]
    given = changed(given, o_nam_dp="0", o_nu_dp="0", o_nam_xq="20", o_nu_xq="20", o_khai="40", tre_em="0")
    given = changed(given, cn_nam_dp="0", cn_nu_dp="0", cn_nam_xq="18", cn_nu_xq="18", tncn_nam="10", tncn_nu="15")
    members = [("n5/co_tc", "cd_tncn ch_tncn"), ("n5/so_dv", "7"), ("n5/so_hv_tn", "12"), ("n5/gan_nhat", "thang_nay")]
    assert filled("ks_nha_tro", given + members).value("n5/nguon") == "13"


def test_a_house_of_the_register_brings_its_name_street_and_owner() -> None:
    house = rows("boarding_house", phuong="phu-cuong")[0]
    given = [pair for pair in answers.ks_nha_tro(known=True) if pair[0].startswith("n1/")]
    filling = filled("ks_nha_tro", given)
    assert filling.value("n2/ten") == house["label"]
    assert filling.value("n2/dia_chi") == house["street"]
    assert filling.value("n2/chu_ten") == house["owner"]
    assert filling.instance_name.startswith(f"{house['label']} – Khu phố ")


def test_a_city_event_names_no_ward_and_needs_a_photo() -> None:
    given = [pair for pair in answers.sinh_hoat(level="thanh_pho") if not pair[0].startswith("s4/anh")]
    found = problems(filled("sinh_hoat", given, "thu-dau-mot"))
    assert found.keys() == {"s4/nguoi_bao_cao"} and "ảnh" in found["s4/nguoi_bao_cao"][1]
    whole = filled("sinh_hoat", answers.sinh_hoat(level="thanh_pho"), "thu-dau-mot")
    assert problems(whole) == {} and not whole.is_relevant("s1/phuong")


def test_a_chapters_event_needs_no_photo_but_a_chapter() -> None:
    given = [pair for pair in answers.sinh_hoat() if not pair[0].startswith("s4/anh")]
    assert problems(filled("sinh_hoat", given)) == {}
    assert problems(filled("sinh_hoat", changed(given, chi_hoi=""))).keys() == {"s1/chi_hoi"}


def test_an_event_needs_somebody_who_came() -> None:
    found = problems(
        filled("sinh_hoat", changed(answers.sinh_hoat(), nam="0", nu="0", tncn="0", doan_vien="0", hoi_vien="0"))
    )
    assert found.keys() == {"s2/nguoi_du/nu"}


@pytest.mark.parametrize("name", ["tncn", "doan_vien", "hoi_vien"])
def test_a_part_of_those_present_cannot_exceed_all_of_them(name: str) -> None:
    filling = filled("sinh_hoat", changed(answers.sinh_hoat(), **{name: "500"}))
    assert problems(filling)[f"s2/{name}"][0] == "constraint"
    assert f"(500) nhiều hơn số người dự ({filling.value('s2/tong')})" in problems(filling)[f"s2/{name}"][1]


def test_money_is_repeated_in_millions_with_a_comma() -> None:
    filling = filled("sinh_hoat", changed(answers.sinh_hoat(), chi_de_an="1200000", chi_phuong="50000", chi_xhh="0"))
    label = form("sinh_hoat").controls[form("sinh_hoat").node("s4/chi_ghi").number].label
    assert label is not None
    assert filling.text(label, "s4/chi_ghi", "vi") == "Cộng chi: 1,25 triệu đồng"


@pytest.mark.parametrize("form_id", IDS)
def test_no_number_in_a_vietnamese_text_has_a_decimal_point(form_id: str) -> None:
    given = dict(COMPLETE[form_id]())
    given |= {ref: "2.5" for ref in given if ref.endswith(("/tc_tu", "/tc_doan"))}
    if form_id == "kiem_tra":
        given |= {"k4/chi_tieu[2]/ct_doi_chieu": "khac", "k4/chi_tieu[2]/ct_khac": "1", "k6/tieu_chi[1]/tc_doan": "6.5"}
    filling = filled(form_id, list(given.items()), "thu-dau-mot")
    said = list(told(filling))
    assert len(said) > 50 and [one for one in said if re.search(r"[0-9]\.[0-9]", one)] == []
    assert form_id != "kiem_tra" or {"2,5", "6,5"} <= set(re.findall(r"\b[0-9],5\b", " ".join(said)))


def told(filling: Filling) -> Iterator[str]:
    """Every label, hint and message of the record, as it reads in Vietnamese at every place."""
    for node in filling.form.nodes:
        control = filling.form.controls.get(node.number)
        texts = [node.constraint_message, *((control.label, getattr(control, "hint", None)) if control else ())]
        repeat = next((n for n in filling.form.nodes if n.kind == "repeat" and node.ref.startswith(n.ref + "/")), None)
        places = [at + node.ref[len(repeat.ref) :] for at in filling.instances(repeat.ref)] if repeat else [node.ref]
        yield from (filling.text(text, at, "vi") for text in texts if text for at in places if filling.is_relevant(at))


@pytest.mark.parametrize("form_id", IDS)
def test_a_record_of_which_little_is_known_has_a_name_without_a_loose_dash(form_id: str) -> None:
    assert not re.search(r"[–-]\s*$|^\s*[–-]", start(form(form_id), context("thu-dau-mot")).instance_name)


def test_the_survey_offers_room_for_thirty_people() -> None:
    assert form("ks_nha_tro").node("n8/tham_gia").extra["max"] == "30"


def test_the_place_comes_from_the_first_chapter_and_what_was_typed_is_kept() -> None:
    chapters = rows("chapter", phuong="phu-cuong")
    filling = filled(
        "sinh_hoat", [("s1/cap", "chi_hoi"), ("s1/phuong", "phu-cuong"), ("s1/chi_hoi", chapters[1]["name"])]
    )
    assert filling.value("s2/dia_diem") == chapters[1]["dia_diem"]
    fill_in(filling, [("s2/dia_diem", "Sân bóng phường"), ("s1/chi_hoi", chapters[0]["name"])])
    assert filling.value("s2/dia_diem") == "Sân bóng phường"


@pytest.mark.parametrize("round_", ["6_thang", "cuoi_nam"])
def test_an_inspection_takes_period_and_decision_from_its_round(round_: str) -> None:
    filling = start(form("kiem_tra"), context("thu-dau-mot"))
    fill_in(filling, [("k1/phuong", "phu-loi"), ("k1/dot", round_)])
    expected = rows("dot_kiem_tra", name=round_)[0]
    assert {name: filling.value(f"k1/{name}") for name in ("tu_ngay", "den_ngay", "qd_so", "qd_ngay")} == {
        name: expected[name] for name in ("tu_ngay", "den_ngay", "qd_so", "qd_ngay")
    }


def test_the_rows_of_an_inspection_are_those_of_the_lists() -> None:
    filling = start(form("kiem_tra"), context("thu-dau-mot"))
    fill_in(filling, [("k1/phuong", "hoa-phu"), ("k1/dot", "cuoi_nam")])
    given = {row["ma"]: row for row in rows("giao_chi_tieu", phuong="hoa-phu")}
    targets = filling.instances("k4/chi_tieu")
    assert [filling.value(f"{at}/ct_ma") for at in targets] == [row["ma"] for row in rows("chi_tieu")]
    for at in targets:
        row = given[filling.value(f"{at}/ct_ma")]
        assert (filling.value(f"{at}/ct_giao"), filling.value(f"{at}/ct_he_thong")) == (row["giao"], row["he_thong"])
        assert filling.value(f"{at}/ct_bao_cao") == row["he_thong"]
        assert filling.value(f"{at}/ct_doi_chieu") == ""
    assert [filling.value(f"{at}/hs_ten") for at in filling.instances("k2/ho_so")] == [
        r["label"] for r in rows("ho_so")
    ]
    assert [filling.value(f"{at}/tc_ten") for at in filling.instances("k6/tieu_chi")] == [
        r["label"] for r in rows("tieu_chi")
    ]
    earlier = rows("kien_nghi_cu", phuong="hoa-phu", dot="cuoi_nam")
    assert [filling.value(f"{at}/cu_noi_dung") for at in filling.instances("k3/cu")] == [r["noi_dung"] for r in earlier]


def inspection(**texts: str) -> Filling:
    return filled("kiem_tra", changed(answers.kiem_tra(), **texts), "thu-dau-mot")


def test_a_team_needs_exactly_one_head_and_one_secretary() -> None:
    given = dict(answers.kiem_tra())
    given["k1/doan[3]/dk_vai"] = "truong_doan"
    found = problems(filled("kiem_tra", list(given.items()), "thu-dau-mot"))
    assert found.keys() == {"k1/du_thanh_phan"} and "(2)" in found["k1/du_thanh_phan"][1]
    given["k1/doan[1]/dk_vai"] = "thanh_vien"
    given["k1/doan[3]/dk_vai"] = "pho_doan"
    assert problems(filled("kiem_tra", list(given.items()), "thu-dau-mot")) == {}


def test_a_figure_that_could_not_be_verified_counts_as_zero_and_needs_a_reason() -> None:
    given = [pair for pair in answers.kiem_tra() if not pair[0].startswith("k4/chi_tieu[1]/")]
    given += [
        ("k4/chi_tieu[1]/ct_bao_cao", "10"),
        ("k4/chi_tieu[1]/ct_trong_do", "4"),
        ("k4/chi_tieu[1]/ct_doi_chieu", "chua"),
    ]
    filling = filled("kiem_tra", given, "thu-dau-mot")
    assert filling.value("k4/chi_tieu[1]/ct_xac_nhan") == "0"
    assert problems(filling)["k4/chi_tieu[1]/ct_ly_do"][0] == "required"


def test_the_share_of_a_target_is_of_the_confirmed_number() -> None:
    filling = filled("kiem_tra", answers.kiem_tra("hoa-phu"), "thu-dau-mot")
    for at in filling.instances("k4/chi_tieu"):
        planned, confirmed = int(filling.value(f"{at}/ct_giao")), int(filling.value(f"{at}/ct_xac_nhan"))
        share = filling.value(f"{at}/ct_ty_le")
        assert share == "" if planned == 0 else abs(float(share) - confirmed * 100 / planned) <= 0.0501


@pytest.mark.parametrize("score", ["6.5", "-1", "3.25"])
def test_a_score_lies_between_zero_and_the_maximum_in_steps_of_a_half(score: str) -> None:
    given = dict(answers.kiem_tra()) | {"k6/tieu_chi[1]/tc_doan": score}
    code, message = problems(filled("kiem_tra", list(given.items()), "thu-dau-mot"))["k6/tieu_chi[1]/tc_doan"]
    assert code == "constraint" and "C01" in message and "từ 0 đến 6" in message


def test_scores_are_added_up_and_graded_without_what_does_not_apply() -> None:
    given = [pair for pair in answers.kiem_tra() if pair[0][:2] < "k6"]
    for row in rows("tieu_chi"):
        at = f"k6/tieu_chi[{row['tt']}]"
        scored = [(f"{at}/tc_tu", row["max"]), (f"{at}/tc_doan", row["max"])]
        given += [(f"{at}/tc_kad", "co")] if row["kad"] == "1" else scored
    given += [pair for pair in answers.kiem_tra() if pair[0].startswith("k7")]
    filling = filled("kiem_tra", given, "thu-dau-mot")
    assert problems(filling) == {}
    totals = {name: filling.value(f"k6/{name}") for name in ("tong_tu", "tong_doan", "mau_so", "diem100", "xep_loai")}
    assert totals == {"tong_tu": "86", "tong_doan": "86", "mau_so": "86", "diem100": "100", "xep_loai": "Xuất sắc"}


@pytest.mark.parametrize(
    ("points", "grade"),
    [("90", "Xuất sắc"), ("89.5", "Tốt"), ("80", "Tốt"), ("65", "Khá"), ("50", "Trung bình"), ("49.5", "Yếu")],
)
def test_the_grade_changes_exactly_at_its_limit(points: str, grade: str) -> None:
    left = float(points)
    given: Answers = [("k1/phuong", "phu-my"), ("k1/dot", "6_thang")]
    for row in rows("tieu_chi"):
        at, score = f"k6/tieu_chi[{row['tt']}]", min(left, float(row["max"]))
        left -= score
        given += [(f"{at}/tc_kad", "khong")] * (row["kad"] == "1") + [
            (f"{at}/tc_tu", f"{score:g}"),
            (f"{at}/tc_doan", f"{score:g}"),
        ]
    filling = filled("kiem_tra", given, "thu-dau-mot")
    assert (filling.value("k6/diem100"), filling.value("k6/xep_loai")) == (points, grade)


def test_a_sheet_with_a_criterion_left_open_has_no_grade() -> None:
    given = [pair for pair in answers.kiem_tra() if pair[0] != "k6/tieu_chi[2]/tc_doan"]
    filling = filled("kiem_tra", given, "thu-dau-mot")
    assert filling.value("k6/con_thieu") == "1" and filling.value("k6/xep_loai") == ""


def test_the_points_that_follow_from_targets_are_proposed_but_not_filled_in() -> None:
    filling = start(form("kiem_tra"), context("thu-dau-mot"))
    fill_in(filling, [("k1/phuong", "phu-cuong"), ("k1/dot", "6_thang")])
    given = {row["ma"]: row for row in rows("giao_chi_tieu", phuong="phu-cuong")}
    for row in rows("chi_tieu"):
        fill_in(filling, [(f"k4/chi_tieu[{row['tt']}]/ct_doi_chieu", "dung")])
    ratios = [min(1.0, int(given[code]["he_thong"]) / (int(given[code]["giao"]) * 0.5)) for code in ("T08", "T09")]
    expected = round(sum(6 * ratio for ratio in ratios) * 2) / 2
    assert float(filling.value("k6/tieu_chi[5]/tc_de_xuat")) == expected
    assert filling.value("k6/tieu_chi[5]/tc_doan") == ""


def test_two_different_chapters_of_the_ward_are_proposed_for_a_visit() -> None:
    for ward in answers.wards():
        filling = start(form("kiem_tra"), context("thu-dau-mot"))
        fill_in(filling, [("k1/phuong", ward)])
        drawn = {filling.value("k5/goi_y_ten_1"), filling.value("k5/goi_y_ten_2")}
        assert len(drawn) == 2 and drawn <= {row["label"] for row in rows("chapter", phuong=ward)}


def test_a_deadline_lies_after_the_inspection_and_within_180_days() -> None:
    for deadline in ("2018-07-05", "2019-01-02"):
        assert "k7/phat_hien[1]/ph_han" in problems(inspection(ph_han=deadline)), deadline
    assert problems(inspection(ph_han="2019-01-01")) == {}


def test_minutes_end_after_they_began() -> None:
    assert problems(inspection(gio_kt="07:00:00.000+07:00")).keys() == {"k7/gio_kt"}


def test_what_settled_on_the_spot_needs_no_deadline() -> None:
    given = [
        pair for pair in answers.kiem_tra() if not re.search(r"phat_hien\[1\]/ph_(yeu_cau|nguoi|chuc|han)", pair[0])
    ]
    filling = filled(
        "kiem_tra",
        [
            ("k7/phat_hien[1]/ph_loai", "xong") if ref == "k7/phat_hien[1]/ph_loai" else (ref, text)
            for ref, text in given
        ],
        "thu-dau-mot",
    )
    assert problems(filling) == {}


def test_a_missing_signature_needs_a_reason() -> None:
    assert problems(inspection(ky_phuong="")).keys() == {"k7/khong_ky"}


def test_any_edit_after_signing_clears_all_three_signatures() -> None:
    kept = {"ky_truong_doan", "ky_thu_ky", "ky_phuong", "khong_ky", "anh_ban_ky"}
    kiem_tra = form("kiem_tra")
    triggers = {
        name: {kiem_tra.nodes[action.trigger].name for action in kiem_tra.node(f"k7/{name}").actions}
        for name in ("ky_truong_doan", "ky_thu_ky", "ky_phuong")
    }
    assert all(names == set(asked("kiem_tra")) - kept for names in triggers.values())
    filling = inspection()
    filling.set("k6/tieu_chi[1]/tc_tu", "1")
    assert [filling.value(f"k7/{name}") for name in triggers] == ["", "", ""]


def test_a_survey_that_is_sent_days_later_keeps_its_day_to_come_back() -> None:
    given = [
        ("n1/khu_pho", "phu-cuong-kp1"),
        ("n1/ngay", "2018-06-05"),
        ("n1/da_co", "khong"),
        ("n1/ket_qua", "khong_gap"),
        ("n1/hen_lai", "2018-06-06"),
    ]
    assert problems(filled("ks_nha_tro", given)) == {}
