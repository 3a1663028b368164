"""Publishing: all or nothing, frozen for ever, never undone by loading the shipped forms again."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.catalog.models import FormMedia, FormRow, FormVersion
from app.catalog.publish import publish, publish_paths
from app.catalog.queries import compiled, form_row, form_version, forms_for, may_fill_in, open_forms

FORM = """
| settings | form_id | form_title | version | default_language | namespaces | attribute::ph:roles |
|---|---|---|---|---|---|---|
| | thu | Phiếu thử | {version} | Tiếng Việt (vi) | ph="urn:phieu:xforms" | {roles} |

| survey | type | name | label::Tiếng Việt (vi) | relevant |
|---|---|---|---|---|
| | text | ten | {label} | |
| | select_one_from_file xa.csv | xa | Xã | {relevant} |
"""


def write(
    folder: Path, name: str = "thu.md", version: str = "1", label: str = "Tên", relevant: str = "", roles: str = ""
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "xa.csv").write_text("name,label\na,Xã A\n", encoding="utf-8")
    (folder / "khac.csv").write_text("name,label\nb,B\n", encoding="utf-8")
    text = FORM.format(version=version, label=label, relevant=relevant, roles=roles)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def stored(engine: Engine, form_id: str = "thu") -> list[str]:
    with db.reading(engine) as session:
        query = select(FormVersion.version).join(FormRow, FormVersion.form_row_id == FormRow.id)
        return list(session.scalars(query.where(FormRow.form_id == form_id).order_by(FormVersion.id)))


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["publish", *arguments])


def test_publish_prints_form_and_version_and_the_form_is_there(app: Flask, engine: Engine, tmp_path: Path):
    result = run(app, str(write(tmp_path / "f")))
    assert (result.exit_code, result.stdout) == (0, "thu 1\n"), result.output
    with db.reading(engine) as session:
        version = form_version(session, "thu", "1")
        assert version is not None and version.title == {"vi": "Phiếu thử"}
        assert [media.name for media in version.media] == ["xa.csv"], "only what the form uses is kept with it"
        assert compiled(app.extensions["phieu"].blobs, version).id == "thu"


def test_publishing_the_same_again_is_the_same_version(app: Flask, engine: Engine, tmp_path: Path):
    path = write(tmp_path / "f")
    assert [run(app, str(path)).stdout for _ in range(2)] == ["thu 1\n"] * 2
    assert stored(engine) == ["1"]


def test_a_version_never_changes_once_it_was_published(app: Flask, engine: Engine, tmp_path: Path):
    run(app, str(write(tmp_path / "f")))
    result = run(app, str(write(tmp_path / "f", label="Họ và tên")))
    assert result.exit_code == 1 and "thu" in result.stderr and "phiên bản" in result.stderr
    assert stored(engine) == ["1"]
    (tmp_path / "f" / "thu.md").write_text(FORM.format(version="1", label="Tên", relevant="", roles=""), "utf-8")
    (tmp_path / "f" / "xa.csv").write_text("name,label\na,Xã khác\n", encoding="utf-8")
    assert run(app, str(tmp_path / "f" / "thu.md")).exit_code == 1, "its lists are part of it"


def test_a_new_version_becomes_the_current_one_and_the_old_one_stays_usable(app: Flask, engine: Engine, tmp_path: Path):
    run(app, str(write(tmp_path / "f", version="1")))
    run(app, str(write(tmp_path / "f", version="2", label="Họ và tên")))
    with db.reading(engine) as session:
        row, old = form_row(session, "thu"), form_version(session, "thu", "1")
        assert row is not None and row.current_version is not None and row.current_version.version == "2"
        assert old is not None and compiled(app.extensions["phieu"].blobs, old).version == "1"


def test_loading_an_old_version_again_does_not_undo_a_newer_one(app: Flask, engine: Engine, tmp_path: Path):
    old = write(tmp_path / "old", version="1")
    run(app, str(old))
    run(app, str(write(tmp_path / "new", version="2", label="Họ và tên")))
    assert run(app, str(old)).exit_code == 0
    with db.reading(engine) as session:
        row = form_row(session, "thu")
        assert row is not None and row.current_version is not None and row.current_version.version == "2"


def test_one_broken_form_and_nothing_of_that_call_is_published(app: Flask, engine: Engine, tmp_path: Path):
    write(tmp_path / "f")
    broken = write(tmp_path / "f", "z.md", relevant="${{khong_co}} = 1".replace("{{", "{").replace("}}", "}"))
    text = broken.read_text(encoding="utf-8").replace("| thu |", "| thu2 |")
    broken.write_text(text, encoding="utf-8")
    result = run(app, str(tmp_path / "f"))
    assert result.exit_code == 1 and result.stdout == ""
    assert "z.md" in result.stderr and "survey" in result.stderr and "relevant" in result.stderr
    assert "3" in result.stderr and "khong_co" in result.stderr
    assert stored(engine) == [] == stored(engine, "thu2")
    with db.reading(engine) as session:
        assert form_row(session, "thu") is None


def test_problems_are_told_in_english_when_asked(app: Flask, tmp_path: Path):
    result = run(app, "--lang", "en", str(write(tmp_path / "f", relevant="nofunction(1) = 2")))
    assert result.exit_code == 1
    assert "Sheet survey, row 3, column relevant" in result.stderr


def test_what_is_no_form_and_what_is_not_there_are_refused(app: Flask, tmp_path: Path):
    (tmp_path / "anh.png").write_bytes(b"\x89PNG")
    assert run(app, str(tmp_path / "anh.png")).exit_code == 1
    assert run(app, str(tmp_path / "nowhere.md")).exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run(app, str(tmp_path / "empty")).exit_code == 1


def test_a_list_that_the_form_needs_and_does_not_find_is_an_error(app: Flask, tmp_path: Path):
    path = write(tmp_path / "f")
    (tmp_path / "f" / "xa.csv").unlink()
    result = run(app, str(path))
    assert result.exit_code == 1 and "xa.csv" in result.stderr


def test_media_may_lie_in_a_folder_of_the_forms_own(app: Flask, engine: Engine, tmp_path: Path):
    path = write(tmp_path / "f")
    (tmp_path / "f" / "thu-media").mkdir()
    (tmp_path / "f" / "xa.csv").rename(tmp_path / "f" / "thu-media" / "xa.csv")
    assert run(app, str(path)).exit_code == 0
    with db.reading(engine) as session:
        assert session.scalar(select(FormMedia).join(FormVersion).where(FormMedia.name == "xa.csv")) is not None


def test_the_shipped_forms_are_published_for_those_who_fill_them_in(engine: Engine):
    with db.reading(engine) as session:
        ids = {version.form.form_id for version in open_forms(session)}
        assert {"ks_nha_tro", "sinh_hoat", "kiem_tra"} <= ids
        of = {
            role: {version.form.form_id for version in forms_for(session, frozenset({role}))}
            for role in ("surveyor", "inspector", "secretariat", "province")
        }
    assert "ks_nha_tro" in of["surveyor"] and "kiem_tra" not in of["surveyor"]
    assert "kiem_tra" in of["inspector"]
    assert of["secretariat"] == ids
    assert of["province"] == set()


def test_roles_nobody_has_heard_of_open_the_form_to_field_workers_only(app: Flask, engine: Engine, tmp_path: Path):
    run(app, str(write(tmp_path / "f", roles="king queen")))
    with db.reading(engine) as session:
        version = form_version(session, "thu", "1")
        assert version is not None
        assert may_fill_in(version, frozenset({"surveyor"})) and not may_fill_in(version, frozenset({"province"}))


def test_a_closed_form_is_offered_to_nobody(engine: Engine):
    with db.writing(engine) as session, session.begin():
        row = form_row(session, "ks_nha_tro")
        assert row is not None
        row.open = False
        session.flush()
        assert "ks_nha_tro" not in {version.form.form_id for version in open_forms(session)}


def test_a_form_is_compiled_once_and_lists_belong_to_its_identity(app: Flask, engine: Engine, tmp_path: Path):
    blobs = app.extensions["phieu"].blobs
    path = write(tmp_path / "f")
    with db.writing(engine) as session:
        (one,) = publish_paths(session, blobs, [path])
        assert one.version is not None
        form = compiled(blobs, one.version)
        assert compiled(blobs, one.version) is form
        other = publish(
            session,
            blobs,
            path.read_bytes().replace(b"| thu |", b"| thu3 |"),
            "thu3.md",
            {"xa.csv": b"name,label\nq,Q\n"},
        )
        assert other.version is not None
        assert compiled(blobs, other.version) is not form


def test_lists_of_forms_do_not_load_their_xml(engine: Engine):
    with db.reading(engine) as session:
        version = open_forms(session)[0]
        assert "xform" not in version.__dict__
        assert version.xform.startswith(b"<")


@pytest.mark.parametrize("name", ["ks_nha_tro", "sinh_hoat", "kiem_tra"])
def test_a_stored_form_compiles_to_what_was_published(app: Flask, engine: Engine, name: str):
    with db.reading(engine) as session:
        row = form_row(session, name)
        assert row is not None and row.current_version is not None
        form = compiled(app.extensions["phieu"].blobs, row.current_version)
        assert (form.id, form.version) == (name, row.current_version.version)
        assert {media.name for media in row.current_version.media} == set(form.media)
