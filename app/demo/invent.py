"""What invented answers are made of: the shipped lists, names of people, dice that fall the same for the same words."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

FORMS = Path(__file__).parents[2] / "forms"

Answers = list[tuple[str, str]]  # (ref, canonical text) in the order in which a person gives them

_FAMILY = [
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
]
_WOMEN = [
    "Thị Hồng Nhung",
    "Thị Mỹ Duyên",
    "Ngọc Ánh",
    "Thị Thu Trang",
    "Thị Cẩm Tú",
    "Thùy Dương",
    "Thị Kim Ngân",
    "Bảo Trân",
]
_MEN = ["Văn Toàn", "Minh Khang", "Hoài Nam", "Văn Đạt", "Quốc Huy", "Thanh Tùng", "Hữu Nghĩa", "Đức Thịnh"]


def random_for(*words: object) -> Random:
    """Dice that fall the same for the same words."""
    return Random(" ".join(str(word) for word in words))  # noqa: S311 invented data, no secrets


def rows(name: str, /, **where: str) -> list[dict[str, str]]:
    """The rows of a shipped list, those that match every given column."""
    return [row for row in _table(name) if all(row[column] == text for column, text in where.items())]


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (FORMS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wards() -> list[str]:
    return [row["name"] for row in rows("don_vi", kind="phuong")]


def person(random: Random, sex: str) -> str:
    return f"{random.choice(_FAMILY)} {random.choice(_WOMEN if sex == 'nu' else _MEN)}"
