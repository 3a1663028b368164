"""Filling in without scripts, from the first page to the receipt, with the shipped forms."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload
from werkzeug.test import TestResponse

from app import db
from app.catalog.models import FormRow
from app.collect.models import Draft
from app.submissions.models import Submission
from tests.browsing import Browser
from tests.builders.answers import changed, kiem_tra, ks_nha_tro, sinh_hoat
from tests.builders.paper import Paper

Visit = Callable[..., TestResponse]
PAGE = "/f/ks_nha_tro/2018060102/vi"


@pytest.fixture
def paper(strict_client: Browser) -> Paper:
    """An, a surveyor of Phú Cường, before an empty survey; CSRF protection stands as in real life."""
    return Paper(strict_client.sign_in("an")).open("ks_nha_tro")


def begun(paper: Paper) -> Paper:
    """The first page answered so that the other pages are open; the paper lies at page 2."""
    left = {ref: text for ref, text in ks_nha_tro(day="2018-06-05") if ref.startswith("n1/")}
    for _turn in range(6):
        paper.answer_what_is_asked(left)
        paper.press("next")
        if paper.path.endswith("/2"):
            return paper
    raise AssertionError(paper.path)


def beside(paper: Paper, name: str) -> str:
    """The address of another page of the same draft."""
    return f"{paper.path.rpartition('/')[0]}/{name}"


def send(review: Paper) -> TestResponse:
    return review.client.submit(review.page, beside(review, "send"))


def records(engine: Engine) -> list[Submission]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Submission).options(joinedload(Submission.current))))


def drafts(engine: Engine) -> list[Draft]:
    with db.reading(engine) as session:
        return list(session.scalars(select(Draft)))


def test_it_works(paper: Paper, engine: Engine) -> None:
    paper.fill_in(ks_nha_tro())
    assert "Phiếu đã đủ" in paper.page.text
    receipt = send(paper)
    assert receipt.status_code == 303 and receipt.location.startswith("/receipts/")
    assert "Đã nhận phiếu" in paper.go(receipt.location).page.text
    [record] = records(engine)
    assert record.receipt in receipt.location
    assert record.current.data["n2"]["ten"] == dict(ks_nha_tro())["n2/ten"]
    assert [one["ho_ten"] for one in record.current.data["n8"]["tham_gia"]] == [
        text for ref, text in ks_nha_tro() if ref.endswith("ho_ten")
    ]
    assert record.current.problems == [] and record.current.channel == "web"


@pytest.mark.parametrize(
    ("name", "form", "answers"), [("binh", "sinh_hoat", sinh_hoat), ("dung", "kiem_tra", kiem_tra)]
)
def test_every_shipped_form_can_be_filled_in_without_scripts(
    strict_client: Browser, engine: Engine, name: str, form: str, answers: Callable[[], list[tuple[str, str]]]
) -> None:
    paper = Paper(strict_client.sign_in(name)).open(form).fill_in(answers())
    review = paper.page.text
    assert "Xem lại trước khi gửi" in review
    sent = send(paper)
    # Photos and signatures are left out by fill_in: where the form insists on them, the review says so.
    assert (sent.status_code == 303) == ("Phiếu đã đủ" in review)


def test_another_ward_gets_404(strict_client: Browser, visit: Visit, engine: Engine) -> None:
    paper = Paper(strict_client.sign_in("an")).open("ks_nha_tro").answer("n1/da_co", "khong").press("next")
    [draft] = drafts(engine)
    for stranger in ("binh", "chi", "quan_tri"):
        assert visit(stranger, f"/drafts/{draft.id}/1").status_code == 404
        assert visit(stranger, f"/drafts/{draft.id}/review").status_code == 404
        for action in ("1", "send", "delete"):
            assert visit(stranger, f"/drafts/{draft.id}/{action}", "POST").status_code == 404
    assert visit(None, f"/drafts/{draft.id}/1").status_code == 302
    assert paper.go(f"/drafts/{draft.id}/1").page.status_code == 200


def test_a_form_for_other_roles_is_not_found(visit: Visit) -> None:
    assert visit("an", "/f/kiem_tra").status_code == 404
    assert visit("an", "/f/kiem_tra/2018060102/vi").status_code == 404
    assert visit("an", "/f/no_such_form").status_code == 404
    assert visit("an", "/f/ks_nha_tro/1999/vi").status_code == 404
    assert visit("an", "/f/ks_nha_tro/2018060102/fr").status_code == 404


def test_the_static_page_knows_nobody_and_is_asked_for_only_once(visit: Visit) -> None:
    first, other = visit("an", PAGE), visit("cuc", PAGE)
    assert first.data == other.data and first.headers["ETag"] == other.headers["ETag"]
    assert "Nguyễn Văn An" not in first.text and "csrf" not in first.text
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = visit("an", PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""
    assert visit(None, PAGE, headers={"If-None-Match": first.headers["ETag"]}).status_code == 302


def test_the_static_page_is_sent_compressed(visit: Visit) -> None:
    plain = visit("an", PAGE)
    brotli = visit("an", PAGE, headers={"Accept-Encoding": "gzip, br"})
    gzip = visit("an", PAGE, headers={"Accept-Encoding": "gzip"})
    assert brotli.headers["Content-Encoding"] == "br" and gzip.headers["Content-Encoding"] == "gzip"
    assert len(brotli.data) < len(gzip.data) < len(plain.data) / 3
    assert len(brotli.data) < 18_500, "page and wire share 40 kB with styles and scripts"


def test_a_first_page_from_another_site_begins_nothing(visit: Visit, engine: Engine) -> None:
    for origin in ("https://elsewhere.example", "http://[", "null"):
        assert visit("an", PAGE, "POST", data={"action": "next"}, headers={"Origin": origin}).status_code == 400
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}):
        assert visit("an", PAGE, "POST", data={"action": "next"}, headers=headers).status_code == 400
    assert drafts(engine) == []


def test_a_draft_page_without_its_token_changes_nothing(paper: Paper) -> None:
    begun(paper)
    answer = paper.client.post(paper.path, data={"action": "next", "n2/ten": "Lạ"})
    assert answer.status_code == 400
    assert paper.go(paper.path).value("n2/ten") == ""


def test_questions_appear_with_the_answer_that_calls_for_them(paper: Paper) -> None:
    assert not paper.asks("n1/gioi_thieu")
    paper.answer("n1/da_co", "khong").answer("n1/ket_qua", "khong_gap").press("update")
    assert paper.asks("n1/hen_lai") and not paper.asks("n1/gioi_thieu")
    paper.answer("n1/ket_qua", "gap_chu").press("next")
    assert paper.path.endswith("/1") and "Có thêm câu hỏi" in paper.page.text
    assert paper.asks("n1/gioi_thieu") and not paper.asks("n1/hen_lai")


def test_a_surveyor_finds_the_ward_filled_in_and_fixed(paper: Paper) -> None:
    paper.answer("n1/da_co", "khong").press("next")
    assert "Phú Cường" in paper.shown("n1/phuong") and not paper.sheet.named("n1/phuong")
    assert paper.choices("n1/khu_pho") and all(code.startswith("phu-cuong") for code in paper.choices("n1/khu_pho"))


def test_an_inspector_chooses_the_ward(strict_client: Browser) -> None:
    paper = Paper(strict_client.sign_in("dung")).open("kiem_tra")
    assert len(paper.choices("k1/phuong")) == 14 and paper.value("k1/phuong") == ""


def test_an_answer_that_cannot_stay_comes_back_as_it_was_typed(paper: Paper) -> None:
    begun(paper).answer("n2/ten", "Nhà trọ cô Bảy").answer("n2/chu_dt", "12").press("next")
    assert paper.page.status_code == 422
    assert "“12” chưa đúng" in paper.error("n2/chu_dt").replace('"12"', "“12”")
    assert paper.value("n2/chu_dt") == "12" and paper.value("n2/ten") == "Nhà trọ cô Bảy"
    assert 'href="#q/n2/chu_dt"' in paper.page.text and 'role="alert"' in paper.page.text
    assert paper.answer("n2/chu_dt", "0912345678").press("next").path.endswith("/3")


def test_text_that_is_no_number_is_kept_as_typed_until_it_is_one(paper: Paper) -> None:
    begun(paper).press("page:3").answer("n3/so_phong", "hai chục").press("next")
    assert paper.page.status_code == 422 and paper.value("n3/so_phong") == "hai chục"
    assert "số nguyên" in paper.error("n3/so_phong")
    paper.press("later").press("back")
    assert paper.value("n3/so_phong") == "hai chục" and "số nguyên" in paper.error("n3/so_phong")
    paper.answer("n3/so_phong", "1.0").press("update")
    assert paper.error("n3/so_phong")
    paper.answer("n3/so_phong", "120").press("update")
    assert not paper.error("n3/so_phong") and "Có đúng 120 phòng không?" in paper.page.text


def test_a_refused_answer_may_wait(paper: Paper) -> None:
    begun(paper).answer("n2/chu_dt", "12").press("next")
    assert paper.press("later").path.endswith("/3")
    review = paper.go(beside(paper, "review")).page.text
    assert "Số điện thoại chủ nhà" in review and "#q/n2/chu_dt" in review


def test_going_on_never_waits_for_a_missing_answer_but_marks_it(paper: Paper) -> None:
    begun(paper).press("next")
    assert paper.path.endswith("/3")
    paper.press("back")
    assert "Chưa trả lời" in paper.shown("n2/ten") and not paper.error("n2/ten")


def test_finishing_leads_to_every_missing_answer(paper: Paper, engine: Engine) -> None:
    begun(paper)
    review = paper.go(beside(paper, "review"))
    refused = send(review)
    assert refused.status_code == 422 and records(engine) == []
    assert "#q/n2/ten" in refused.text and "check=1" in refused.text
    paper.go(beside(paper, "2?check=1"))
    assert paper.error("n2/ten") == "Câu này cần được trả lời."


def test_numbers_are_read_as_people_write_them(paper: Paper) -> None:
    begun(paper).press("page:3").answer("n3/so_phong", " 24 ").answer("n3/o_khai", "1.500").press("update")
    assert paper.value("n3/so_phong") == "24" and paper.value("n3/o_khai") == "1500"


def test_sums_are_shown_and_refused_with_both_figures(paper: Paper) -> None:
    begun(paper).press("page:3")
    for name, text in {"o_nam_dp": "5", "o_nu_dp": "7", "o_nam_xq": "18", "o_nu_xq": "21"}.items():
        paper.answer(f"n3/nguoi_o/{name}", text)
    paper.answer("n3/o_khai", "60").press("next")
    assert paper.page.status_code == 422 and "Cộng: 51 người" in paper.page.text
    assert "60" in paper.error("n3/o_khai") and "51" in paper.error("n3/o_khai")


def test_people_are_added_and_removed_without_losing_the_others(paper: Paper) -> None:
    begun(paper).press("page:8")
    for number, name in enumerate(("An", "Bé", "Cảnh"), 1):
        paper.press("add:n8/tham_gia").answer(f"n8/tham_gia[{number}]/dong_y", "co").press("update")
        paper.answer(f"n8/tham_gia[{number}]/ho_ten", name)
    paper.answer("n8/tham_gia[3]/nam_sinh", "mười chín").press("remove:n8/tham_gia[2]")
    assert paper.value("n8/tham_gia[1]/ho_ten") == "An" and paper.value("n8/tham_gia[2]/ho_ten") == "Cảnh"
    assert not paper.sheet.named("n8/tham_gia[3]/ho_ten")
    assert paper.value("n8/tham_gia[2]/nam_sinh") == "mười chín", "what was typed moves up with its person"


@pytest.mark.parametrize(
    "action",
    ["remove:n8/tham_gia[7]", "remove:gone[1]", "remove:", "add:gone", "add:gone[²]", "page:²", "page:" + "9" * 5000],
)
def test_a_button_for_something_that_is_gone_keeps_what_was_typed(paper: Paper, action: str) -> None:
    begun(paper).press("page:8").press("add:n8/tham_gia").answer("n8/tham_gia[1]/dong_y", "co").press("update")
    paper.answer("n8/tham_gia[1]/ho_ten", "An").sheet.buttons.append(action)
    paper.press(action)
    assert paper.page.status_code == 200 and paper.value("n8/tham_gia[1]/ho_ten") == "An"


def test_adding_keeps_the_place_on_the_page(paper: Paper) -> None:
    begun(paper).press("page:8").press("add:n8/tham_gia", follow=False)
    assert paper.page.status_code == 303 and paper.page.location.endswith("#r/n8/tham_gia%5B1%5D")


def test_rows_of_a_fixed_repeat_can_neither_be_added_nor_removed(strict_client: Browser) -> None:
    paper = Paper(strict_client.sign_in("dung")).open("kiem_tra").answer("k1/phuong", "phu-cuong").press("update")
    paper.press("page:2")
    assert "1. Kế hoạch năm của phường" in paper.page.text
    assert not [button for button in paper.sheet.buttons if button.startswith(("add:", "remove:"))]
    before = paper.page.text.count('class="i"')
    for action in ("add:k2/ho_so", "remove:k2/ho_so[1]"):
        paper.sheet.buttons.append(action)
        paper.press(action)
    assert paper.page.text.count('class="i"') == before


def test_a_draft_waits_at_home_where_it_was_left(paper: Paper) -> None:
    begun(paper).answer("n2/ten", "Nhà trọ cô Bảy").press("next").press(
        "save" if "save" in paper.sheet.buttons else "back"
    )
    home = paper.client.get("/").text
    assert "Nhà trọ cô Bảy" in home and "/3" in home


def test_a_draft_can_be_thrown_away(paper: Paper, engine: Engine) -> None:
    begun(paper)
    review = paper.go(beside(paper, "review"))
    gone = paper.client.submit(review.page, beside(review, "delete"))
    assert gone.status_code == 303 and drafts(engine) == []


def test_pressing_send_twice_makes_one_record(paper: Paper, engine: Engine) -> None:
    paper.fill_in(ks_nha_tro())
    first, second = send(paper), send(paper)
    assert first.location == second.location and len(records(engine)) == 1
    [kept] = drafts(engine)
    assert kept.sent_receipt and kept.xml == b"", "the record is where it belongs; no second copy stays"
    back = paper.client.get(beside(paper, "3"))
    assert back.status_code == 303 and back.location == first.location


def test_two_fingers_at_once_send_one_record(paper: Paper, app: Flask, engine: Engine) -> None:
    paper.fill_in(ks_nha_tro())
    app.config["WTF_CSRF_ENABLED"] = False
    phones = [Browser(app).sign_in("an") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda phone: phone.post(beside(paper, "send")), phones))
    assert {(one.status_code, one.location) for one in sent} == {(303, f"/receipts/{records(engine)[0].receipt}")}
    assert len(records(engine)) == 1


def test_a_send_that_was_cut_off_sends_the_same_bytes_again(
    paper: Paper, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.fill_in(ks_nha_tro())

    def cut_off(*_args: object, **_more: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("app.collect.send.receive", cut_off)
        assert send(paper).status_code == 500
    frozen = drafts(engine)[0].final_xml
    assert frozen and send(paper).status_code == 303
    [record] = records(engine)
    assert record.current.xml == frozen


def test_a_draft_can_be_finished_after_its_form_was_closed(paper: Paper, engine: Engine) -> None:
    begun(paper).answer("n2/ten", "Nhà trọ cô Bảy").press("next")
    with db.writing(engine) as session, session.begin():
        session.scalars(select(FormRow).where(FormRow.form_id == "ks_nha_tro")).one().open = False
    assert paper.go(f"/drafts/{drafts(engine)[0].id}/2").value("n2/ten") == "Nhà trọ cô Bảy"


def test_answers_that_no_longer_apply_are_not_sent(paper: Paper, engine: Engine) -> None:
    paper.fill_in(changed(ks_nha_tro(), tre_em="2"))
    paper.go(beside(paper, "3")).answer("n3/tre_em", "0").press("review" if "review" in paper.sheet.buttons else "next")
    paper.go(beside(paper, "review"))
    assert send(paper).status_code == 303
    [record] = records(engine)
    assert "tre_khong_hoc" not in record.current.data["n3"]


def test_home_asks_to_sign_in_and_help_does_not(visit: Visit) -> None:
    assert visit(None, "/").status_code == 302
    assert "Đã lưu trên máy" in visit(None, "/help").text
    assert "Khảo sát khu nhà trọ" in visit("an", "/").text and "Phiếu kiểm tra" not in visit("an", "/").text
