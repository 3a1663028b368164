"""A session that ends while somebody fills in a page without scripts: what was typed waits for its person."""

import pytest

from tests import cast
from tests.browsing import Browser, forms_of
from tests.builders.paper import Paper, picture


def signed_out(paper: Paper) -> Paper:
    """The session ends; the page stays open."""
    paper.client.delete_cookie("phieu")
    return paper


def open_second_page(paper: Paper) -> Paper:
    paper.answer("n1/ket_qua", "gap_chu").press("update").answer("n1/gioi_thieu", "OK").press("update")
    return paper.go(paper.path.rpartition("/")[0] + "/2")


def sign_in_there(paper: Paper, name: str, password: str = cast.PASSWORD) -> Paper:
    """What the page that waits asks for, sent with all that it holds."""
    held = forms_of(paper.page.text)[0]["values"]
    answer = paper.client.post(
        paper.page.request.path,
        data=held | {"~name": name, "~password": password},
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=True,
    )
    return paper._show(answer)


@pytest.mark.parametrize("page", [1, 2])
def test_what_is_posted_after_the_session_has_ended_waits_for_its_person_and_is_kept(
    strict_client: Browser, page: int
) -> None:
    paper = Paper(strict_client.sign_in("an")).open("ks_nha_tro")
    ref = "n1/to_dan_pho"
    if page == 2:
        open_second_page(paper)
        ref = "n2/dia_chi"
    signed_out(paper).answer(ref, "17").press("update")
    assert paper.page.status_code == 401 and "Đăng nhập để lưu" in paper.page.text
    sign_in_there(paper, "an", "wrong")
    assert paper.page.status_code == 401 and "chưa đúng" in paper.page.text
    sign_in_there(paper, "an")
    assert paper.path.startswith("/drafts/") and paper.value(ref) == "17"


def test_a_page_that_waits_is_not_taken_over_by_somebody_else(strict_client: Browser) -> None:
    paper = Paper(strict_client.sign_in("an")).open("ks_nha_tro").press("update")
    signed_out(paper).answer("n1/to_dan_pho", "17").press("update")
    sign_in_there(paper, "binh")
    assert paper.page.status_code == 401 and "người khác đang ghi" in paper.page.text
    assert sign_in_there(paper, "an").value("n1/to_dan_pho") == "17"


def test_a_file_of_a_page_that_waits_has_to_be_chosen_again_and_its_page_says_so(strict_client: Browser) -> None:
    paper = open_second_page(Paper(strict_client.sign_in("an")).open("ks_nha_tro"))
    signed_out(paper).answer("n2/dia_chi", "17 Yersin").attach("n2/anh_cong", picture(), "cong.jpg").press("next")
    assert "Tệp vừa chọn (cong.jpg) chưa lưu được" in paper.page.text
    sign_in_there(paper, "an")
    assert paper.path.endswith("/2") and paper.value("n2/dia_chi") == "17 Yersin"


def test_other_buttons_of_a_session_that_has_ended_lead_to_sign_in(strict_client: Browser) -> None:
    paper = Paper(strict_client.sign_in("an")).open("ks_nha_tro").press("update")
    draft = paper.path.rpartition("/")[0]
    signed_out(paper)
    answer = strict_client.post(f"{draft}/send", headers={"Referer": f"http://localhost{draft}/review"})
    assert answer.status_code == 401 and f'href="/sign-in?next={draft}/review"' in answer.text
