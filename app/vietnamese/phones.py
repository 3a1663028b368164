"""Vietnamese telephone numbers: stored as E.164, shown in the groups people say them in."""

import re

_SIGNS = re.compile(r"[\s.\-()/]")
_MOBILE = re.compile(r"[35789][0-9]{8}")
_LANDLINE = re.compile(r"2[0-9]{9}")
_FOREIGN = re.compile(r"\+[1-9][0-9]{7,14}")

# Eleven-digit mobile numbers were shortened on 15 September 2018 (the ministry's plan 798/QĐ-BTTTT), between the two
# surveys of that year: the same phone must be the same number in June and in November.
_OLD_MOBILE = re.compile(r"(1[0-9]{2})([0-9]{7})")
_NEW_PREFIX = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip


def e164(text: str) -> str | None:
    """ "0912 345 678", "+84 912.345.678", "0274 3822 123" → "+84…"; None when it is no telephone number."""
    digits = _SIGNS.sub("", text)
    national = next((digits[len(p) :] for p in ("+84", "0084", "84", "0") if digits.startswith(p)), None)
    if national is None or (digits.startswith("+") and not digits.startswith("+84")):
        return digits if _FOREIGN.fullmatch(digits) else None
    national = national.removeprefix("0")  # "+84 0912…" is a common slip
    old = _OLD_MOBILE.fullmatch(national)
    if old and old[1] in _NEW_PREFIX:
        national = _NEW_PREFIX[old[1]] + old[2]
    return f"+84{national}" if _MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national) else None


def shown(number: str) -> str:
    """A stored number as it is read out: "0912 345 678", "0274 3822 123"; foreign ones as they are."""
    if not number.startswith("+84"):
        return number
    national = "0" + number.removeprefix("+84")
    return f"{national[:4]} {national[4:-3]} {national[-3:]}"
