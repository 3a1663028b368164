"""The two files that make the program an app on a phone: the service worker and the manifest.

The worker is `static/js/sw/worker.js` with the name of this build in front, so a new build is a new worker; `killed.js`
takes its place when the program is told to take the worker off the phones.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.config import ROOT
from app.web.assets import asset_url

_SOURCE = ROOT / "static" / "js" / "sw"


def service_worker(build: str, switched_on: bool) -> str:
    if not switched_on:
        return _source(_SOURCE / "killed.js")
    return f"const BUILD = {json.dumps(build)};\n" + _source(_SOURCE / "worker.js")


@lru_cache(maxsize=2)
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def manifest() -> dict[str, Any]:
    return {
        "id": "/",
        "name": _("Phiếu – khảo sát, hoạt động, kiểm tra"),
        "short_name": _("Phiếu"),
        "lang": "vi",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b4da2",
        "icons": [
            {"src": asset_url("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": asset_url("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": asset_url("img/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
