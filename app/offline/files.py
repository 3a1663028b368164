"""Files sent ahead of their record: how much is here, the next piece, the step from staged bytes to a kept blob."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import reading
from app.offline.models import StagedFile
from app.offline.staging import StagedBytes, WrongOffset
from app.submissions.kinds import MOST
from app.web.services import services
from app.web.session import engine, own_transaction

MAX_FILE = MOST


class HashDiffers(ValueError):
    """All bytes are here but not the ones that the hash names; they were dropped, to be sent again."""


def arrived(session: Session, user_id: int, sha256: str) -> StagedFile | None:
    """The person's file of this hash, if it has arrived whole."""
    return session.scalar(select(StagedFile).where(StagedFile.user_id == user_id, StagedFile.sha256 == sha256))


def offset_of(user_id: int, sha256: str) -> int:
    """How many bytes of the person's file are here: all of them once it has arrived."""
    with reading(engine()) as session:
        whole = arrived(session, user_id, sha256)
    return whole.size if whole else _staged(user_id, sha256).offset()


def take(user_id: int, sha256: str, offset: int, size: int, pieces: Iterable[bytes]) -> int:
    """Add the bytes from `offset` on; returns the new offset, `size` when the file is whole and kept for good.

    Raises WrongOffset, TooLong, HashDiffers.
    """
    with reading(engine()) as session:
        whole = arrived(session, user_id, sha256)
    if whole is not None:
        return whole.size
    staged = _staged(user_id, sha256)
    reached = staged.append(offset, size, pieces)
    if reached == size:
        _keep(staged, user_id, size)
    return reached


def _staged(user_id: int, sha256: str) -> StagedBytes:
    return StagedBytes(services().config.staging_dir, user_id, sha256)


def _keep(staged: StagedBytes, user_id: int, size: int) -> None:
    """First the blob, then the row that vouches for it, then the staged bytes go: a crash between leaves no lie."""
    try:
        if not staged.is_whole():
            staged.drop()
            raise HashDiffers(staged.sha256)
        with staged.open() as stream:
            services().blobs.put(stream)
    except FileNotFoundError:  # another upload of the same file finished or dropped it meanwhile
        raise WrongOffset(offset_of(user_id, staged.sha256)) from None
    try:
        with own_transaction() as session, session.begin():
            if arrived(session, user_id, staged.sha256) is None:
                session.add(StagedFile(user_id=user_id, sha256=staged.sha256, size=size))
    except IntegrityError:
        pass  # that other upload was a moment faster: the row says the same
    staged.drop()
