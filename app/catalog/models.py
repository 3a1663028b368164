"""Published forms. A version's XForm bytes are frozen; everything else about it can be derived from them again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now


class FormRow(Base):
    __tablename__ = "forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[str] = mapped_column(String(249), unique=True)
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("form_versions.id", use_alter=True, name="fk_forms_current_version_id_form_versions")
    )
    open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    current_version: Mapped["FormVersion | None"] = relationship(foreign_keys=[current_version_id], lazy="joined")


class FormVersion(Base):
    """`xform` is the truth (its MD5 is what ODK clients compare); `source` is the author's own file, kept to be
    edited again.
    """

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("form_row_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_row_id: Mapped[int] = mapped_column(ForeignKey("forms.id"))
    version: Mapped[str] = mapped_column(String(249))
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    roles: Mapped[list[str]] = mapped_column(JSON)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    xform: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # lists of forms need it not
    md5: Mapped[str] = mapped_column(String(32))
    source_name: Mapped[str] = mapped_column(String(249))
    source_sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    form: Mapped[FormRow] = relationship(foreign_keys=[form_row_id], lazy="joined")
    media: Mapped[list["FormMedia"]] = relationship(lazy="selectin")


class FormMedia(Base):
    """A list or picture that a version needs, by the name the form uses; its bytes are a blob."""

    __tablename__ = "form_media"
    __table_args__ = (UniqueConstraint("form_version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(249))
    sha256: Mapped[str] = mapped_column(String(64))
    md5: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
