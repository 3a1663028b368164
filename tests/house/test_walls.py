"""The walls between the floors, and the size and names of the bricks."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
# Longer for a reason: lists of cases or of content, read from top to bottom and never held in the head at once.
MAY_BE_LONG = {
    "static/js/form/engine.mjs": "every module more on the critical path is a round trip more on 2G",
    "tests/unit/test_forms_content.py": "one table of facts about the shipped forms",
}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "stuff"}


def tracked(*patterns: str) -> list[Path]:
    """Files git knows or would know: what a colleague has open in an editor's backup does not count."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_each_floor_imports_only_what_lies_below_it() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_no_file_is_longer_than_one_can_hold_in_the_head() -> None:
    sources = tracked(
        "app/*.py", "tests/*.py", "migrations/env.py", "bench/*.py", "static/*.mjs", "static/*.css", "tests/*.mjs"
    )
    assert len(sources) > 100
    long = {
        name_of(path): lines
        for path in sources
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST and name_of(path) not in MAY_BE_LONG
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = [path for path in tracked("app/*.py", "static/*.mjs", "tests/*.py") if path.name != "__init__.py"]
    named = {
        name_of(path) for path in modules for part in (path.stem, path.parent.name) if part in NAMES_THAT_SAY_NOTHING
    }
    assert named == set()


def test_routes_never_speak_to_the_database_themselves() -> None:
    """Reads go through queries, writes through verbs; a route may open nothing but the request's session."""
    offenders = {
        name_of(path): line
        for path in tracked("app/*routes.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"(import|from) (sqlalchemy|app\.db)\b", line) and line != "from app.db import now"
    }
    assert set(offenders) - {"app/web/routes.py"} == set()  # the health check is itself the question to the database


def test_every_module_says_first_what_it_is_for() -> None:
    silent = {
        name_of(path)
        for path in tracked("app/*.py")
        if path.name != "__init__.py" and not path.read_text(encoding="utf-8").startswith('"""')
    }
    assert silent == set()


def test_only_config_reads_the_environment() -> None:
    readers = {
        name_of(path)
        for path in tracked("app/*.py")
        if "os.environ" in path.read_text(encoding="utf-8") or "getenv" in path.read_text(encoding="utf-8")
    }
    assert readers <= {"app/config.py", "app/bootstrap.py"}
