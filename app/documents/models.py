"""Issued documents: a file that never changes after it was issued, its hash and its number."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, now


class IssuedDocument(Base):
    """One job makes at most one document, whatever happens to its worker: `job_id` is unique."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("kind", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(80))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    submission_version_id: Mapped[int] = mapped_column(ForeignKey("submission_versions.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
