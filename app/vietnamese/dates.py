"""Days and hours as Vietnamese screens and documents write them; the caller has moved a moment to the local clock."""

from datetime import date, datetime, time


def day(when: date) -> str:
    """On screen: "01/06/2018"."""
    return f"{when.day:02d}/{when.month:02d}/{when.year:04d}"


def day_and_time(when: datetime) -> str:
    """On screen: "01/06/2018 08:30"."""
    return f"{day(when)} {when.hour:02d}:{when.minute:02d}"


def in_document(when: date) -> str:
    """In an official document: "ngày 01 tháng 6 năm 2018".

    Decree 30/2020, annex I: days below 10 and the months 1 and 2 carry a zero, so that nothing can be added in front.
    """
    month = f"{when.month:02d}" if when.month <= 2 else str(when.month)
    return f"ngày {when.day:02d} tháng {month} năm {when.year}"


def hour_in_document(when: time | datetime) -> str:
    """In an official document: "08 giờ 05 phút"."""
    return f"{when.hour:02d} giờ {when.minute:02d} phút"
