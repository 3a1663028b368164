"""Pictures, sound and film that belong to a label or a choice, as addresses of this server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from app.engine.definition import Form, Text


@dataclass(frozen=True)
class Media:
    """Addresses, blank for what there is not. `whole` is the large picture behind a small one (big-image)."""

    image: str = ""
    whole: str = ""
    audio: str = ""
    video: str = ""

    def __bool__(self) -> bool:
        return bool(self.image or self.audio or self.video)


NO_MEDIA = Media()


def media_of(text: Text | None, lang: str, url: Callable[[str], str]) -> Media:
    if text is None or not text.media:
        return NO_MEDIA
    image, whole, audio, video = (text.medium(kind, lang) for kind in ("image", "big-image", "audio", "video"))
    return Media(*(url(name) if name else "" for name in (image or whole, whole, audio, video)))


def media_url(form: Form) -> Callable[[str], str]:
    """Where the files that came with a form's version lie."""
    return lambda name: url_for("collect.media", form_id=form.id, version=form.version, name=name)


# What opens in a page; whatever is not known is only there to be saved.
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
        "svg": "image/svg+xml",
        "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "wav": "audio/wav", "ogg": "audio/ogg",
        "opus": "audio/ogg", "amr": "audio/amr",
        "mp4": "video/mp4", "m4v": "video/mp4", "3gp": "video/3gpp", "webm": "video/webm",
    }
)  # fmt: skip


def media_type(name: str) -> str:
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
