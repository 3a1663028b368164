"""Every form of the corpus on the pages without scripts: each page opens, takes its form back, and the review
follows."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from app import db
from app.catalog.publish import publish
from app.collect.controls import CONTROLS
from app.config import ROOT
from tests.browsing import Browser
from tests.builders.paper import Paper
from tests.corpus.cases import media, paths


def published(app: Flask, engine: Engine, source: bytes, name: str) -> str | None:
    """The form's id, or None when the form is one of those that are wrong on purpose."""
    with app.app_context(), db.writing(engine) as session, session.begin():
        found = publish(session, app.extensions["phieu"].blobs, source, name, media()).version
        return found.form.form_id if found is not None else None


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)  # pages do not know which database there is
@pytest.mark.parametrize("path", paths().values(), ids=lambda path: path.stem)
def test_every_form_of_the_corpus_opens_page_by_page(
    app: Flask, engine: Engine, strict_client: Browser, path: Path
) -> None:
    form_id = published(app, engine, path.read_bytes(), path.name)
    if form_id is None:
        pytest.skip("wrong on purpose")
    paper = Paper(strict_client.sign_in("em")).open(form_id)
    assert paper.page.status_code == 200 and paper.sheet.action.startswith("/f/")
    for _turn in range(20):
        if paper.path.endswith("/review"):
            return
        adds = [button for button in paper.sheet.buttons if button.startswith("add:")]
        if adds and paper.path.startswith("/drafts/") and "[1]" not in paper.page.text:
            paper.press(adds[0])
        else:
            paper.press("later" if "later" in paper.sheet.buttons else "next")
        assert paper.page.status_code in {200, 422}
    raise AssertionError(f"never came to the review: {paper.path}")


def test_a_form_in_a_language_that_the_program_does_not_speak_has_our_words_in_vietnamese(
    app: Flask, engine: Engine, strict_client: Browser
) -> None:
    source = """
| survey | type | name | label::Xtiêng (sti) |
| | text | ten | Bon |
| settings | form_id | form_title | version | default_language |
| | xtieng | Bon | 1 | Xtiêng (sti) |
"""
    assert published(app, engine, source.encode(), "xtieng.md") == "xtieng"
    page = strict_client.sign_in("em").get("/f/xtieng", follow_redirects=True)
    assert page.request.path.endswith("/sti") and "Tiếp tục" in page.text


def test_every_type_has_a_macro_of_its_own() -> None:
    folder = ROOT / "templates" / "collect" / "controls"
    assert {control.template for control in CONTROLS.values()} <= {
        f"collect/controls/{path.name}" for path in folder.iterdir()
    }


def test_repeats_inside_repeats_are_added_to_and_taken_from(app: Flask, engine: Engine, strict_client: Browser) -> None:
    source = """
| survey | type | name | label |
| | begin_repeat | nha | Nhà |
| | text | ten | Tên |
| | begin_repeat | nguoi | Người |
| | text | ho_ten | Họ tên |
| | end_repeat | | |
| | end_repeat | | |
| settings | form_id | form_title | version |
| | nha_nguoi | Nhà và người | 1 |
"""
    assert published(app, engine, source.encode(), "nha_nguoi.md") == "nha_nguoi"
    paper = Paper(strict_client.sign_in("em")).open("nha_nguoi")
    paper.answer("nha[1]/nguoi[1]/ho_ten", "An").press("add:nha[1]/nguoi")
    paper.answer("nha[1]/nguoi[2]/ho_ten", "Bé").press("remove:nha[1]/nguoi[1]")
    assert paper.value("nha[1]/nguoi[1]/ho_ten") == "Bé" and not paper.asks("nha[1]/nguoi[2]/ho_ten")
    static = strict_client.get("/f/nha_nguoi", follow_redirects=True).text
    assert "nha[#]/nguoi[#]/ho_ten" in static


def test_a_repeat_takes_no_more_entries_than_its_form_says(app: Flask, engine: Engine, strict_client: Browser) -> None:
    published(app, engine, paths()["lap_toi_da"].read_bytes(), "lap_toi_da.md")
    paper = Paper(strict_client.sign_in("em")).open("lap_toi_da")
    paper.press("add:nguoi")
    assert 'value="add:nguoi">' in paper.page.text
    paper.press("add:nguoi")
    assert 'value="add:nguoi" disabled>' in paper.page.text and ">Đã đủ 2 mục.<" in paper.page.text
    paper.press("add:nguoi")  # from an older page
    assert not paper.asks("nguoi[3]/ten")
    paper.press("remove:nguoi[1]")
    assert 'value="add:nguoi">' in paper.page.text
