"""The records: append-only versions under a root, their attachments, and what could not be accepted.

The instance XML's exact bytes are the record; `data` is the JSON document that lists, exports and documents read
instead of parsing again.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.catalog.models import FormRow, FormVersion
from app.db import Base, UtcDateTime, now
from app.units.models import Unit


class Submission(Base):
    """The root of a record: what lists filter by, always equal to what its current version says."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("form_row_id", "is_draft", "instance_id"),
        Index(None, "unit_id", "id"),
        Index(None, "form_row_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_row_id: Mapped[int] = mapped_column(ForeignKey("forms.id"))
    is_draft: Mapped[bool] = mapped_column(default=False)
    instance_id: Mapped[str] = mapped_column(String(249))
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey(
            "submission_versions.id",
            use_alter=True,
            name="fk_submissions_current_version_id_submission_versions",
        )
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    neighbourhood: Mapped[str | None] = mapped_column(String(200))
    event_date: Mapped[date | None] = mapped_column(Date)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="received")
    fold: Mapped[str] = mapped_column(String(500), default="")
    problem_count: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    form: Mapped[FormRow] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    author: Mapped[User | None] = relationship()
    current: Mapped["SubmissionVersion"] = relationship(foreign_keys=[current_version_id])


class SubmissionVersion(Base):
    __tablename__ = "submission_versions"
    __table_args__ = (UniqueConstraint("form_row_id", "is_draft", "instance_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    form_row_id: Mapped[int] = mapped_column(ForeignKey("forms.id"))
    is_draft: Mapped[bool] = mapped_column(default=False)
    instance_id: Mapped[str] = mapped_column(String(249))
    deprecated_id: Mapped[str | None] = mapped_column(String(249))
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"))
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(500), default="")
    problems: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    device_id: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    form_version: Mapped[FormVersion] = relationship()
    attachments: Mapped[list["Attachment"]] = relationship(lazy="selectin", order_by="Attachment.id")


class Attachment(Base):
    """A file that the XML names. `sha256` is empty while it is expected but missing; `expected_sha256` is what the
    sender announced.
    """

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_versions.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(249))
    expected_sha256: Mapped[str | None] = mapped_column(String(64))
    expected_size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None] = mapped_column(BigInteger)
    content_type: Mapped[str | None] = mapped_column(String(100))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Quarantined(Base):
    """Bytes that carry field data but could not become a record: kept, confirmed with 202 and shown to a person,
    never thrown away.
    """

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    form_id: Mapped[str | None] = mapped_column(String(249))
    instance_id: Mapped[str | None] = mapped_column(String(249), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    xml: Mapped[bytes] = mapped_column(LargeBinary)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    device_id: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
