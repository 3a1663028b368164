"""Complete, believable answers for the shipped forms. The same ward and seed give the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol

from app.demo.inspection import kiem_tra
from app.demo.invent import FORMS, Answers, person, random_for, rows, wards

__all__ = [
    "FORMS",
    "Answers",
    "files",
    "fill_in",
    "kiem_tra",
    "ks_nha_tro",
    "person",
    "random_for",
    "rows",
    "sinh_hoat",
    "wards",
]

_HOME = (
    "nghe-an",
    "thanh-hoa",
    "soc-trang",
    "ca-mau",
    "dak-lak",
    "an-giang",
    "kien-giang",
    "ha-tinh",
    "tra-vinh",
    "gia-lai",
)
_STREETS = (
    "Bà Triệu",
    "Yersin",
    "Lê Hồng Phong",
    "Huỳnh Văn Lũy",
    "Nguyễn Tri Phương",
    "Thích Quảng Đức",
    "Phan Đăng Lưu",
)


class Fillable(Protocol):
    """What `fill_in` needs of a filling-in of the engine."""

    def set(self, ref: str, text: str) -> object: ...
    def add(self, repeat_ref: str) -> str: ...
    def instances(self, repeat_ref: str) -> Sequence[str]: ...


def fill_in(filling: Fillable, answers: Answers) -> None:
    """Give every answer in turn; entries of a repeat that do not exist yet are added."""
    for ref, text in answers:
        _make_room(filling, ref)
        filling.set(ref, text)


def _make_room(filling: Fillable, ref: str) -> None:
    for end, letter in enumerate(ref):
        if letter == "]":
            start = ref.rindex("[", 0, end)
            repeat, wanted = ref[:start], int(ref[start + 1 : end])
            while len(filling.instances(repeat)) < wanted:
                filling.add(repeat)


def files(answers: Answers) -> list[str]:
    """Names of the photos and signatures that the answers mention."""
    return [text for _, text in answers if text.endswith((".jpg", ".png"))]


def ks_nha_tro(
    ward: str = "phu-cuong", seed: int = 0, *, day: str = "2018-06-05", workers: int = 3, known: bool = False
) -> Answers:
    """A survey of one boarding house: a new one, or (known) one of the register."""
    random = random_for("ks_nha_tro", ward, seed)
    house = rows("boarding_house", phuong=ward)[seed % 3]
    quarter = house["khu_pho"] if known else random.choice(rows("khu_pho", phuong=ward))["name"]
    owner = person(random, "nu")
    answers: Answers = [
        ("n1/phuong", ward),
        ("n1/khu_pho", quarter),
        ("n1/to_dan_pho", str(random.randint(1, 40))),
        ("n1/ngay", day),
        ("n1/da_co", "co" if known else "khong"),
    ]
    if known:
        answers.append(("n1/nha_tro", house["name"]))
    answers += [("n1/ket_qua", "gap_chu"), ("n1/gioi_thieu", "OK")]
    if known:
        answers.append(("n1/thay_doi", "co"))
    latitude, longitude = (float(part) for part in house["geometry"].split()[:2])
    answers += [
        ("n2/ten", house["label"] if known else f"Nhà trọ cô {owner.split()[-1]}"),
        (
            "n2/dia_chi",
            house["street"] if known else f"{random.randint(3, 480)}/{random.randint(1, 40)} {random.choice(_STREETS)}",
        ),
        ("n2/vi_tri", f"{latitude + random.uniform(-0.0005, 0.0005):.6f} {longitude:.6f} 0 {random.randint(4, 18)}"),
        ("n2/anh_cong", f"cong-{ward}-{seed}.jpg"),
        ("n2/loai", random.choice(("mot_day", "nhieu_day", "nhieu_day", "nguyen_can"))),
        ("n2/chu_ten", house["owner"] if known else owner),
        ("n2/chu_dt", _phone(random)),
    ]
    if random.random() < 0.7:
        answers.append(("n2/chu_o_cung", "co"))
    else:
        answers += [
            ("n2/chu_o_cung", "khong"),
            ("n2/ql_ten", person(random, "nam")),
            ("n2/ql_dt", _phone(random)),
        ]
    return answers + _residents(random) + _people(random, workers, int(day[:4]))


def _residents(random: Random) -> Answers:
    """Pages N3 to N7, with sums that agree."""
    rooms = random.randint(10, 45)
    lived_in = random.randint(rooms * 3 // 4, rooms)
    local_men, local_women = random.randint(2, 6), random.randint(2, 7)
    men, women = random.randint(lived_in // 2, lived_in), random.randint(lived_in // 2 + 2, lived_in + 6)
    total = local_men + local_women + men + women
    children = random.randint(1, max(1, total // 8))
    at_work = (local_men // 2, local_women // 2, men - children // 2 - 1, women - children)
    young = (max(0, (at_work[0] + at_work[2]) * 2 // 3), max(0, (at_work[1] + at_work[3]) * 3 // 4))
    has_chapter = random.random() < 0.6
    answers: Answers = [
        ("n3/so_phong", str(rooms)),
        ("n3/phong_o", str(lived_in)),
        ("n3/nguoi_o/o_nam_dp", str(local_men)),
        ("n3/nguoi_o/o_nu_dp", str(local_women)),
        ("n3/nguoi_o/o_nam_xq", str(men)),
        ("n3/nguoi_o/o_nu_xq", str(women)),
        ("n3/o_khai", str(total)),
        ("n3/tre_em", str(children)),
        ("n3/tre_khong_hoc", str(random.randint(0, min(2, children)))),
        ("n4/cong_nhan/cn_nam_dp", str(at_work[0])),
        ("n4/cong_nhan/cn_nu_dp", str(at_work[1])),
        ("n4/cong_nhan/cn_nam_xq", str(at_work[2])),
        ("n4/cong_nhan/cn_nu_xq", str(at_work[3])),
        ("n4/tncn_nam", str(young[0])),
        ("n4/tncn_nu", str(young[1])),
        ("n4/noi_lam", " ".join(row["name"] for row in random.sample(rows("enterprise"), 2))),
        ("n4/que", " ".join(random.sample(_HOME, 3))),
        ("n4/co_mat", random.choice(("toi chu_nhat", "toi_t7 chu_nhat", "chu_nhat"))),
    ]
    if has_chapter:
        answers += [
            ("n5/co_tc", "ch_tncn ch_nu"),
            ("n5/so_hv_tn", str(random.randint(5, min(20, total)))),
            ("n5/so_hv_pn", str(random.randint(3, local_women + women))),
            ("n5/gan_nhat", random.choice(("thang_nay", "1_3_thang"))),
        ]
    else:
        answers += [("n5/co_tc", "chua_co"), ("n5/chu_dong_y", random.choice(("ung_ho", "trao_doi")))]
    has_place = random.random() < 0.8
    answers += [
        ("n6/mo_hinh", random.choice(("tu_sach tu_thuoc", "tu_sach anh_bac", "tu_quan", "khong_co"))),
        ("n6/kieu_mau", random.choice(("chua", "dang_ky", "cong_nhan"))),
        ("n6/cho_sh", "san nha_chu" if has_place else "khong_co"),
    ]
    if has_place:
        answers.append(("n6/suc_chua", str(random.choice((20, 25, 30, 40, 60)))))
    return [
        *answers,
        ("n6/pccc", random.choice(("binh noi_quy", "binh", "binh loi_thoat noi_quy"))),
        ("n6/bao", random.choice(("hang_tuan", "thinh_thoang", "khong"))),
        ("n7/nhu_cau", " ".join(random.sample(("the_thao", "sach_bao", "hoc", "suc_khoe", "gui_tre", "ve_tet"), 3))),
        ("n7/so_kk", str(random.choice((0, 0, 1, 2)))),
        ("n7/chu_ho_tro", random.choice(("muon_cho giu_gia", "giu_gia kieu_mau", "muon_cho"))),
        (
            "n7/y_kien",
            random.choice(
                (
                    "Mong có thêm sân chơi cho công nhân vào cuối tuần.",
                    "Đề nghị phường hỗ trợ tủ sách và wifi miễn phí.",
                )
            ),
        ),
    ]


def _people(random: Random, workers: int, year: int) -> Answers:
    answers: Answers = []
    for number in range(1, workers + 1):
        sex = random.choice(("nam", "nu"))
        age = random.randint(18, 30)
        member = random.choice(("chua", "chua", "chua_chuyen"))
        joins = "hoi_lhpn hoat_dong" if sex == "nu" else "hoi_lhtn doan"
        answers += [
            (f"n8/tham_gia[{number}]/dong_y", "co"),
            (f"n8/tham_gia[{number}]/ho_ten", person(random, sex)),
            (f"n8/tham_gia[{number}]/gioi", sex),
            (f"n8/tham_gia[{number}]/nam_sinh", str(year - age)),
            (f"n8/tham_gia[{number}]/que_tinh", random.choice(_HOME)),
            (f"n8/tham_gia[{number}]/dt", f"09{number:02d}{random.randint(100000, 999999)}"),
            (f"n8/tham_gia[{number}]/muon", joins if member == "chua" else "chuyen_sh hoat_dong"),
            (f"n8/tham_gia[{number}]/dang_dv", member),
        ]
    return [*answers, ("n8/ghi_chu", "Hẹn quay lại tối chủ nhật để gặp thêm công nhân đi ca.")]


def _phone(random: Random) -> str:
    return f"09{random.randint(10_000_000, 99_999_999)}"


_EVENTS = (
    ("dinh_ky", "Sinh hoạt chi hội tháng {month}: kỹ năng phòng cháy, chữa cháy tại khu nhà trọ", "nha_tro"),
    ("the_thao", "Giải bóng đá mini thanh niên công nhân tranh cúp tháng {month}", "cong_cong"),
    ("hien_mau", "Ngày hội hiến máu tình nguyện “Giọt hồng công nhân”", "tru_so"),
    ("tham_hoi", "Thăm, tặng quà công nhân có hoàn cảnh khó khăn", "nha_tro"),
    ("tuyen_truyen", "Tuyên truyền Luật An toàn, vệ sinh lao động cho công nhân nhà trọ", "nha_van_hoa"),
    ("giao_luu", "Giao lưu, kết nghĩa giữa chi hội nhà trọ và chi đoàn khu phố", "nha_van_hoa"),
    ("doanh_nghiep", "Ngày hội văn nghệ công nhân cùng doanh nghiệp", "doanh_nghiep"),
)


def sinh_hoat(ward: str = "phu-cuong", seed: int = 0, *, day: str = "2018-06-17", level: str = "chi_hoi") -> Answers:
    """A report of one event, of a chapter, a ward (level phuong) or the city (level thanh_pho)."""
    random = random_for("sinh_hoat", ward, seed)
    kind, name, place = _EVENTS[seed % len(_EVENTS)]
    chapters = rows("chapter", phuong=ward)[: 1 + seed % 2]
    members = sum(int(row["so_tv"]) for row in chapters)
    men, women = random.randint(members // 3, members), random.randint(members // 3, members)
    answers: Answers = [("s1/cap", level)]
    if level != "thanh_pho":
        answers.append(("s1/phuong", ward))
    answers += [
        ("s1/chi_hoi", " ".join(row["name"] for row in chapters)),
        ("s1/ngay", day),
        ("s1/thoi_luong", str(random.choice((60, 90, 120)))),
        ("s1/loai", kind),
        ("s1/ten", name.format(month=int(day[5:7]))),
    ]
    if kind == "dinh_ky":
        answers.append(("s1/tai_lieu", "co"))
    answers += [
        ("s2/noi", place),
        ("s2/dia_diem", chapters[0]["dia_diem"]),
        ("s2/nguoi_du/nam", str(men)),
        ("s2/nguoi_du/nu", str(women)),
        ("s2/tncn", str((men + women) * 3 // 4)),
        ("s2/doan_vien", str((men + women) // 4)),
        ("s2/hoi_vien", str((men + women) // 2)),
        ("s2/tre_em", str(random.randint(0, 6))),
        ("s2/phoi_hop", random.choice(("lhpn khu_pho", "lhtn chu_nha_tro", "cong_doan y_te"))),
        ("s2/btc_du", "tp-4" if level == "thanh_pho" else f"{ward}-2"),
    ]
    answers += _outcome(random, kind, men + women)
    for number in range(1, 3):
        answers += [
            (f"s4/anh[{number}]/hinh", f"sinh-hoat-{ward}-{seed}-{number}.jpg"),
            (f"s4/anh[{number}]/chu_thich", ("Quang cảnh buổi sinh hoạt", "Công nhân phát biểu ý kiến")[number - 1]),
        ]
    return [*answers, ("s4/nguoi_bao_cao", person(random, "nu"))]


def _outcome(random: Random, kind: str, people: int) -> Answers:
    special: dict[str, Answers] = {
        "hien_mau": [("s3/don_vi_mau", str(people * 2 // 3))],
        "tham_hoi": [("s3/so_suat", "12"), ("s3/gia_tri_qua", "3600000")],
        "giao_luu": [("s3/ket_nghia", "Chi đoàn khu phố 3"), ("s3/co_ban_ky", "co")],
        "doanh_nghiep": [("s3/doanh_nghiep", random.choice(rows("enterprise"))["name"])],
        "tuyen_truyen": [("s3/hinh_thuc", "noi_chuyen to_roi hoi_dap")],
    }
    return [
        *special.get(kind, []),
        (
            "s3/ket_qua",
            "Buổi sinh hoạt sôi nổi, đúng nội dung. Công nhân được giải đáp thắc mắc, đăng ký tham gia chi hội.",
        ),
        ("s3/tam_tu", "Công nhân mong giá điện, nước ở nhà trọ đúng quy định."),
        ("s3/chuyen_cap", "phuong"),
        ("s4/chi_de_an", str(random.choice((500_000, 800_000, 1_200_000)))),
        ("s4/chi_phuong", str(random.choice((0, 300_000, 500_000)))),
        ("s4/chi_xhh", str(random.choice((0, 1_000_000, 2_500_000)))),
    ]
