"""Photos in pieces: the server's offset is the truth, what arrived stays, and only whole files count."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.offline.files import MAX_FILE
from app.offline.staging import StagedBytes, TooLong, WrongOffset
from tests.builders.phone import Phone, sha256

PHOTO = bytes(range(256)) * 40


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app, "an")


def staged(app: Flask, content: bytes, user: int = 1) -> Path:
    return app.extensions["phieu"].config.staging_dir / str(user) / sha256(content)


def test_it_works(app: Flask, phone: Phone):
    assert phone.offset(PHOTO) == 0
    answer = phone.put(PHOTO)
    assert answer.status_code == 200 and answer.json == {"offset": len(PHOTO), "done": True}
    assert phone.offset(PHOTO) == len(PHOTO)
    assert app.extensions["phieu"].blobs.read(sha256(PHOTO)) == PHOTO
    assert list(app.extensions["phieu"].config.staging_dir.rglob("*/*")) == []


def test_half_a_photo_goes_on_where_it_stopped(app: Flask, phone: Phone):
    assert phone.put(PHOTO, end=5_000).json == {"offset": 5_000, "done": False}
    assert phone.offset(PHOTO) == 5_000
    assert not app.extensions["phieu"].blobs.has(sha256(PHOTO))
    assert phone.put(PHOTO, start=5_000).json == {"offset": len(PHOTO), "done": True}


def test_a_wrong_offset_is_answered_with_the_true_one_and_changes_nothing(phone: Phone):
    phone.put(PHOTO, end=5_000)
    for start in (0, 4_999, 5_001):
        answer = phone.put(PHOTO, start=start)
        assert answer.status_code == 409
        assert answer.headers["Upload-Offset"] == "5000" and answer.json == {"offset": 5_000}
    assert phone.offset(PHOTO) == 5_000


def test_sending_a_whole_photo_again_says_that_it_is_here(phone: Phone):
    phone.put(PHOTO)
    assert phone.put(PHOTO).json == {"offset": len(PHOTO), "done": True}
    assert phone.put(PHOTO, start=700).json == {"offset": len(PHOTO), "done": True}


def test_bytes_that_do_not_fit_their_hash_are_dropped_and_can_be_sent_again(app: Flask, phone: Phone):
    damaged = b"\1" + PHOTO[1:]
    answer = phone.put(damaged, name=sha256(PHOTO))
    assert answer.status_code == 422 and answer.json is not None
    assert "nguyên vẹn" in answer.json["error"]["what"]
    assert phone.offset(PHOTO) == 0
    assert not app.extensions["phieu"].blobs.has(sha256(damaged))
    assert phone.put(PHOTO).status_code == 200


def test_more_bytes_than_announced_are_refused(phone: Phone):
    assert phone.put(PHOTO, size=100).status_code == 400
    assert phone.offset(PHOTO) < len(PHOTO)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Offset": "0"},
        {"Upload-Offset": "-1", "Upload-Length": "10"},
        {"Upload-Offset": "11", "Upload-Length": "10"},
        {"Upload-Offset": "0", "Upload-Length": "0"},
        {"Upload-Offset": "x", "Upload-Length": "10"},
    ],
)
def test_a_piece_without_a_sensible_place_is_refused(phone: Phone, headers: dict[str, str]):
    assert phone.ask("PUT", f"/api/files/{sha256(PHOTO)}", data=PHOTO, headers=headers).status_code == 400


def test_a_file_over_20_mb_is_refused_before_it_is_read(phone: Phone):
    answer = phone.put(PHOTO, size=MAX_FILE + 1)
    assert answer.status_code == 413 and answer.json is not None and answer.json["error"]["code"] == 413
    assert phone.offset(PHOTO) == 0


def test_a_photo_larger_than_other_requests_may_be_is_welcome(phone: Phone):
    large = os.urandom(3 << 20)
    assert phone.put(large).status_code == 200


@pytest.mark.parametrize("name", ["0" * 63, "A" * 64, "..%2f..%2fsecret_key", "0" * 64 + "/x"])
def test_a_name_that_is_no_hash_is_no_file(phone: Phone, name: str):
    assert phone.ask("HEAD", f"/api/files/{name}").status_code == 404


def test_nobody_learns_from_a_hash_what_others_have_sent(app: Flask, phone: Phone):
    phone.put(PHOTO)
    other = Phone(app, "chi", device="may-cua-chi")
    assert other.offset(PHOTO) == 0
    assert other.put(PHOTO, end=10).json == {"offset": 10, "done": False}
    assert phone.offset(PHOTO) == len(PHOTO)


def test_what_arrived_before_the_connection_broke_stays(app: Flask, tmp_path: Path):
    bytes_here = StagedBytes(tmp_path, 1, sha256(PHOTO))

    def breaking() -> Iterator[bytes]:
        yield PHOTO[:3_000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        bytes_here.append(0, len(PHOTO), breaking())
    assert bytes_here.offset() == 3_000
    assert bytes_here.append(3_000, len(PHOTO), [PHOTO[3_000:]]) == len(PHOTO)
    assert bytes_here.is_whole()


def test_two_uploads_of_one_photo_cannot_mix(tmp_path: Path):
    first, second = (StagedBytes(tmp_path, 1, sha256(PHOTO)) for _ in range(2))

    def overtaken() -> Iterator[bytes]:
        yield PHOTO[:100]
        assert second.append(100, len(PHOTO), [PHOTO[100:300]]) == 300
        yield PHOTO[100:200]

    with pytest.raises(WrongOffset) as wrong:
        first.append(0, len(PHOTO), overtaken())
    assert wrong.value.offset == 300
    assert first.path.read_bytes() == PHOTO[:300]


def test_an_upload_does_not_write_into_a_file_that_another_has_finished(tmp_path: Path):
    slow = StagedBytes(tmp_path, 1, sha256(PHOTO))

    def finished_meanwhile() -> Iterator[bytes]:
        yield PHOTO[:100]
        slow.drop()
        yield PHOTO[100:]

    with pytest.raises(WrongOffset) as wrong:
        slow.append(0, len(PHOTO), finished_meanwhile())
    assert wrong.value.offset == 0


def test_a_file_that_grows_beyond_its_size_is_stopped(tmp_path: Path):
    with pytest.raises(TooLong):
        StagedBytes(tmp_path, 1, "x").append(0, 10, [b"12345", b"678901"])


def test_eight_uploads_of_one_photo_at_once_keep_it_once(app: Flask):
    phones = [Phone(app, "an") for _ in range(4)] * 2
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda one=one: statuses.append(one.put(PHOTO).status_code)) for one in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 409} and 200 in statuses
    assert phones[0].offset(PHOTO) == len(PHOTO)
    assert app.extensions["phieu"].blobs.read(sha256(PHOTO)) == PHOTO
