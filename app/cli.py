"""The commands outsiders rely on: parse, call a feature, print. `flask --app wsgi …`; wrong use ends with exit code 1
or 2."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from app.accounts import passwords
from app.accounts.create import BadName, NameTaken, create_user
from app.accounts.links import make_sign_in_link
from app.accounts.models import ROLES
from app.accounts.queries import user_by_name
from app.audit.record import record
from app.db import now, writing
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


def _absolute(path: str) -> str:
    return services().config.address + path


COMMANDS = (create_user_command, sign_in_link_command)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
