"""Dates, numbers, money and phones as they stand on Vietnamese screens and paper."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from app.vietnamese.dates import day, day_and_time, hour_in_document, in_document
from app.vietnamese.numbers import decimal, money, money_short, percent
from app.vietnamese.phones import e164, shown


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (date(2018, 6, 1), "ngày 01 tháng 6 năm 2018"),
        (date(2018, 2, 28), "ngày 28 tháng 02 năm 2018"),
        (date(2018, 1, 9), "ngày 09 tháng 01 năm 2018"),
        (date(2018, 3, 10), "ngày 10 tháng 3 năm 2018"),
        (date(2018, 12, 31), "ngày 31 tháng 12 năm 2018"),
    ],
)
def test_documents_put_a_zero_before_days_below_ten_and_the_months_one_and_two(when: date, written: str) -> None:
    assert in_document(when) == written


def test_screens_write_day_month_year() -> None:
    assert day(date(2018, 6, 1)) == "01/06/2018"
    assert day_and_time(datetime(2018, 6, 1, 8, 5)) == "01/06/2018 08:05"


def test_minutes_name_the_hour_in_words() -> None:
    assert hour_in_document(time(8, 5)) == "08 giờ 05 phút"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (0.1, None, "0,1"),
        (100, None, "100"),
        (100.0, None, "100"),
        (-1234.56, 1, "-1.234,6"),
        (2.5, 0, "3"),
        (Decimal("2.675"), 2, "2,68"),
        (1, 2, "1,00"),
        (1e21, None, "1.000.000.000.000.000.000.000"),
        (1e-7, None, "0,0000001"),
        (-0.04, 1, "0,0"),
    ],
)
def test_numbers_group_with_dots_and_mark_decimals_with_a_comma(
    value: float | Decimal, places: int | None, written: str
) -> None:
    assert decimal(value, places) == written


def test_money_is_written_in_whole_dong() -> None:
    assert money(1200000) == "1.200.000 đồng"
    assert money(Decimal("1199999.5")) == "1.200.000 đồng"
    assert money(0) == "0 đồng"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1_200_000, "1,2 triệu đồng"),
        (12_500_000, "12,5 triệu đồng"),
        (1_234_567, "1,23 triệu đồng"),
        (3_750_000_000, "3,75 tỷ đồng"),
        (999_999_999, "1 tỷ đồng"),
        (999_999, "1 triệu đồng"),
        (850_000, "850.000 đồng"),
        (-2_000_000, "-2 triệu đồng"),
        (0, "0 đồng"),
    ],
)
def test_large_sums_are_said_in_millions_and_billions(value: int, written: str) -> None:
    assert money_short(value) == written


def test_shares_have_one_decimal_at_most() -> None:
    assert percent(89.1, 100) == "89,1%"
    assert percent(1, 3) == "33,3%"
    assert percent(25, 50) == "50%"
    assert percent(2, 3, places=0) == "67%"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert percent(5, 0) == "–"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912345678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("+84 912.345.678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("+84 (0)912-345-678", "+84912345678"),
        ("0274 3822 123", "+842743822123"),
        ("01681234567", "+84381234567"),
        ("0120.123.4567", "+84701234567"),
        ("+81 3 1234 5678", "+81312345678"),
    ],
)
def test_phones_are_stored_as_e164(typed: str, stored: str) -> None:
    assert e164(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "không có", "091234567", "09123456789", "0111234567", "+", "+84", "1234567890123456"]
)
def test_what_is_no_phone_number_is_not_guessed_at(typed: str) -> None:
    assert e164(typed) is None


def test_a_stored_phone_is_shown_as_people_say_it() -> None:
    assert shown("+84912345678") == "0912 345 678"
    assert shown("+842743822123") == "0274 3822 123"
    assert shown("+81312345678") == "+81312345678"
