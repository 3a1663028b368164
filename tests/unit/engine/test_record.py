"""The engine through its own door, app.engine: a form loaded, filled in and asked; tests/js does the same."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from app import engine

SETTINGS = "| settings | form_id |\n| | f |\n"
SOURCE = b"""
| survey | type | name | label | relevant | constraint | required | calculation |
| | integer | so_con | S\xe1\xbb\x91 con | | . < 20 | yes | |
| | begin_repeat | con | Con | ${so_con} > 0 | | | |
| | text | ten | T\xc3\xaan | | | yes | |
| | select_one truong | truong | Tr\xc6\xb0\xe1\xbb\x9dng c\xe1\xbb\xa7a ${ten} | | | | |
| | end_repeat | | | | | | |
| | calculate | gap | | | | | ${so_con} * 2 |
| | select_multiple truong | nhieu | Nhi\xe1\xbb\x81u | | | | |
| | date | ngay | Ng\xc3\xa0y | | | | |
| choices | list_name | name | label |
| | truong | nd | Nguy\xe1\xbb\x85n Du |
| | truong | cva | Chu V\xc4\x83n An |
| settings | form_id | version |
| | gia_dinh | 1 |
"""


def record() -> engine.Record:
    return engine.fill_in(engine.load(SOURCE), now="2018-06-05T09:30:00", uuid=lambda: "u")


def test_a_form_is_filled_in_by_refs_paths_and_names() -> None:
    found = record()
    assert not found.valid() and found.required("so_con") and not found.relevant("con")
    assert found.set("/data/so_con", 2) == [] and found.relevant("/data/con")
    assert found.add("/data/con") == "con[2]" and found.instances("con") == ["con[1]", "con[2]"]
    found.set("/data[1]/con[2]/ten[1]", "An")
    assert found.label("con[2]/truong") == "Trường của An"
    assert [choice.label for choice in found.choices("/data/con[2]/truong")] == ["Nguyễn Du", "Chu Văn An"]
    found.set("con[2]/truong", "nd")
    found.remove("/data/con[1]")
    assert (found.value("con/ten"), found.value("${gap}"), found.valid(), found.hint("so_con")) == ("An", "4", True, "")
    assert not found.readonly("so_con")
    assert found.xml().decode() == (
        '<data id="gia_dinh" version="1"><so_con>2</so_con><con><ten>An</ten><truong>nd</truong></con><gap>4</gap>'
        "<nhieu/><ngay/><meta><instanceID>uuid:u</instanceID></meta></data>"
    )
    assert found.data()["con"] == [{"ten": "An", "truong": "nd"}]
    again = engine.fill_in(found.form, found.xml())
    assert again.xml() == engine.fill_in(found.form, found.xml().decode()).xml() == found.xml()


def test_answers_may_be_python_values() -> None:
    found = record()
    for answer, text in (
        (["nd", "cva"], "nd cva"), (date(2018, 6, 5), "2018-06-05"), (time(7, 30), "07:30:00.000+07:00"),
        (datetime(2018, 6, 5, 7, 30), "2018-06-05T07:30:00.000+07:00"), (True, "true"), (1e21, "1" + "0" * 21),
        (2.0, "2"), (None, ""), ("a b", "a b"),
    ):  # fmt: skip
        found.set("nhieu", answer)  # type: ignore[arg-type]
        assert found.value("nhieu") == text
    found.type("ngay", "5/6/2018")
    assert found.value("ngay") == "2018-06-05"
    with pytest.raises(ValueError, match="mai"):
        found.type("ngay", "mai")


def test_an_address_of_nothing_names_what_is_alike() -> None:
    found = record()
    for address, told in (
        ("/nha/so_con", "the root is /data"), ("so_con1", "there are so_con"), ("con[9]/ten", "con"),
        ("${tenn}", "no node"), ("con[x]", "no node"),
    ):  # fmt: skip
        with pytest.raises(LookupError, match=told):
            found.value(address)
    doubled = SOURCE.replace(b"calculate | gap", b"calculate | con_truong").replace(b"date | ngay", b"text | truong")
    with pytest.raises(LookupError, match="several"):
        engine.fill_in(engine.load(doubled)).value("${truong}")


def test_a_form_is_loaded_from_a_file_with_the_lists_beside_it(tmp_path: Path) -> None:
    (tmp_path / "nha.csv").write_text("name,label\n1,Một\n", "utf-8")
    source = "| survey | type | name | label |\n| | select_one_from_file nha.csv | a | A |\n" + SETTINGS
    (tmp_path / "form.md").write_text(source, "utf-8")
    found = engine.load(tmp_path / "form.md")
    assert [choice.value for choice in engine.fill_in(found).choices("a")] == ["1"]
    compiled = engine.compile_form(source.encode(), "form.md", {"nha.csv": b"name,label\n1,M"})
    assert compiled.xform is not None
    assert engine.load(compiled.xform, {"nha.csv": b"name,label\n1,M"}).id == "f"
    with pytest.raises(engine.FormError, match=r"nha\.csv"):
        engine.load(source.encode())
    with pytest.raises(engine.FormError):
        engine.load(b"PK\x03\x04")
    with pytest.raises(engine.FormError):
        engine.load(b"\xd0\xcf\x11\xe0")


def test_the_record_before_is_given_as_text_or_bytes() -> None:
    rows = "| survey | type | name | label | default |\n| | text | a | A | ${last-saved#a} |\n" + SETTINGS
    source = rows.encode()
    saved = '<data id="f"><a>xưa</a></data>'
    now = datetime(2018, 6, 5)
    assert engine.fill_in(engine.load(source), last_saved=saved, now=now).value("a") == "xưa"
    assert engine.fill_in(engine.load(source), last_saved=saved.encode()).value("a") == "xưa"
    assert engine.fill_in(engine.load(source), last_saved="<hỏng").value("a") == ""
