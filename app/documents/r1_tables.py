"""The tables of R1 as rows of finished texts: documents seen, earlier demands, targets, places, scores, findings,
proposals."""

from decimal import Decimal
from typing import Any

from app.documents.answers import Answers
from app.documents.gallery import Gallery
from app.vietnamese import numbers
from app.vietnamese.dates import day as short_day

BLANK = "……"
NOT_SET = "không giao"
FINDING_KINDS = (
    ("ton_tai", "Tồn tại cần khắc phục"),
    ("vuong_mac", "Vướng mắc cần hướng dẫn"),
    ("xong", "Việc đã hướng dẫn xong tại chỗ"),
    ("", "Nội dung chưa phân loại"),  # a record may be incomplete; what was written down is printed all the same
)


# Characters that a column of this width takes without turning the table into a pillar.
NARROW, WIDE = 220, 420


class Notes:
    """Texts too long for their column: the cell says where, and the whole text stands under the table across the
    page."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def cell(self, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self.texts.append(text)
        return f"Xem ghi chú {len(self.texts)} dưới bảng."


def answers_of(answers: Answers, repeat: str, *telling: str) -> list[Answers]:
    """The entries of a repeat of the last page in which somebody wrote something (each numbers itself,
    so none is empty)."""
    return [row for row in answers.group("k7").rows(repeat) if any(row.text(name) for name in telling)]


def person(row: Answers, prefix: str, role: str) -> dict[str, str]:
    return {"name": row.text(f"{prefix}_ten") or BLANK, "position": row.text(f"{prefix}_chuc"), "role": role}


def papers(answers: Answers) -> dict[str, Any]:
    notes = Notes()
    rows = [
        {
            "name": row.text("hs_ten"),
            "state": row.label("hs_co") or BLANK,
            "note": notes.cell(row.text("hs_ghi"), WIDE),
        }
        for row in answers.group("k2").rows("ho_so")
    ]
    return {"rows": rows, "notes": notes.texts}


def earlier(answers: Answers) -> dict[str, Any]:
    notes = Notes()
    rows = [
        {
            "demand": row.text("cu_noi_dung"),
            "due": _day(row, "cu_han"),
            "result": row.label("cu_kq") or BLANK,
            "note": notes.cell(row.text("cu_ghi"), WIDE),
        }
        for row in answers.group("k3").rows("cu")
        if row.text("cu_noi_dung")
    ]
    return {"rows": rows, "notes": notes.texts}


def targets(answers: Answers, gallery: Gallery) -> dict[str, Any]:
    """One row a target. Nothing was asked of the ward: "không giao" and no percentage; a share: both numbers and the
    percentage."""
    notes = Notes()
    rows = [_target(row, gallery, notes) for row in answers.group("k4").rows("chi_tieu")]
    return {"rows": rows, "notes": notes.texts}


def _target(row: Answers, gallery: Gallery, notes: Notes) -> dict[str, Any]:
    given, confirmed = row.number("ct_giao"), row.number("ct_xac_nhan")
    given_any = bool(given)
    ratio = "–"
    if given and confirmed is not None:
        ratio = numbers.percent(confirmed, given)
        if row.text("ct_phan") == "1":
            ratio = f"{_count(confirmed)}/{_count(given)}, {ratio}"
    part = row.number("ct_trong_do")
    return {
        "name": row.text("ct_ten"),
        "unit": row.text("ct_dvt"),
        "part": f"Trong đó {row.text('ct_td_ten')}: {_count(part)}" if part is not None else "",
        "is_given": given_any,
        "given": _count(given) if given_any else NOT_SET,
        "system": _count(row.number("ct_he_thong")),
        "reported": _count(row.number("ct_bao_cao")),
        "confirmed": _count(confirmed),
        "unverified": row.text("ct_doi_chieu") == "chua",
        "ratio": ratio,
        "reason": notes.cell(row.text("ct_ly_do"), NARROW),
        "photo": gallery.number_of(row.text("ct_anh")),
    }


def places(answers: Answers, gallery: Gallery) -> dict[str, Any]:
    notes = Notes()
    rows = [
        {
            "kind": row.label("td_loai"),
            "name": row.text("td_noi") or BLANK,
            "reality": row.label("td_co_that") or BLANK,
            "met": _count(row.number("td_gap")),
            "note": notes.cell(row.text("td_nhan_xet"), WIDE),
            "photo": gallery.number_of(row.text("td_anh")),
        }
        for row in answers.group("k5").rows("thuc_dia")
    ]
    return {"rows": rows, "notes": notes.texts}


def scores(answers: Answers) -> dict[str, Any]:
    """The scoring sheet. Criteria that do not apply stay visible, but their maximum is not in the sum."""
    k6, notes = answers.group("k6"), Notes()
    return {
        "rows": [
            {
                "code": row.text("tc_ma"),
                "name": row.text("tc_ten"),
                "most": _points(row.number("tc_max")),
                "applies": row.text("tc_kad") != "co",
                "own": _points(row.number("tc_tu")),
                "team": _points(row.number("tc_doan")),
                "reason": notes.cell(row.text("tc_ly_do"), NARROW),
            }
            for row in k6.rows("tieu_chi")
        ],
        "notes": notes.texts,
        "most": _points(k6.number("mau_so")),
        "own": _points(k6.number("tong_tu")),
        "team": _points(k6.number("tong_doan")),
        "of_100": _points(k6.number("diem100")),
        "grade": k6.text("xep_loai"),
        "lacking": int(k6.number("con_thieu") or 0),
    }


def findings(answers: Answers, gallery: Gallery) -> list[dict[str, Any]]:
    """By kind, numbered through; who has to do what by when."""
    rows = answers_of(answers, "phat_hien", "ph_loai", "ph_noi_dung")
    groups, number = [], 0
    for kind, title in FINDING_KINDS:
        entries, notes = [], Notes()
        most = 10**9 if kind == "xong" else WIDE  # what is settled is told in paragraphs, not in a table
        for row in (row for row in rows if row.text("ph_loai") == kind):
            number += 1
            entries.append(
                {
                    "number": number,
                    "text": notes.cell(row.text("ph_noi_dung") or BLANK, most),
                    "criterion": row.text("ph_tieu_chi"),
                    "demand": notes.cell(row.text("ph_yeu_cau"), most),
                    "owner": row.text("ph_nguoi") or BLANK,
                    "position": row.text("ph_chuc"),
                    "due": _day(row, "ph_han"),
                    "photo": gallery.number_of(row.text("ph_anh")),
                }
            )
        if entries:
            groups.append({"title": title, "settled": kind == "xong", "rows": entries, "notes": notes.texts})
    return groups


def proposals(answers: Answers) -> list[dict[str, str]]:
    return [
        {
            "text": row.text("dx_noi_dung") or BLANK,
            "to": row.label("dx_gui"),
            "answer": row.text("dx_tra_loi"),
            "due": _day(row, "dx_han") if row.day("dx_han") else "",
        }
        for row in answers_of(answers, "de_xuat", "dx_noi_dung", "dx_tra_loi")
    ]


def short(text: str, most: int = 110) -> str:
    """The beginning of a long text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"


def _count(value: Decimal | None) -> str:
    return BLANK if value is None else numbers.decimal(value)


def _points(value: Decimal | None) -> str:
    return BLANK if value is None else numbers.decimal(value)


def _day(row: Answers, name: str) -> str:
    when = row.day(name)
    return short_day(when) if when else BLANK
