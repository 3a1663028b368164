"""create-user and sign-in-link, as whoever runs the server types them."""

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Engine, select

from app import db
from app.accounts import passwords
from app.accounts.models import SignInLink, User
from tests.browsing import Browser


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def user(engine: Engine, name: str) -> User | None:
    with db.reading(engine) as session:
        return session.scalar(select(User).where(User.name == name))


def test_a_user_with_a_password_can_sign_in(run: FlaskCliRunner, engine: Engine) -> None:
    done = run.invoke(
        args=[
            "create-user",
            "Moi",
            "--role",
            "surveyor",
            "--unit",
            "25747",
            "--full-name",
            "Lý Văn Mới",
            "--password-stdin",
        ],
        input="tám cái ghế gỗ\n",
    )
    assert done.exit_code == 0, done.output
    assert "Đã tạo người dùng moi: surveyor, Phú Cường." in done.output
    assert "/sign-in/" not in done.output
    found = user(engine, "moi")
    assert found is not None
    assert passwords.is_right(found.password_hash, "tám cái ghế gỗ")
    assert [grant.role for grant in found.grants] == ["surveyor"]


def test_a_user_without_a_password_gets_a_link_that_works(run: FlaskCliRunner, app: Flask) -> None:
    done = run.invoke(args=["create-user", "moi", "--role", "inspector", "--unit", "thu-dau-mot"])
    assert done.exit_code == 0, done.output
    link = done.output.splitlines()[-1]
    assert link.startswith("http://localhost:8000/sign-in/")
    browser = Browser(app)
    assert browser.submit(browser.get(link.removeprefix("http://localhost:8000"))).status_code == 303
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["moi", "--role", "surveyor", "--unit", "99999"], "Không có đơn vị nào mang khóa hoặc mã 99999."),
        (["an", "--role", "surveyor", "--unit", "25747"], "Tên đăng nhập an đã có người dùng."),
        (["AN ", "--role", "surveyor", "--unit", "25747"], "đã có người dùng"),
        (["Có Dấu", "--role", "surveyor", "--unit", "25747"], "chữ thường không dấu"),
    ],
)
def test_what_cannot_be_is_said_plainly_and_nothing_is_made(
    run: FlaskCliRunner, engine: Engine, arguments: list[str], says: str
) -> None:
    done = run.invoke(args=["create-user", *arguments])
    assert done.exit_code == 1
    assert says in done.output
    assert "Traceback" not in done.output
    with db.reading(engine) as session:
        assert session.scalars(select(SignInLink)).all() == []


def test_a_role_nobody_has_heard_of_is_refused_with_the_ones_there_are(run: FlaskCliRunner) -> None:
    done = run.invoke(args=["create-user", "moi", "--role", "king", "--unit", "25747"])
    assert done.exit_code == 2
    assert "ward_secretary" in done.output


@pytest.mark.parametrize("typed", ["\n", "", "ngắn\n", "12345678\n"])
def test_a_weak_password_makes_no_user(run: FlaskCliRunner, engine: Engine, typed: str) -> None:
    arguments = ["create-user", "moi", "--role", "surveyor", "--unit", "25747", "--password-stdin"]
    done = run.invoke(args=arguments, input=typed)
    assert done.exit_code == 1
    assert "Mật khẩu" in done.output
    assert user(engine, "moi") is None


def test_a_link_for_somebody_who_is_there(run: FlaskCliRunner, app: Flask) -> None:
    done = run.invoke(args=["sign-in-link", "an"])
    assert done.exit_code == 0
    assert Browser(app).get(done.output.strip().removeprefix("http://localhost:8000")).status_code == 200


def test_no_link_for_nobody(run: FlaskCliRunner) -> None:
    done = run.invoke(args=["sign-in-link", "khong_co_ai"])
    assert done.exit_code == 1
    assert "Không có người dùng nào tên khong_co_ai." in done.output
