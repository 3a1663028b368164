"""Complete, believable answers for the three shipped forms: lists of (ref, canonical text) in the order in which a
person gives them. The same seed gives the same answers. Keys of wards, chapters and houses come from `forms/`."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Protocol

FORMS = Path(__file__).parents[2] / "forms"

Answers = list[tuple[str, str]]

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Phan",
    "Trương",
)
_WOMEN = (
    "Thị Hồng Nhung",
    "Thị Mỹ Duyên",
    "Ngọc Ánh",
    "Thị Thu Trang",
    "Thị Cẩm Tú",
    "Thùy Dương",
    "Thị Kim Ngân",
    "Bảo Trân",
)
_MEN = ("Văn Toàn", "Minh Khang", "Hoài Nam", "Văn Đạt", "Quốc Huy", "Thanh Tùng", "Hữu Nghĩa", "Đức Thịnh")
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
    def instances(self, repeat_ref: str) -> object: ...


def rows(name: str, /, **where: str) -> list[dict[str, str]]:
    """The rows of a shipped list, those that match every given column."""
    with (FORMS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[column] == text for column, text in where.items())]


def wards() -> list[str]:
    return [row["name"] for row in rows("don_vi", kind="phuong")]


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
            while len(list(filling.instances(repeat))) < wanted:  # type: ignore[call-overload]
                filling.add(repeat)


def changed(answers: Answers, **texts: str) -> Answers:
    """The same answers with other texts for some questions, named by the last part of their ref."""
    names = {ref.rsplit("/", 1)[-1] for ref, _ in answers}
    assert set(texts) <= names, set(texts) - names
    return [(ref, texts.get(ref.rsplit("/", 1)[-1], text)) for ref, text in answers]


def files(answers: Answers) -> list[str]:
    """Names of the photos and signatures that the answers mention."""
    return [text for _, text in answers if text.endswith((".jpg", ".png"))]


def person(random: Random, sex: str) -> str:
    return f"{random.choice(_FAMILY)} {random.choice(_WOMEN if sex == 'nu' else _MEN)}"


def ks_nha_tro(
    ward: str = "phu-cuong", seed: int = 0, *, day: str = "2018-06-05", workers: int = 3, known: bool = False
) -> Answers:
    """A survey of one boarding house: a new one, or (known) one of the register."""
    random = Random(f"ks_nha_tro {ward} {seed}")
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
    random = Random(f"sinh_hoat {ward} {seed}")
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


def kiem_tra(ward: str = "phu-cuong", seed: int = 0, *, day: str = "2018-07-05", round_: str = "6_thang") -> Answers:
    """A whole inspection of a ward: every row of documents, earlier demands, targets and criteria."""
    random = Random(f"kiem_tra {ward} {round_} {seed}")
    period = rows("dot_kiem_tra", name=round_)[0]
    name = rows("don_vi", name=ward)[0]["label"]
    head, secretary = person(random, "nam"), person(random, "nu")
    chair, youth = person(random, "nam"), person(random, "nu")
    start, stop = random.choice((("07:45", "11:15"), ("08:00", "11:30"), ("13:30", "16:45")))
    answers: Answers = [("k1/phuong", ward), ("k1/dot", round_)]
    answers += [(f"k1/{column}", period[column]) for column in ("tu_ngay", "den_ngay", "qd_so", "qd_ngay")]
    answers += [
        ("k1/ngay", day),
        ("k1/gio_bd", f"{start}:00.000+07:00"),
        ("k1/dia_diem", f"Trụ sở Ủy ban nhân dân phường {name}"),
    ]
    team = (
        (head, "Phó Bí thư Thành đoàn, Tổ trưởng Tổ thư ký", "truong_doan"),
        (secretary, "Chuyên viên Thành đoàn", "thu_ky"),
        (person(random, "nu"), "Phó Chủ tịch Hội LHPN thành phố", "thanh_vien"),
    )
    for number, (who, position, role) in enumerate(team, 1):
        answers += [
            (f"k1/doan[{number}]/dk_ten", who),
            (f"k1/doan[{number}]/dk_chuc", position),
            (f"k1/doan[{number}]/dk_vai", role),
        ]
    hosts = (
        (chair, "Phó Chủ tịch UBND phường, Trưởng ban", "co"),
        (youth, "Bí thư Đoàn phường", "khong"),
    )
    for number, (who, position, signs) in enumerate(hosts, 1):
        answers += [
            (f"k1/ben_p[{number}]/p_ten", who),
            (f"k1/ben_p[{number}]/p_chuc", position),
            (f"k1/ben_p[{number}]/p_dai_dien", signs),
        ]
    answers.append(("k1/du_thanh_phan", "OK"))
    answers += _documents(random) + _earlier(random, ward, round_) + _targets(random, ward)
    return (
        answers + _places(random, ward) + _scores(random) + _end(random, name, stop, _findings(day, head, youth, seed))
    )


def _documents(random: Random) -> Answers:
    answers: Answers = []
    for row in rows("ho_so"):
        state = random.choice(("du", "du", "du", "thieu", "khong_thuoc"))
        answers.append((f"k2/ho_so[{row['tt']}]/hs_co", state))
        if state == "thieu":
            answers.append((f"k2/ho_so[{row['tt']}]/hs_ghi", "Thiếu tháng 3 và tháng 4"))
    return answers


def _earlier(random: Random, ward: str, round_: str) -> Answers:
    answers: Answers = []
    for row in rows("kien_nghi_cu", phuong=ward, dot=round_):
        result = random.choice(("xong", "xong", "dang_lam", "chua_lam"))
        answers.append((f"k3/cu[{row['tt']}]/cu_kq", result))
        if result != "xong":
            answers.append((f"k3/cu[{row['tt']}]/cu_ghi", "Đã phân công người làm, chưa kịp hoàn thành trong quý II"))
    return answers


def _targets(random: Random, ward: str) -> Answers:
    answers: Answers = []
    given = {row["ma"]: row for row in rows("giao_chi_tieu", phuong=ward)}
    for row in rows("chi_tieu"):
        at = f"k4/chi_tieu[{row['tt']}]"
        known = int(given[row["ma"]]["he_thong"])
        reported = known + (random.choice((0, 0, 0, 1, 2)) if row["ty_le"] == "0" and known > 5 else 0)
        verified = "khac" if reported > known and random.random() < 0.5 else "dung"
        answers.append((f"{at}/ct_bao_cao", str(reported)))
        if row["trong_do"]:
            answers.append((f"{at}/ct_trong_do", str(reported * 2 // 3)))
        answers.append((f"{at}/ct_doi_chieu", verified))
        if verified == "khac":
            answers.append((f"{at}/ct_khac", str(known)))
            answers.append((f"{at}/ct_ly_do", "Phường tính cả trường hợp chưa có quyết định"))
        elif reported != known:
            answers.append((f"{at}/ct_ly_do", "Phường mới cập nhật sau ngày chốt số liệu, đoàn đã xem quyết định"))
    return answers


def _places(random: Random, ward: str) -> Answers:
    chapter = random.choice(rows("chapter", phuong=ward))
    house = random.choice(rows("boarding_house", phuong=ward))
    return [
        ("k5/thuc_dia[1]/td_loai", "chi_hoi"),
        ("k5/thuc_dia[1]/td_chi_hoi", chapter["name"]),
        ("k5/thuc_dia[1]/td_co_that", "dung"),
        ("k5/thuc_dia[1]/td_gap", str(random.randint(5, 12))),
        ("k5/thuc_dia[1]/td_nhan_xet", "Chi hội sinh hoạt đều, có sổ ghi chép; công nhân nắm được nội dung Đề án."),
        ("k5/thuc_dia[1]/td_anh", f"thuc-dia-{ward}-1.jpg"),
        ("k5/thuc_dia[2]/td_loai", "nha_tro"),
        ("k5/thuc_dia[2]/td_nha_tro", house["name"]),
        ("k5/thuc_dia[2]/td_co_that", "khac_so"),
        ("k5/thuc_dia[2]/td_gap", str(random.randint(3, 8))),
        ("k5/thuc_dia[2]/td_nhan_xet", "Số hội viên thực tế ít hơn trong sổ do công nhân chuyển chỗ ở."),
        ("k5/thuc_dia[2]/td_anh", f"thuc-dia-{ward}-2.jpg"),
    ]


def _scores(random: Random) -> Answers:
    answers: Answers = []
    weakness = random.uniform(0.05, 0.45)
    for row in rows("tieu_chi"):
        at, most = f"k6/tieu_chi[{row['tt']}]", int(row["max"])
        if row["kad"] == "1":
            answers.append((f"{at}/tc_kad", "khong"))
        own = most - round(most * weakness * random.uniform(0.3, 1.5)) / 2
        score = max(0.0, own - random.choice((0, 0, 0.5, 1)))
        answers += [(f"{at}/tc_tu", f"{own:g}"), (f"{at}/tc_doan", f"{score:g}")]
        if score != own or score < most / 2:
            answers.append((f"{at}/tc_ly_do", "Hồ sơ minh chứng chưa đủ so với điểm tự chấm"))
    return answers


_FINDINGS = (
    (
        "ton_tai",
        "Sổ sinh hoạt của một số chi hội nhà trọ ghi chưa đủ nội dung và số người dự.",
        "C03",
        "Hoàn thiện sổ sinh hoạt, bổ sung biên bản các buổi đã tổ chức.",
    ),
    (
        "ton_tai",
        "Phát triển hội viên mới còn chậm so với tiến độ năm.",
        "C05",
        "Rà soát nguồn từ kết quả khảo sát tháng 6, tổ chức kết nạp trong quý III.",
    ),
    (
        "vuong_mac",
        "Phường chưa rõ thủ tục tiếp nhận đoàn viên từ ngoài tỉnh về sinh hoạt.",
        "C06",
        "Thành đoàn có hướng dẫn bằng văn bản gửi các phường.",
    ),
)


def _findings(day: str, head: str, youth: str, seed: int) -> Answers:
    """What is to be put right or cleared up, and the ward's proposal; all due in the middle of the month after next."""
    year, month = int(day[:4]), int(day[5:7])
    due = f"{year + (month + 2) // 13}-{(month + 1) % 12 + 1:02d}-15"
    answers: Answers = []
    for number, (kind, found, criterion, demand) in enumerate(_FINDINGS[: 2 + seed % 2], 1):
        at = f"k7/phat_hien[{number}]"
        of_the_ward = kind == "ton_tai"
        answers += [
            (f"{at}/ph_loai", kind),
            (f"{at}/ph_noi_dung", found),
            (f"{at}/ph_tieu_chi", criterion),
            (f"{at}/ph_yeu_cau", demand),
            (f"{at}/ph_nguoi", youth if of_the_ward else head),
            (f"{at}/ph_chuc", "Bí thư Đoàn phường" if of_the_ward else "Phó Bí thư Thành đoàn"),
            (f"{at}/ph_han", due),
        ]
    return [
        *answers,
        ("k7/de_xuat[1]/dx_noi_dung", "Hỗ trợ thêm kinh phí tổ chức điểm vui chơi cuối tuần cho công nhân."),
        ("k7/de_xuat[1]/dx_gui", "btc_tp"),
        ("k7/de_xuat[1]/dx_han", due),
    ]


def _end(random: Random, name: str, stop: str, findings: Answers) -> Answers:
    answers: Answers = [
        (
            "k7/uu_diem",
            f"Ban tổ chức Đề án phường {name} đã xây dựng kế hoạch sớm, phân công rõ người, rõ việc; "
            "các chi hội nhà trọ duy trì sinh hoạt hằng tháng.",
        ),
        ("k7/han_che", "Việc cập nhật sổ sách ở một số chi hội chưa kịp thời; số hội viên mới chưa đạt tiến độ."),
        ("k7/nguyen_nhan", "Công nhân làm theo ca, thường xuyên thay đổi chỗ ở; cán bộ chi hội kiêm nhiệm."),
    ]
    reserved = random.random() < 0.4
    answers += [
        *findings,
        (
            "k7/ket_luan",
            "Phường thực hiện tốt các nội dung của Đề án; đề nghị khắc phục các tồn tại đã nêu đúng hạn "
            "và báo cáo về Tổ thư ký thành phố.",
        ),
        ("k7/nhat_tri", "mot_phan" if reserved else "nhat_tri"),
    ]
    if reserved:
        answers.append(
            ("k7/bao_luu", "Đề nghị xem xét lại số hội viên mới: phường đã nộp bổ sung quyết định công nhận.")
        )
    return [
        *answers,
        ("k7/gio_kt", f"{stop}:00.000+07:00"),
        ("k7/so_ban", "2"),
        ("k7/ky_truong_doan", "ky-truong-doan.png"),
        ("k7/ky_thu_ky", "ky-thu-ky.png"),
        ("k7/ky_phuong", "ky-phuong.png"),
    ]
