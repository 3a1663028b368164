"""R1, Biên bản kiểm tra: the values of the minutes in the order in which the paper tells them. Layout is left to
templates/documents/r1.xhtml.

A minutes of both sides: it has no ranking, no addressee, nobody signs for somebody else.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from app.documents import r1_tables as tables
from app.documents.answers import Answers
from app.documents.gallery import Gallery, Wanted
from app.documents.profiles import Profile, fill
from app.vietnamese.dates import hour_in_document, in_document

KIND = "R1"
BLANK = "……"
_DEPUTY = "pho_doan"


def day_of(answers: Answers) -> date | None:
    """The day the minutes bear; their number belongs to its year."""
    return answers.group("k1").day("ngay")


def pictures(answers: Answers) -> list[Wanted]:
    """Signatures first, then the photos of the annex in the order of the text."""
    k7 = answers.group("k7")
    signatures = [Wanted(k7.text(name), "", "signature") for name in ("ky_phuong", "ky_thu_ky", "ky_truong_doan")]
    photos = [
        Wanted(row.text("ct_anh"), f"Chỉ tiêu: {row.text('ct_ten')}") for row in answers.group("k4").rows("chi_tieu")
    ]
    photos += [
        Wanted(row.text("td_anh"), f"Kiểm tra thực tế: {row.text('td_noi')}")
        for row in answers.group("k5").rows("thuc_dia")
    ]
    photos += [Wanted(row.text("ph_anh"), tables.short(row.text("ph_noi_dung"))) for row in k7.rows("phat_hien")]
    return [wanted for wanted in (*signatures, *photos) if wanted.file]


def context(answers: Answers, profile: Profile, gallery: Gallery, symbol: str, issued: datetime) -> dict[str, Any]:
    """Plain values for the template. `issued` only stands in the file's metadata, so the same input gives the same
    bytes."""
    rules = profile.documents[KIND]
    k1, k7 = answers.group("k1"), answers.group("k7")
    when = k1.day("ngay")
    words = _words(k1, k7, rules, profile, symbol)
    return {
        "title": f"{rules['name'][profile.language]} {symbol}",
        "language": profile.language,
        "issued": issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "issuer": [*profile.header["issuer"]["upper"], *profile.header["issuer"]["own"]],
        "upper": profile.header["issuer"]["upper"],
        "own": profile.header["issuer"]["own"],
        "motto": profile.header["motto"],
        "number": fill(profile.number, symbol=symbol),
        "place_and_date": fill(profile.date, place=profile.place, date=_day(when)),
        "heading": rules["title"],
        "subtitle": [fill(line, **words) for line in rules["subtitle"]],
        "basis": [fill(line, **words) for line in rules["basis"]],
        "opening": fill(rules["opening"], **words),
        "parties": {side: fill(text, **words) for side, text in rules["parties"].items()},
        "team": [tables.person(row, "dk", row.label("dk_vai")) for row in k1.rows("doan")],
        "hosts": [
            tables.person(row, "p", "Đại diện ký biên bản" if row.text("p_dai_dien") == "co" else "")
            for row in k1.rows("ben_p")
        ],
        "papers": tables.papers(answers),
        "earlier": tables.earlier(answers),
        "targets": tables.targets(answers, gallery),
        "places": tables.places(answers, gallery),
        "scores": tables.scores(answers),
        "remarks": [
            {"title": title, "text": k7.text(name)}
            for title, name in (("Ưu điểm", "uu_diem"), ("Hạn chế", "han_che"), ("Nguyên nhân", "nguyen_nhan"))
            if k7.text(name) or name != "nguyen_nhan"
        ],
        "findings": tables.findings(answers, gallery),
        "proposals": tables.proposals(answers),
        "opinion": k7.label("nhat_tri") or BLANK,
        "reservation": k7.text("bao_luu"),
        "conclusion": k7.text("ket_luan") or BLANK,
        "closing": fill(_closing(rules, k7), **words),
        "signatures": _signatures(answers, rules, gallery),
        "unsigned": fill(rules["unsigned"], khong_ky=k7.text("khong_ky")) if k7.text("khong_ky") else "",
        "sign_hint": rules["sign_hint"],
        "photos": gallery.photos(),
        "annex_of": fill(rules["annex"], **words),
    }


def _words(k1: Answers, k7: Answers, rules: Mapping[str, Any], profile: Profile, symbol: str) -> dict[str, str]:
    """What the profile's sentences may ask for. A blank prints as dots, to be filled in by hand."""
    when, copies = k1.day("ngay"), k7.number("so_ban")
    words = {
        "symbol": symbol,
        "place": profile.place,
        "year": str(when.year) if when else BLANK,
        "ward": k1.label("phuong") or BLANK,
        "round": rules["rounds"].get(k1.text("dot"), k1.label("dot") or BLANK),
        "qd_so": k1.text("qd_so") or BLANK,
        "qd_ngay": _day(k1.day("qd_ngay")),
        "ngay": _day(when),
        "tu_ngay": _day(k1.day("tu_ngay")),
        "den_ngay": _day(k1.day("den_ngay")),
        "dia_diem": k1.text("dia_diem") or BLANK,
        "gio_bd": _hour(k1.hour("gio_bd")),
        "gio_kt": _hour(k7.hour("gio_kt")),
        "so_ban": f"{int(copies):02d}" if copies else BLANK,
    }
    kept = rules["copies"].get(str(int(copies)) if copies else "", rules["copies"]["more"])
    return words | {"copies": fill(kept, **words)}


def _closing(rules: Mapping[str, Any], k7: Answers) -> str:
    """Who has reservations or has not signed did not "agree and sign": the sentence must be true of this paper."""
    if k7.text("bao_luu"):
        return str(rules["closing_with_reservation"])
    signed = all(k7.text(name) for name in ("ky_truong_doan", "ky_thu_ky", "ky_phuong"))
    return str(rules["closing"] if signed else rules["closing_unsigned"])


def _signatures(answers: Answers, rules: Mapping[str, Any], gallery: Gallery) -> list[dict[str, Any]]:
    """Side by side, all three alike. A signature that is missing leaves a dotted line; the reason stands below all
    three."""
    roles = {row.text("dk_vai") for row in answers.group("k1").rows("doan")}
    found = []
    for block in rules["signatures"]:
        group, image = block["image"].split("/")
        file = answers.group(group).text(image)
        deputy = _DEPUTY in roles and "truong_doan" not in roles
        found.append(
            {
                "title": block["title_when_deputy"] if deputy and "title_when_deputy" in block else block["title"],
                "src": gallery.source(file) if file else None,
                "name": answers.group(group).text(block["name"].split("/")[1]) or BLANK,
            }
        )
    return found


def _day(when: date | None) -> str:
    return in_document(when) if when else f"ngày {BLANK} tháng {BLANK} năm {BLANK}"


def _hour(when: time | None) -> str:
    return hour_in_document(when) if when else f"{BLANK} giờ {BLANK} phút"
