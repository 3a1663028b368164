"""A phone that speaks the API as the client scripts do: `Phone(app, "an").send(xml, {"anh.jpg": photo})`."""

import hashlib
import io
import json
from collections.abc import Mapping

from flask import Flask
from werkzeug.test import TestResponse

from tests.browsing import Browser

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "X-Phieu": "1"}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Phone:
    """One person's phone, with an upload token and no cookie: what it sends does not depend on who is signed in."""

    def __init__(self, app: Flask, name: str, device: str = "may-thu-so-1") -> None:
        self.device = device
        signed_in = Browser(app).sign_in(name)
        self.registration = signed_in.post(
            "/api/device", json={"device": device, "label": "Chrome"}, headers=SAME_ORIGIN
        )
        self.token = (self.registration.json or {}).get("token", "")
        self.client = Browser(app, use_cookies=False)

    def ask(self, method: str, path: str, **more: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", "X-Device": self.device, **more.pop("headers", {})}  # type: ignore[dict-item]
        return self.client.open(path, method=method, headers=headers, **more)  # type: ignore[arg-type]

    def offset(self, content: bytes) -> int:
        return int(self.ask("HEAD", f"/api/files/{sha256(content)}").headers["Upload-Offset"])

    def put(
        self,
        content: bytes,
        start: int = 0,
        end: int | None = None,
        *,
        name: str = "",
        size: int = 0,
    ) -> TestResponse:
        """The bytes from `start` to `end` of the file; careless phones give another `name` or `size`."""
        headers = {"Upload-Offset": str(start), "Upload-Length": str(size or len(content))}
        path = f"/api/files/{name or sha256(content)}"
        return self.ask("PUT", path, data=content[start:end], headers=headers)

    def post(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> TestResponse:
        named = [
            {"name": name, "sha256": sha256(content), "size": len(content)} for name, content in (files or {}).items()
        ]
        data = {"record": (io.BytesIO(xml), "record.xml"), "files": json.dumps(named)}
        return self.ask("POST", "/api/records", data=data, content_type="multipart/form-data")

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> TestResponse:
        """Photos ahead, then the record."""
        for content in (files or {}).values():
            assert self.put(content).status_code == 200
        return self.post(xml, files)
