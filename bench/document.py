"""How long a ward's minutes (R1) take: with a warm printer, as the worker has it, and with one that starts for it, as
the command line does. Both in the same run and on the same records, so the ratio means something on any machine."""

import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from app.documents.command import issue_now
from app.documents.printer import Printer
from app.factory import create_app
from app.web.services import Services
from tests.builders import answers, inspections
from tests.conftest import config_for, furnish

ROUNDS = 5


@dataclass(frozen=True)
class Took:
    wall: float
    cpu: float  # of this process and of the printer's


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="phieu-bench-") as folder:
        config = config_for(Path(folder), f"sqlite:///{folder}/phieu.sqlite3")
        furnish(config)
        app = create_app(config)
        services = app.extensions["phieu"]
        records = [inspections.inspection(app, ward) for ward in answers.wards()[: 2 * ROUNDS + 1]]
        warm = Printer(Path(folder) / "cache")
        issue_now(services, warm, "R1", records.pop())  # imports, fonts, style sheet, compiled form
        slow, fast = [], []
        for _ in range(ROUNDS):  # by turns, so that a busy moment of the machine hits both
            cold = Printer(Path(folder) / "cache")
            slow.append(_timed(services, cold, records.pop()))
            cold.close()
            fast.append(_timed(services, warm, records.pop()))
        memory = int(_about(warm, "status", r"VmHWM:\s+(\d+) kB")) / 1024
        warm.close()
        services.engine.dispose()
    print("minutes of an inspection (R1), median of 5     wall s   CPU s")
    for name, times in (("cold: a printer that starts for it", slow), ("warm: the worker's printer", fast)):
        print(f"{name:44} {_median(times, 'wall'):8.2f} {_median(times, 'cpu'):7.2f}")
    ratios = [_median(slow, what) / _median(fast, what) for what in ("wall", "cpu")]
    print(f"{'cold : warm':44} {ratios[0]:8.1f} {ratios[1]:7.1f}")
    print(f"printer's peak memory {memory:.0f} MB")
    return 0


def _timed(services: Services, printer: Printer, record: int) -> Took:
    wall, own, child = time.perf_counter(), time.process_time(), _cpu(printer)
    issue_now(services, printer, "R1", record)
    return Took(time.perf_counter() - wall, time.process_time() - own + _cpu(printer) - child)


def _cpu(printer: Printer) -> float:
    """Seconds that the printer's process has used; 0 before it started."""
    ticks = _about(printer, "stat", r"\) \S (?:\S+ ){10}(\d+ \d+)") or "0 0"
    return sum(map(int, ticks.split())) / os.sysconf("SC_CLK_TCK")


def _about(printer: Printer, file: str, pattern: str) -> str:
    if printer._child is None:
        return ""
    found = re.search(pattern, Path(f"/proc/{printer._child.pid}/{file}").read_text())
    return found[1] if found else ""


def _median(times: list[Took], what: str) -> float:
    return statistics.median(getattr(took, what) for took in times)


if __name__ == "__main__":
    sys.exit(main())
