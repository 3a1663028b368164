"""Comments leave scripts and styles; nothing else does."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.web.lean import lean

ROOT = Path(__file__).resolve().parents[2]

NASTY = r"""
/** Says what it is for.
 *  With `backticks` and "quotes" and 'an apostrophe: don't'.
 */
const out = [];
// a line comment with a ` backtick
const page = `first line
    // not a comment, a line of the text
    /* not a comment either */
  ${ [1, 2].map((n) => `<b class="${n}">${ { a: `}` /* gone */ }.a }</b> // stays`).join("/* stays */") }
    last line \` with an escaped one, and \${ no hole }
`;
out.push(page);
out.push("http://example.org/*stays*/", 'it\'s // staying', "a\
b");
out.push(/[/`"']\/*[^/]*\/\//g.source, "x".replace(/`/g, "'"));
const a = 8, b = 2, g = 1;
out.push(a / b / g, a /* gone */ / b, (a) / b, [a][0] / g); // gone: `
const f = () => {
    return /* a line end in a comment ends
    the statement */ "never";
};
out.push(typeof f());
const label = a/**/ in {8: 1};
out.push(label);
let i = 1
/* between two statements without semicolons */
i++
out.push(i, `${`${`deep ${"`"} // ${1 /* gone */}`}`}`);
/*! kept: a licence */
for (const x of [1]) { /re/.test("re") && out.push(x) } // gone
const t = `a`; // ` gone
const u = `b`; /* ` gone */
out.push(t, u);
console.log(JSON.stringify(out));
"""


def run(script: str) -> str:
    node = shutil.which("node")
    assert node, "node is missing: make test installs it"
    done = subprocess.run([node, "--input-type=module", "-"], input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_script_full_of_traps_does_the_same_without_its_comments() -> None:
    after = lean(NASTY, ".mjs")
    assert run(after) == run(NASTY) != ""
    assert "gone" not in after
    assert "Says what it is for" not in after
    assert "kept: a licence" in after
    assert "    // not a comment, a line of the text\n    /* not a comment either */\n" in after


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "js").rglob("*.mjs")), ids=lambda path: path.name)
def test_every_script_of_ours_is_still_a_script_without_its_comments(path: Path, tmp_path: Path) -> None:
    out = tmp_path / path.name
    out.write_text(lean(path.read_text(encoding="utf-8"), ".mjs"), encoding="utf-8")
    node = shutil.which("node")
    assert node
    done = subprocess.run([node, "--check", str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "\n/**" not in out.read_text(encoding="utf-8")


def test_doing_it_twice_changes_nothing_more() -> None:
    once = lean(NASTY, ".mjs")
    assert lean(once, ".mjs") == once


def test_lines_that_a_comment_leaves_behind_close_up() -> None:
    assert lean("// one\n\n  // two\n  let a = 1; // three\n\n\n  let b = 2;\n", ".mjs") == "let a = 1;\nlet b = 2;\n"


@pytest.mark.parametrize("broken", ["let a = `never closed", "let a = `${ 1 + `", "`${"])
def test_a_script_the_scanner_cannot_follow_is_left_as_it_is(broken: str) -> None:
    text = "// stays\n" + broken
    assert lean(text, ".mjs") == text


def test_styles_keep_their_strings_and_addresses() -> None:
    css = """/* gone */
@layer a {
  .x::before { content: "/* stays */"; background: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org'%3E"); }
  .y { background: url(//example.org/*stays*/.png); margin: 0 /* gone */ 1px; }
  .z { content: 'it\\'s /* stays */'; }
}
"""
    after = lean(css, ".css")
    assert "gone" not in after
    assert after.count("stays") == 3
    assert "margin: 0   1px" in after
    assert "\n " not in after


def test_a_pathological_line_does_not_take_for_ever() -> None:
    assert lean("a = " + "/[" * 20_000 + "\n", ".mjs").startswith("a = ")
    assert lean("/* " + "*" * 50_000, ".css")
