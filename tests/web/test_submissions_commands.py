"""The commands outsiders rely on: receive and export."""

import csv
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.audit.models import AuditEntry
from app.submissions.models import Submission
from app.submissions.receipts import read
from tests.builders import answers, records


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=list(arguments))


def lay(folder: Path, name: str, xml: bytes, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(xml)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return folder / name


def test_receive_takes_in_a_record_and_the_photo_beside_it(app: Flask, engine: Engine, tmp_path: Path):
    xml = records.boarding_house(app)
    photo = records.photo_names(xml)[0]
    path = lay(tmp_path / "r", "a.xml", xml, **{photo: records.picture(), "other.jpg": records.picture("red")})
    results = [run(app, "receive", str(path), "--user", "an") for _ in range(2)]
    assert [result.exit_code for result in results] == [0, 0], results[0].output
    assert results[0].stdout == results[1].stdout
    assert read(results[0].stdout.strip()) == results[0].stdout.strip()
    with db.reading(engine) as session:
        submission = session.scalars(select(Submission)).one()
        assert submission.author_id == records.someone(app, "an").id and submission.current.channel == "command"
        assert [(file.name, file.sha256 is not None) for file in submission.current.attachments] == [(photo, True)]


def test_receive_prints_one_receipt_a_line_and_says_what_was_kept_aside(app: Flask, tmp_path: Path):
    good = lay(tmp_path / "r", "good.xml", records.boarding_house(app, phong_o="9999"))
    bad = lay(tmp_path / "r", "bad.xml", b"<data")
    result = run(app, "receive", str(good), str(bad), "--user", "an")
    assert result.exit_code == 0
    assert len(result.stdout.split()) == 2 and all(read(line) for line in result.stdout.split())
    assert "bad.xml: giữ lại" in result.stderr and "good.xml: n3/phong_o" in result.stderr


def test_receive_says_in_sentences_what_is_wrong_with_a_file_and_which_is_missing(app: Flask, tmp_path: Path):
    xml = records.boarding_house(app)
    photo = records.photo_names(xml)[0]
    missing = lay(tmp_path / "missing", "a.xml", xml)
    said = run(app, "receive", str(missing), "--user", "an")
    assert len(said.stdout.split()) == 1 and f"chưa có tệp “{photo}”" in said.stderr
    junk = lay(tmp_path / "junk", "a.xml", records.boarding_house(app, seed=3))
    name = records.photo_names(junk.read_bytes())[0]
    (tmp_path / "junk" / name).write_bytes(b"x" * (25 << 20))
    said = run(app, "receive", str(junk), "--user", "an")
    assert len(said.stdout.split()) == 1
    assert f"n2/anh_cong: Tệp “{name}” không mở được như một tấm ảnh" in said.stderr
    assert f"n2/anh_cong: Ảnh “{name}” nặng 25 MB, quá 20 MB" in said.stderr
    assert "not_image" not in said.stderr and "chưa có tệp" not in said.stderr


def test_receive_goes_on_after_a_file_it_cannot_read_and_then_fails(app: Flask, tmp_path: Path):
    good = lay(tmp_path / "r", "good.xml", records.boarding_house(app))
    big = lay(tmp_path / "r", "big.xml", b"x" * 5_000_001)
    result = run(app, "receive", str(tmp_path / "none.xml"), str(big), str(good), "--user", "an")
    assert result.exit_code == 1 and len(result.stdout.split()) == 1
    assert "none.xml" in result.stderr and "big.xml" in result.stderr
    assert run(app, "receive", str(good), "--user", "nobody").exit_code == 1


def test_a_record_cannot_fetch_files_from_elsewhere(app: Flask, engine: Engine, tmp_path: Path):
    (tmp_path / "secret.jpg").write_bytes(records.picture())
    xml = records.boarding_house(app)
    photo = records.photo_names(xml)[0]
    for name in ("../secret.jpg", str(tmp_path / "secret.jpg"), "link.jpg"):
        path = lay(tmp_path / "r", "a.xml", xml.replace(photo.encode(), name.encode()).replace(b"uuid:", b"uuid:z"))
        if name == "link.jpg":
            (tmp_path / "r" / name).symlink_to(tmp_path / "secret.jpg")
        run(app, "receive", str(path), "--user", "an")
    with db.reading(engine) as session:
        submissions = session.scalars(select(Submission)).all()
        assert submissions
        assert all(file.sha256 is None for each in submissions for file in each.current.attachments)


@pytest.fixture
def recorded(app: Flask) -> list[str]:
    """Two records, one of them with three workers; their receipts."""
    one = records.boarding_house(app, "an", ten="=HYPERLINK(evil)")
    two = records.filled(app, "ks_nha_tro", answers.ks_nha_tro("phu-loi", 4, workers=3), "chi").xml()
    photo = records.photo_names(one)[0]
    return [
        records.send(app, one, "an", {photo: records.picture()}).receipt,
        records.send(app, two, "chi").receipt,
    ]


def test_export_as_json_gives_whole_documents(app: Flask, engine: Engine, tmp_path: Path, recorded: list[str]):
    out = tmp_path / "out.json"
    result = run(app, "export", "ks_nha_tro", "--format", "json", "-o", str(out))
    assert result.exit_code == 0 and result.stdout == ""
    documents = json.loads(out.read_text(encoding="utf-8"))
    assert [document["receipt"] for document in documents] == recorded
    assert [document["unit"] for document in documents] == ["phu-cuong", "phu-loi"]
    assert documents[0]["data"]["n2"]["ten"] == "=HYPERLINK(evil)", "JSON is not for spreadsheets"
    assert len(documents[1]["data"]["n8"]["tham_gia"]) == 3
    assert [file["sha256"] is None for file in documents[0]["files"]] == [False]
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
    assert out.stat().st_mode & 0o077 == 0
    with db.reading(engine) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
        assert entry.detail == {"format": "json", "records": 2}


def read_csv(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_export_as_csv_gives_one_line_a_record_and_a_file_a_repeat(app: Flask, tmp_path: Path, recorded: list[str]):
    assert run(app, "export", "ks_nha_tro", "--format", "csv", "-o", str(tmp_path / "out.csv")).exit_code == 0
    main, workers = read_csv(tmp_path / "out.csv"), read_csv(tmp_path / "out.n8-tham_gia.csv")
    assert [row["_receipt"] for row in main] == recorded
    assert [row["n1/phuong"] for row in main] == ["phu-cuong", "phu-loi"]
    assert [row["_event_date"] for row in main] == ["2018-06-05", "2018-06-05"]
    assert [(row["_files"], row["_files_missing"]) for row in main] == [("1", "0"), ("1", "1")]
    assert main[0]["n3/so_phong"].isdigit()
    of_second = [row for row in workers if row["PARENT_KEY"] == main[1]["KEY"]]
    assert [row["KEY"] for row in of_second] == [f"{main[1]['KEY']}/n8/tham_gia[{n}]" for n in (1, 2, 3)]
    assert all(row["n8/tham_gia/ho_ten"] or row["n8/tham_gia/dong_y"] == "khong" for row in of_second)
    assert not [name for name in main[0] if "meta" in name or name.startswith("n8/tham_gia")]
    assert "n3/o_cong" not in main[0], "a note is nobody's answer"


def test_no_cell_can_start_a_formula(app: Flask, tmp_path: Path, recorded: list[str]):
    run(app, "export", "ks_nha_tro", "--format", "csv", "-o", str(tmp_path / "out.csv"))
    row = read_csv(tmp_path / "out.csv")[0]
    assert row["n2/ten"] == "'=HYPERLINK(evil)"
    assert row["_name"].startswith("'=HYPERLINK(evil)")


def test_a_failed_export_leaves_the_old_file_alone(app: Flask, tmp_path: Path, recorded: list[str]):
    out = tmp_path / "out.json"
    out.write_text("old", encoding="utf-8")
    assert run(app, "export", "nothing", "--format", "json", "-o", str(out)).exit_code == 1
    assert run(app, "export", "ks_nha_tro", "--format", "json", "-o", str(tmp_path / "no" / "x.json")).exit_code == 1
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_form_without_records_exports_as_an_empty_file(app: Flask, tmp_path: Path):
    run(app, "export", "sinh_hoat", "--format", "json", "-o", str(tmp_path / "o.json"))
    assert json.loads((tmp_path / "o.json").read_text()) == []
    assert run(app, "export", "sinh_hoat", "--format", "csv", "-o", str(tmp_path / "o.csv")).exit_code == 0
    assert read_csv(tmp_path / "o.csv") == []
