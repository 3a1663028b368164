"""Whoever installs the program finds every setting described."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def names_read() -> set[str]:
    """The string in each `env.get("…")` of config.py."""
    tree = ast.parse((ROOT / "app" / "config.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_variable_that_is_read_is_described() -> None:
    pages = [ROOT / "README.md", ROOT / "docs" / "operating.md"]
    described = "\n".join(page.read_text(encoding="utf-8") for page in pages if page.exists())
    read = names_read()
    assert {"PORT", "DATA_DIR", "DATABASE_URL", "SECRET_KEY"} <= read
    assert {name for name in read if f"`{name}`" not in described} == set()


def test_every_command_is_described() -> None:
    source = (ROOT / "app" / "cli.py").read_text(encoding="utf-8")
    commands = {line.split('"')[1] for line in source.splitlines() if line.startswith("@click.command(")}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "create-user" in commands
    assert {name for name in commands - {"prepare"} if f"`{name}" not in readme} == set()
