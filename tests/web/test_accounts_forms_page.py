"""Publishing a form from the browser: in use at once, or a table of what is wrong and where."""

import io

import pytest
from sqlalchemy import Engine, select

from app import db
from app.audit.models import AuditEntry
from app.catalog.models import FormRow
from tests.browsing import Browser

GOOD = """
| survey | | | |
| | type | name | label::Tiếng Việt (vi) |
| | text | ten | Tên |

| settings | | | | |
| | form_title | form_id | version | default_language |
| | Phiếu thử | thu | {version} | Tiếng Việt (vi) |
"""


def upload(browser: Browser, text: str, name: str = "thu.md"):
    page = browser.get("/admin/forms")
    token = page.text.split('id="csrf_token" name="csrf_token" type="hidden" value="')[1].split('"')[0]
    data = {"csrf_token": token, "source": (io.BytesIO(text.encode()), name)}
    return browser.post("/admin/forms", data=data, content_type="multipart/form-data")


def forms(engine: Engine) -> list[str]:
    with db.reading(engine) as session:
        return list(session.scalars(select(FormRow.form_id).order_by(FormRow.form_id)))


def test_the_forms_in_use_are_listed_with_their_versions(strict_client: Browser) -> None:
    page = strict_client.sign_in("em").get("/admin/forms")
    assert page.status_code == 200
    for form_id in ("ks_nha_tro", "sinh_hoat", "kiem_tra"):
        assert f'href="/f/{form_id}"' in page.text


def test_a_sound_form_is_in_use_at_once_and_known_when_it_comes_again(strict_client: Browser, engine: Engine) -> None:
    strict_client.sign_in("em")
    assert "thu" not in forms(engine)
    answer = upload(strict_client, GOOD.format(version=1))
    assert answer.status_code == 200
    assert "Đã ban hành thu, phiên bản 1." in answer.text
    assert "thu" in forms(engine)
    assert "Bản này đã được ban hành trước đây" in upload(strict_client, GOOD.format(version=1)).text
    with db.reading(engine) as session:
        assert "form.publish" in session.scalars(select(AuditEntry.action)).all()


def test_a_broken_form_is_not_published_and_shows_sheet_row_column_and_reason(
    strict_client: Browser, engine: Engine
) -> None:
    broken = GOOD.replace("| Tên |", "| Tên ${{khong_co}} |").format(version=1)
    answer = upload(strict_client.sign_in("em"), broken)
    assert answer.status_code == 422
    assert "Chưa ban hành thu.md" in answer.text
    row = answer.text.split("<tbody>")[1].split("</tbody>")[0]
    assert "survey" in row
    assert "khong_co" in row
    assert "thu" not in forms(engine)


def test_a_changed_form_under_a_published_version_is_refused(strict_client: Browser, engine: Engine) -> None:
    strict_client.sign_in("em")
    upload(strict_client, GOOD.format(version=1))
    answer = upload(strict_client, GOOD.replace("| Tên |", "| Tên khác |").format(version=1))
    assert answer.status_code == 422


@pytest.mark.parametrize("content", ["", "\x00\x01\x02", "không phải bảng"])
def test_what_is_no_form_is_told_so(strict_client: Browser, engine: Engine, content: str) -> None:
    before = forms(engine)
    assert upload(strict_client.sign_in("em"), content, "gi_do.xlsx").status_code == 422
    assert forms(engine) == before


def test_a_file_name_cannot_point_anywhere(strict_client: Browser, engine: Engine) -> None:
    assert upload(strict_client.sign_in("em"), GOOD.format(version=1), "../../thu.md").status_code == 200


def test_no_file_at_all_is_asked_for(strict_client: Browser) -> None:
    answer = strict_client.sign_in("em").submit(
        strict_client.get("/admin/forms"), "/admin/forms", source=None, media=None
    )
    assert answer.status_code == 422
    assert "Hãy chọn tệp biểu mẫu." in answer.text


def test_a_file_beyond_the_limit_is_told_so(strict_client: Browser) -> None:
    answer = upload(strict_client.sign_in("em"), "x" * (17 << 20))
    assert answer.status_code == 413
    assert "Tệp lớn hơn 16 MB" in answer.text


@pytest.mark.parametrize("name", ["an", "binh", "dung", "giang"])
def test_others_do_not_publish(strict_client: Browser, name: str) -> None:
    assert strict_client.sign_in(name).get("/admin/forms").status_code == 403
