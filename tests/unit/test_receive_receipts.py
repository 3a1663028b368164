"""A receipt number must survive a bad telephone line."""

import hashlib

import pytest

from app.submissions.receipts import number_for, read

SHA = hashlib.sha256(b"<data/>").hexdigest()


def test_a_number_is_twelve_digits_in_threes_of_four():
    number = number_for(SHA)
    assert [len(part) for part in number.split("-")] == [4, 4, 4]
    assert number.replace("-", "").isdigit()


def test_the_same_record_always_gets_the_same_number():
    assert number_for(SHA) == number_for(SHA)


def test_another_attempt_gives_another_number():
    assert len({number_for(SHA, attempt) for attempt in range(20)}) == 20


def test_a_number_is_read_however_it_was_written_down():
    number = number_for(SHA)
    for written in (number.replace("-", ""), number.replace("-", " "), f" {number} ", number.replace("-", ".")):
        assert read(written) == number


def test_every_single_wrong_digit_is_noticed():
    digits = number_for(SHA).replace("-", "")
    for place in range(12):
        for other in "0123456789":
            if other != digits[place]:
                assert read(digits[:place] + other + digits[place + 1 :]) is None


def test_every_swap_of_neighbours_is_noticed():
    noticed = 0
    for seed in range(50):
        digits = number_for(hashlib.sha256(str(seed).encode()).hexdigest()).replace("-", "")
        for place in range(11):
            if digits[place] != digits[place + 1]:
                swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
                assert read(swapped) is None
                noticed += 1
    assert noticed > 400


@pytest.mark.parametrize("typed", ["", "12", "abcd-efgh-ijkl", "1234-5678-901", "١٢٣٤-٥٦٧٨-٩٠١٢", "../../etc"])
def test_what_is_no_number_is_not_taken_for_one(typed):
    assert read(typed) is None
