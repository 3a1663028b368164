"""A whole inspection of a ward, row by row: sensible, not perfect, and sound by the form's own rules."""

from __future__ import annotations

from random import Random

from app.demo.invent import Answers, person, random_for, rows


def kiem_tra(ward: str = "phu-cuong", seed: int = 0, *, day: str = "2018-07-05", round_: str = "6_thang") -> Answers:
    """A whole inspection of a ward: every row of documents, earlier demands, targets and criteria."""
    random = random_for("kiem_tra", ward, round_, seed)
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
