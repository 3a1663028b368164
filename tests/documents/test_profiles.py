"""Document profiles: data that people may edit, so mistakes in it are told, and nothing in it can reach into the
program."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.config import ROOT
from app.documents import render
from app.documents.command import issue_now
from app.documents.printer import Printer
from app.documents.profiles import ProfileError, fill, find, load
from app.jobs.work import Refused
from app.web.services import Services
from tests.builders import inspections
from tests.documents.conftest import documents, jobs

SHIPPED = ROOT / "forms" / "profiles"


def changed(folder: Path, **values: Any) -> Path:
    raw = json.loads((SHIPPED / "state.json").read_text(encoding="utf-8"))
    path = folder / "state.json"
    path.write_text(json.dumps(raw | values, ensure_ascii=False), encoding="utf-8")
    return path


def test_gaps_are_filled_and_numbers_get_their_zeros():
    assert fill("Số: {number:02d}/BB-{unit}", number=3, unit="BTC") == "Số: 03/BB-BTC"
    assert fill("{number:02d}", number=123) == "123"


@pytest.mark.parametrize("pattern", ["{ward.__class__}", "{ward!r}", "{0}{", "{ward:>99999999}", "{ward[0]}"])
def test_a_pattern_can_ask_for_names_and_for_nothing_else(pattern: str):
    if pattern == "{0}{":
        with pytest.raises(ProfileError):
            fill(pattern, ward="Phú Lợi")
        return
    assert fill(pattern, ward="Phú Lợi") == pattern


def test_a_value_with_braces_is_not_filled_again():
    assert fill("{a}{b}", a="{b}", b="x") == "{b}x"


def test_a_gap_that_the_document_cannot_fill_is_named():
    with pytest.raises(ProfileError, match="'rank'"):
        fill("Xếp hạng {rank}", ward="Phú Lợi")


def test_the_shipped_profile_keeps_to_decree_30():
    profile = find(SHIPPED, "R1")
    margins = profile.page["margin_mm"]
    assert 20 <= margins["top"] <= 25 and 20 <= margins["bottom"] <= 25
    assert 30 <= margins["left"] <= 35 and 15 <= margins["right"] <= 20
    assert 13 <= profile.font["body_pt"] <= 14
    assert 12 <= profile.font["motto_pt"] <= 13
    sheet = render.css(profile)
    assert "size: A4;" in sheet and "margin: 20mm 15mm 20mm 30mm;" in sheet


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("font", {"family": ["Tinos"], "body_pt": "13pt; } body { display: none"}),
        ("font", {"family": ['Tinos"; } @import url(http://127.0.0.1)'], "body_pt": 13}),
        ("page", {"size": "A4; } x {", "margin_mm": {"top": 20, "right": 15, "bottom": 20, "left": 30}}),
        ("page", {"size": "A4", "margin_mm": {"top": "20mm", "right": 15, "bottom": 20, "left": 30}}),
    ],
)
def test_only_numbers_and_names_get_into_the_style_sheet(tmp_path: Path, part: str, value: object):
    with pytest.raises(ProfileError):
        load(changed(tmp_path, **{part: value}))


def test_a_document_that_no_profile_declares_is_named(tmp_path: Path):
    changed(tmp_path)
    with pytest.raises(ProfileError, match="R7"):
        find(tmp_path, "R7")


def test_a_broken_profile_ends_the_job_without_taking_a_number(
    app: Flask, services: Services, printer: Printer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "profiles").mkdir()
    raw = json.loads((SHIPPED / "state.json").read_text(encoding="utf-8"))
    del raw["documents"]["R1"]["copies"]
    changed(tmp_path / "profiles", documents=raw["documents"])
    record = inspections.inspection(app)
    monkeypatch.setattr(
        services, "config", services.config.__class__(**{**vars(services.config), "forms_dir": tmp_path})
    )
    with pytest.raises(Refused, match="profile"):
        issue_now(services, printer, "R1", record)
    assert documents(services) == []
    assert [(job.state, job.error) for job in jobs(services)] == [("failed", "profile")]
