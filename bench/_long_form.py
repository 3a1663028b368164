"""A form longer than anybody should fill in: 1,000 questions in 20 groups, each with relevance and a calculation,
the last group a repeat. Its wire, and the same edits for every engine that is measured."""

import random

from app.engine.compile import Compiled, compile_form

GROUPS, EACH, INSTANCES, EDITS = 20, 50, 50, 400
QUESTIONS = GROUPS * EACH


def xlsform() -> bytes:
    """A running total in every group: an edit of its first question changes fifty calculations, then two more."""
    rows = ["| survey |", "| | type | name | label | relevant | calculation | repeat_count |"]
    for group in range(GROUPS):
        last = group == GROUPS - 1
        kind, name = ("repeat", "r") if last else ("group", f"g{group}")
        rows.append(f"| | begin_{kind} | {name} | Nhóm {group} | | | {INSTANCES if last else ''} |")
        for number in range(EACH):
            rows += _question(f"{name}_{number}", f"{name}_{number - 1}" if number else "")
        rows.append(f"| | end_{kind} | | | | | |")
    totals = " + ".join(f"coalesce(${{g{group}_{EACH - 1}_t}}, 0)" for group in range(GROUPS - 1))
    rows.append(f"| | calculate | tong | | | {totals} + sum(${{r_{EACH - 1}_t}}) | |")
    rows += ["| settings |", "| | form_id | version | form_title |", "| | dai | 1 | Biểu mẫu dài |", ""]
    return "\n".join(rows).encode()


def _question(name: str, before: str) -> list[str]:
    relevant = f"not(${{{before}}} = 99)" if before else "true()"
    total = f"coalesce(${{{name}}}, 0)" + (f" + coalesce(${{{before}_t}}, 0)" if before else "")
    return [
        f"| | integer | {name} | Câu hỏi {name} | {relevant} | | |",
        f"| | calculate | {name}_t | | | {total} | |",
    ]


def compiled() -> Compiled:
    return compile_form(xlsform(), "dai.md", {})


def edits() -> list[tuple[str, str]]:
    """Somebody who answers here and there, in the repeat as often as in any group; 99 hides the next question."""
    dice = random.Random(2018)
    found = []
    for _ in range(EDITS):
        group, number = dice.randrange(GROUPS), dice.randrange(EACH)
        ref = f"g{group}/g{group}_{number}"
        if group == GROUPS - 1:
            ref = f"r[{dice.randint(1, INSTANCES)}]/r_{number}"
        found.append((ref, dice.choice(["1", "7", "99", ""])))
    return found
