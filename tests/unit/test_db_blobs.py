"""Photos and documents are on the disk, whole, before anybody is told so."""

import hashlib
import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.blobs import BlobStore

CONTENT = "ảnh nhà trọ cô Bảy".encode() * 5000
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "data" / "blobs")


def files_of(store: BlobStore) -> list[Path]:
    return sorted(path for path in store.root.rglob("*") if path.is_file())


def test_what_is_put_in_comes_out_under_its_hash(store: BlobStore) -> None:
    assert store.put(io.BytesIO(CONTENT)) == (SHA, len(CONTENT))
    assert store.has(SHA)
    assert store.read(SHA) == CONTENT
    with store.open(SHA) as file:
        assert file.read(4) == CONTENT[:4]


def test_the_same_bytes_are_kept_once_also_when_eight_bring_them_together(store: BlobStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = set(pool.map(lambda _n: store.put(io.BytesIO(CONTENT)), range(32)))
    assert results == {(SHA, len(CONTENT))}
    assert files_of(store) == [store.path(SHA)]


def test_a_stream_that_breaks_off_leaves_nothing(store: BlobStore) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionError("the phone went away")

    with pytest.raises(ConnectionError):
        store.put(Breaking())
    assert files_of(store) == []


def test_a_process_killed_while_writing_leaves_no_half_file_under_a_name(store: BlobStore) -> None:
    program = """
import io, os, signal, sys
from pathlib import Path
from app.blobs import BlobStore
class Dying(io.BytesIO):
    def read(self, size=-1):
        if self.tell():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(size)
BlobStore(Path(sys.argv[1])).put(Dying(b"x" * 200_000))
"""
    ended = subprocess.run([sys.executable, "-c", program, str(store.root)], check=False, cwd=Path.cwd())
    assert ended.returncode == -signal.SIGKILL
    assert all(path.name.startswith(".new-") for path in files_of(store))
    assert store.put(io.BytesIO(CONTENT))[0] == SHA


def test_bytes_and_names_reach_the_disk_in_the_right_order(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        target = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append("fsync " + ("file" if target.is_file() else target.name))
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        done.append("name")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    store.put(io.BytesIO(CONTENT))
    assert done == ["fsync data", "fsync file", "fsync blobs", "name", f"fsync {SHA[:2]}"]


def test_a_name_that_is_there_already_is_made_sure_of_all_the_same(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(io.BytesIO(CONTENT))
    synced: list[str] = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (synced.append(Path(f"/proc/self/fd/{fd}").readlink().name), real(fd))[1]
    )
    store.put(io.BytesIO(CONTENT))
    assert synced[-1] == SHA[:2]


def test_a_file_cut_short_by_a_bad_disk_is_put_right_when_the_bytes_come_again(store: BlobStore) -> None:
    store.put(io.BytesIO(CONTENT))
    store.path(SHA).write_bytes(CONTENT[:100])
    store.put(io.BytesIO(CONTENT))
    assert store.read(SHA) == CONTENT


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "../" + "0" * 61])
def test_only_a_hash_is_a_name(store: BlobStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(name)
