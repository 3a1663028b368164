"""What is said here of every route holds on either database, so SQLite is enough; tests/web uses both."""

from pathlib import Path

import pytest

from app.config import Config
from tests.conftest import config_for, copy_of_prepared


@pytest.fixture
def config(prepared: Path, tmp_path: Path) -> Config:
    return config_for(*copy_of_prepared(prepared, tmp_path))
