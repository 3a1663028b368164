"""Multipart uploads that cannot swallow the rest of their page: a file beyond its cap is dropped while it
arrives, the other fields are kept, and the view can say so at the right question. Views raise the limits with
`admit` before anything reads the form."""

import tempfile
from typing import IO, Any, cast

from flask import Request

SPOOLED = 1 << 19


class CappedFile:
    """A temporary file that stops keeping bytes once it holds more than `cap`; `too_big` says that it did."""

    def __init__(self, cap: int) -> None:
        self.cap, self.size = cap, 0
        self._file = tempfile.SpooledTemporaryFile(max_size=SPOOLED, mode="w+b")  # noqa: SIM115

    @property
    def too_big(self) -> bool:
        return self.size > self.cap

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if not self.too_big:
            self._file.write(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class UploadRequest(Request):
    """The program's request: as Flask's, with a cap for each file once `admit` has set one."""

    file_cap: int | None = None

    def admit(self, *, total: int, each_file: int, parts: int = 5_000, text: int = 4 << 20) -> None:
        """Allow this much in one request. Call it from a url_value_preprocessor: CSRF protection reads the
        form before views run."""
        self.max_content_length = total
        self.max_form_parts = parts
        self.max_form_memory_size = text
        self.file_cap = each_file

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.file_cap is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return cast(IO[bytes], CappedFile(self.file_cap))
