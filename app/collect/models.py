"""Server drafts: what a person without JavaScript has filled in so far. The draft's own XML keeps
non-relevant answers too."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.catalog.models import FormVersion
from app.db import Base, UtcDateTime, now


class Draft(Base):
    """`rejected` holds, by ref, raw text that the question's datatype could not read: shown again with its
    error, never lost. `page` is the farthest page reached; `final_xml` the exact bytes being sent, frozen
    when sending was first asked for, so that pressing the button twice sends one record."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    rejected: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    page: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(500), default="")
    final_xml: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    sent_receipt: Mapped[str | None] = mapped_column(String(20))

    form_version: Mapped[FormVersion] = relationship(lazy="joined")
    files: Mapped[list["DraftFile"]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class DraftFile(Base):
    __tablename__ = "draft_files"
    __table_args__ = (UniqueConstraint("draft_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(249))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content_type: Mapped[str] = mapped_column(String(100))
