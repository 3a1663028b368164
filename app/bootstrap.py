"""From a fresh clone to a running server or a test run: `python3 -m app.bootstrap run|test|setup|check|…`.

Runs on the bare system Python, so it imports nothing but the standard library. Every step looks first whether it is
still needed, so that a second call takes a second or two.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
FORMS = ROOT / ".cache" / "forms"
BIN = VENV / "bin"

# WeasyPrint's libraries, its font subsetter, and the Times-metric font with every Vietnamese letter.
RUN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-croscore")
# The tests' tools; libatomic1 for the Node that Playwright brings along, Java's compiler to ask JavaRosa.
TEST_PACKAGES = ("chromium", "poppler-utils", "postgresql", "nodejs", "libatomic1", "default-jdk-headless")
# What counts as "there" although Debian's package of that name is not: another build of the same program.
PROGRAM_OF = {"chromium": "chromium", "poppler-utils": "pdftotext", "nodejs": "node", "default-jdk-headless": "javac"}

GRACE = 30.0  # seconds to finish the request or the document at hand before a process is killed


def main(arguments: Sequence[str]) -> int:
    commands: dict[str, Callable[[list[str]], int]] = {
        "setup": lambda _rest: setup(),
        "run": lambda _rest: run(),
        "test": test,
        "check": lambda _rest: check(),
        "sure": lambda rest: check() or test(rest),
        "bench": bench,
        "coverage": coverage,
        "lock": lambda _rest: lock(),
        "texts": lambda _rest: texts(),
        "features": lambda _rest: features(),
    }
    if not arguments or arguments[0] not in commands:
        say(f"usage: python3 -m app.bootstrap {'|'.join(commands)}")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything has checked
        say(f"Phiếu needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    os.chdir(ROOT)
    try:
        return commands[arguments[0]](list(arguments[1:]))
    except subprocess.CalledProcessError as error:
        say(f"failed: {' '.join(map(str, error.cmd))}")
        return 1


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# ---- what the machine needs


def setup(developing: bool = False) -> int:
    """System packages, virtual environment, pinned and hashed requirements, compiled catalogues."""
    system_packages(RUN_PACKAGES + (TEST_PACKAGES if developing else ()))
    virtual_environment()
    requirements("requirements.txt")
    if developing:
        requirements("requirements-dev.txt")
        public_forms()
    compile_catalogues()
    return 0


def system_packages(wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if not is_installed(name)]
    if not missing:
        return
    if shutil.which("apt-get") is None:
        say(f"Not a Debian machine: please see to it that these are installed: {' '.join(missing)}")
        return
    say(f"installing with apt: {' '.join(missing)}")
    apt("update", "-q")
    apt("install", "-q", "-y", "--no-install-recommends", *missing)


def is_installed(package: str) -> bool:
    program = PROGRAM_OF.get(package)
    if program and shutil.which(program):
        return True
    if package == "postgresql" and any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return True
    if shutil.which("dpkg-query") is None:
        return False
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True, check=False
    )
    return asked.stdout == "install ok installed"


def apt(*arguments: str) -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    # On standard error, so that the standard output of a command stays its own.
    subprocess.run([*sudo, *environment, "apt-get", *arguments], check=True, stdout=sys.stderr)


def virtual_environment() -> None:
    if (BIN / "python").exists():
        return
    # Only Debian's own Python comes without ensurepip, and only then is its package needed.
    if importlib.util.find_spec("ensurepip") is None:
        system_packages((f"python3.{sys.version_info.minor}-venv",))
    say("creating .venv")
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def requirements(name: str) -> None:
    """Install a pinned file unless exactly this one was installed before."""
    wanted = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    stamp = VENV / f"{name}.sha256"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"installing {name}")
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    subprocess.run([*pip, "-r", name], check=True)
    stamp.write_text(wanted)


def public_forms() -> None:
    """The package whose forms the tests publish: fetched once, not installed."""
    if any(FORMS.glob("*.whl")):
        return
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "-r", "requirements-forms.txt", "-d", str(FORMS)], check=True)


def compile_catalogues() -> None:
    for source in (ROOT / "app" / "translations").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            language = source.parts[-3]
            command = [str(BIN / "pybabel"), "-q", "compile", "-i", str(source), "-o", str(compiled), "-l", language]
            subprocess.run(command, check=True)


def texts() -> int:
    """Collect every sentence of the program into the English catalogue, where a person then translates the new ones."""
    setup(developing=True)
    pybabel, template = str(BIN / "pybabel"), str(VENV / "messages.pot")
    # Keys are Vietnamese sentences (docs/decisions/0001); no line numbers, so the file only changes with the texts.
    options = [
        "-F",
        "pyproject.toml",
        "-k",
        "lazy_gettext",
        "-k",
        "_l",
        "--no-location",
        "--sort-output",
        "--no-wrap",
        "-o",
        template,
    ]
    subprocess.run([pybabel, "-q", "extract", *options, "--project", "Phiếu", "."], check=True)
    catalogue = ROOT / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    verb = "update" if catalogue.exists() else "init"
    extra = ["--no-fuzzy-matching", "--ignore-pot-creation-date"] if verb == "update" else []
    command = [pybabel, "-q", verb, "-i", template, "-o", str(catalogue), "-l", "en", "--no-wrap", *extra]
    subprocess.run(command, check=True)
    return 0


def features() -> int:
    """Write docs/features.md anew, from the forms of the tests' corpus."""
    setup(developing=True)
    subprocess.run([str(BIN / "python"), "-m", "tests.corpus.features"], check=True)
    return 0


def lock() -> int:
    """Pin every dependency with hashes, naming no index."""
    setup(developing=True)
    for name in ("requirements", "requirements-dev"):
        options = ("--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-header", "--quiet", "--upgrade")
        quiet = ("--no-emit-index-url", "--no-emit-find-links", "--annotation-style=line")
        subprocess.run([str(BIN / "pip-compile"), *options, *quiet, f"{name}.in", "-o", f"{name}.txt"], check=True)
    return 0


# ---- running


def run() -> int:
    """Prepare everything, then serve until interrupted: one server, one worker; when one dies, both stop."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if is_taken(host, int(port)):
        say(f"Something else already listens on {host}:{port}. Choose another port: PORT=8001 make run")
        return 1
    setup()
    subprocess.run([str(BIN / "flask"), "--app", "wsgi", "prepare"], check=True)
    server = [str(BIN / "granian"), "--interface", "wsgi", "--host", host, "--port", port]
    server += ["--workers", "1", "--blocking-threads", "8", "--log-level", "error", "--no-ws", "wsgi:app"]
    return supervise([server, [str(BIN / "python"), "-m", "app.worker"]])


def is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As servers do, so that a port that was only just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def supervise(commands: Sequence[Sequence[str]], grace: float = GRACE) -> int:
    stopping = []

    def stop(number: int, _frame: object) -> None:
        stopping.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    # In sessions of their own: Ctrl-C reaches every process of the terminal's group, and granian, told to stop a second
    # time while it stops, never does; a closed terminal (SIGHUP) it takes for "reload".
    children = [subprocess.Popen(command, start_new_session=True) for command in commands]
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    deadline = time.monotonic() + grace
    codes = [ended(child, deadline) for child in children]
    return 0 if stopping else max(abs(code) for code in codes) or 1


def ended(child: subprocess.Popen[bytes], deadline: float) -> int:
    try:
        return child.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)  # with what it started itself
        return child.wait()


# ---- trusting


def test(arguments: list[str]) -> int:
    """The whole suite (or the files named): Python, JavaScript, Chromium, documents, the house itself."""
    setup(developing=True)
    return subprocess.run([str(BIN / "python"), "-m", "pytest", *arguments], check=False).returncode


def check() -> int:
    """Format, lint, types, walls."""
    setup(developing=True)
    steps = (
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "."),
        ("mypy",),
        ("lint-imports",),
    )
    failed = [step for step in steps if subprocess.run([str(BIN / step[0]), *step[1:]], check=False).returncode]
    return 1 if failed else 0


def coverage(arguments: list[str]) -> int:
    """Which branches of the engine, in Python and in the browser, no test of engine and browser takes."""
    setup(developing=True)
    tests = arguments or ["tests/unit/engine", "tests/js", "tests/browser"]
    with tempfile.TemporaryDirectory(prefix="phieu-coverage-") as folder:
        environment = os.environ | {"JS_COVERAGE": folder}
        measured = [str(BIN / "coverage"), "run", "--branch", "--source=app/engine", f"--data-file={folder}/python"]
        tested = subprocess.run([*measured, "-m", "pytest", *tests], check=False, env=environment).returncode
        report = [str(BIN / "coverage"), "report", f"--data-file={folder}/python", "-m", "--skip-covered"]
        python = subprocess.run([*report, "--fail-under=100"], check=False).returncode
        script = subprocess.run([str(BIN / "python"), "-m", "tests.js.coverage", folder], check=False).returncode
    return tested or python or script


def bench(arguments: list[str]) -> int:
    """Benchmarks, one after the other: `bench [NAME…]`; also by the environment's WHAT."""
    setup(developing=True)
    wanted = arguments or os.environ.get("WHAT", "").split()
    scripts = sorted(p for p in (ROOT / "bench").glob("*.py") if not p.name.startswith("_"))
    codes = []
    for script in scripts:
        if not wanted or script.stem in wanted:
            print(f"\n## {script.stem}", flush=True)
            command = [str(BIN / "python"), "-m", f"bench.{script.stem}"]
            codes.append(subprocess.run(command, check=False, cwd=ROOT).returncode)
    return max(codes, default=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
