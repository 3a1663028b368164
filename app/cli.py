"""The commands outsiders rely on: parse, call a feature, print. `flask --app wsgi …`; wrong use ends with exit code 1
or 2."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.accounts import passwords
from app.accounts.access import person_of
from app.accounts.create import BadName, NameTaken, create_user
from app.accounts.links import make_sign_in_link
from app.accounts.models import ROLES
from app.accounts.queries import user_by_name
from app.audit.record import record
from app.catalog.publish import publish_paths
from app.db import now, reading, writing
from app.demo.furnish import furnish
from app.demo.records import Plan
from app.documents.command import WHY, issue_named
from app.documents.kinds import KINDS
from app.engine.problems import sentence
from app.exports.export import FORMATS, export
from app.first_start import prepare
from app.jobs.work import Failed, Refused, Stopped
from app.submissions.from_files import NoRecord, receive_file
from app.submissions.problems import WHY_ASIDE, FormProblem, in_words
from app.units.queries import AmbiguousCode, by_key_or_code
from app.web.language import local
from app.web.services import services


@click.command("create-user")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--unit", "unit_key", required=True, help="our key (phu-cuong) or today's official code (25747)")
@click.option("--full-name", default="")
@click.option("--password-stdin", is_flag=True, help="read the password from the first line of standard input")
@with_appcontext
def create_user_command(name: str, role: str, unit_key: str, full_name: str, password_stdin: bool) -> None:
    """Create a user; without a password, print a one-time sign-in link."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    if password is not None and (refusal := passwords.refusal(password, name)):
        raise click.ClickException(str(refusal))
    with writing(services().engine) as session, session.begin():
        try:
            unit = by_key_or_code(session, unit_key, local(now()).date())
            user = create_user(session, name, role=role, unit=unit, full_name=full_name, password=password)
        except AmbiguousCode:
            raise click.ClickException(f"Mã {unit_key} đang chỉ nhiều đơn vị. Hãy dùng khóa của đơn vị.") from None
        except LookupError:
            raise click.ClickException(f"Không có đơn vị nào mang khóa hoặc mã {unit_key}.") from None
        except NameTaken:
            raise click.ClickException(f"Tên đăng nhập {name} đã có người dùng.") from None
        except BadName:
            raise click.ClickException("Tên đăng nhập gồm 2–80 chữ thường không dấu, số và . _ @ + -") from None
        record(session, None, "user.create", f"user:{user.id}", role=role, unit=unit.id)
        link = None if password else make_sign_in_link(session, user)
    click.echo(f"Đã tạo người dùng {user.name}: {role}, {unit.name}.")
    if link:
        click.echo(_absolute(link))


@click.command("sign-in-link")
@click.argument("name")
@with_appcontext
def sign_in_link_command(name: str) -> None:
    """Print a link that signs NAME in once, within 24 hours."""
    with writing(services().engine) as session, session.begin():
        user = user_by_name(session, name)
        if user is None or not user.active:
            raise click.ClickException(f"Không có người dùng nào tên {name}.")
        link = make_sign_in_link(session, user)
        record(session, None, "user.link", f"user:{user.id}")
    click.echo(_absolute(link))


@click.command("publish")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--lang", type=click.Choice(("vi", "en")), default="vi", help="language of the problems")
@with_appcontext
def publish_command(paths: tuple[Path, ...], lang: str) -> None:
    """Publish XLSForms and XForms, or every form of a folder: all of them or, when one has an error, none."""
    found = services()
    with writing(found.engine) as session:
        results = publish_paths(session, found.blobs, paths)
        for result in results:
            for problem in result.problems:
                click.echo(f"{result.name}: {sentence(problem, lang)}", err=True)
        published = [result.version for result in results if result.version is not None]
        if len(published) < len(results) or not results:
            session.rollback()
            raise click.ClickException("Chưa ban hành biểu mẫu nào.")
        for version in published:
            record(session, None, "form.publish", f"form:{version.form.form_id}", version=version.version)
        session.commit()
    for version in published:
        click.echo(f"{version.form.form_id} {version.version}")


@click.command("receive")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--user", "name", required=True, help="whose records these are")
@with_appcontext
def receive_command(files: tuple[Path, ...], name: str) -> None:
    """Take in instance XML files, attachments beside them; print one receipt a line."""
    found = services()
    with reading(found.engine) as session:
        user = user_by_name(session, name)
        if user is None or not user.active:
            raise click.ClickException(f"Không có người dùng nào tên {name}.")
        author = person_of(user)
    unread = False
    for file in files:
        try:
            receipt = receive_file(found.engine, found.blobs, file, author)
        except NoRecord as error:
            click.echo(f"Không đọc được {error}", err=True)
            unread = True
            continue
        click.echo(receipt.receipt)
        if receipt.reason:
            click.echo(f"{file}: giữ lại để xem, chưa thành phiếu. {WHY_ASIDE[receipt.reason]}", err=True)
        _tell(receipt.problems, f"{file}: ")
        for missing in (each.name for each in receipt.files if each.state == "missing"):
            click.echo(
                f"{file}: chưa có tệp “{missing}” mà phiếu nhắc đến. Đặt tệp cạnh phiếu rồi chạy lại lệnh này.",
                err=True,
            )
    if unread:
        sys.exit(1)


@click.command("export")
@click.argument("form_id")
@click.option("--format", "kind", required=True, type=click.Choice(FORMATS))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@with_appcontext
def export_command(form_id: str, kind: str, output: Path) -> None:
    """Write everything recorded with FORM_ID into a file (docs/formats/export.md)."""
    found = services()
    try:
        count, written = export(found.engine, found.blobs, form_id, kind, output)
    except LookupError:
        raise click.ClickException(f"Không có biểu mẫu nào mang mã {form_id}.") from None
    except OSError as error:
        raise click.ClickException(f"Không ghi được {output}: {error.strerror}") from None
    click.echo(f"{count} phiếu: {', '.join(map(str, written))}", err=True)


@click.command("document")
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.option("--submission", required=True, help="row id, receipt number or instanceID of the record")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@with_appcontext
def document_command(kind: str, submission: str, output: Path) -> None:
    """Make a document as PDF without the queue: the one issued from the record as it stands, else a new one is issued
    under the next number."""
    try:
        document, pdf, problems = issue_named(services(), kind, submission)
        output.write_bytes(pdf)
    except LookupError:
        raise click.ClickException(f"Không có phiếu {submission} để lập {kind}.") from None
    except OSError as error:
        raise click.ClickException(f"Không ghi được {output}: {error.strerror}") from None
    except (Failed, Refused, Stopped) as error:
        raise click.ClickException(WHY.get(str(error), f"Không lập được ({str(error) or 'stopped'}).")) from None
    if problems:
        click.echo(f"Phiếu còn {len(problems)} chỗ cần xem lại; {kind} in đúng như phiếu đang có:", err=True)
        _tell(problems, "  ")
    click.echo(f"Số {document.symbol}, {document.size} byte, SHA-256 {document.sha256}")


@click.command("prepare")
@with_appcontext
def prepare_command() -> None:
    """What `make run` does before the server starts: tables, content, an administrator."""
    prepared = prepare(services())
    for name, problem in prepared.problems:
        click.echo(f"{name}: {sentence(problem)}", err=True)
    click.echo(f"Biểu mẫu: {', '.join(prepared.forms)}")
    address = services().config.address
    if prepared.link:
        click.echo(f"Đăng nhập lần đầu với quyền quản trị ({prepared.administrator}), liên kết chỉ dùng một lần:")
        click.echo(f"  {address}{prepared.link}")
    click.echo(f"Phiếu: {address}")


@click.command("demo")
@click.option("--records", type=click.IntRange(min=0), default=70, show_default=True, help="surveys and activities")
@click.option("--seed", type=int, default=1, show_default=True, help="the same seed makes the same data")
@with_appcontext
def demo_command(records: int, seed: int) -> None:
    """Believable data to look around with: people of every role, surveys, activities, an inspection for each ward."""

    def bar(steps: list[Plan]) -> AbstractContextManager[Iterable[Plan]]:
        return click.progressbar(steps, label="Phiếu", file=sys.stderr)

    try:
        cast, made, marked = furnish(services(), records, seed, bar)
    except LookupError as error:
        raise click.ClickException(f"Chưa có nội dung ({error}). Hãy chạy `flask --app wsgi prepare` trước.") from None
    for form_id, count in sorted(made.items()):
        click.echo(f"{form_id}: {count} phiếu mới")
    if marked:
        click.echo(f"{marked} phiếu có lỗi cần xem lại")
    ward = next(iter(cast.surveyors))
    names = (cast.secretariat, cast.inspector, cast.surveyors[ward], cast.secretaries[ward], cast.province)
    click.echo("Đăng nhập với: " + ", ".join(f"{person.name} ({person.unit_name})" for person in names) + ", …")
    click.echo(f"Mật khẩu chung: {cast.password}" if cast.password else "Mật khẩu như lần trước.")


def _tell(problems: Iterable[FormProblem], before: str) -> None:
    for problem in problems:
        where = f"{problem['ref']}: " if problem["ref"] else ""
        click.echo(f"{before}{where}{in_words(problem)}", err=True)


def _absolute(path: str) -> str:
    return services().config.address + path


COMMANDS = (
    create_user_command,
    sign_in_link_command,
    publish_command,
    receive_command,
    export_command,
    document_command,
    prepare_command,
    demo_command,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
