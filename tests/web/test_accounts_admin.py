"""Looking after people: who sees whom, who may make links for whom, and that nobody climbs by it."""

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import db
from app.accounts.access import Person
from app.accounts.models import Grant, User
from app.accounts.rights import stewardship
from app.audit.models import AuditEntry
from app.units.models import Unit
from tests.browsing import Browser, forms_of

NEW = {"full_name": "Lý Văn Mới", "name": "moi"}


def unit_id(engine: Engine, key: str) -> int:
    with db.reading(engine) as session:
        return session.scalars(select(Unit.id).where(Unit.key == key)).one()


def user(engine: Engine, name: str) -> User:
    with db.reading(engine) as session:
        return session.scalars(select(User).where(User.name == name)).one()


def add(browser: Browser, **fields: object):
    return browser.submit(browser.get("/admin/people"), "/admin/people", **{**NEW, **fields})


def offered_links(browser: Browser) -> set[int]:
    actions = [form["action"] for form in forms_of(browser.get("/admin/people").text)]
    return {int(action.split("/")[3]) for action in actions if action.endswith("/link")}


def test_the_city_sees_its_wards_people_and_not_the_provinces(strict_client: Browser) -> None:
    page = strict_client.sign_in("em").get("/admin/people").text
    for name in ("Nguyễn Văn An", "Lê Thị Cúc", "Võ Quốc Dũng"):
        assert name in page
    assert "Đặng Thu Giang" not in page


def test_a_ward_sees_its_own_people_only(strict_client: Browser) -> None:
    page = strict_client.sign_in("binh").get("/admin/people").text
    assert "Nguyễn Văn An" in page
    assert "Lê Thị Cúc" not in page
    assert "Võ Quốc Dũng" not in page


@pytest.mark.parametrize("name", ["an", "dung", "giang"])
def test_others_do_not_look_after_people_and_the_try_is_kept(strict_client: Browser, engine: Engine, name: str) -> None:
    assert strict_client.sign_in(name).get("/admin/people").status_code == 403
    with db.reading(engine) as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor_id, entry.action, entry.subject) == (
        user(engine, name).id,
        "access.denied",
        "route:admin.people",
    )


def test_a_new_surveyor_gets_a_link_and_gets_in(strict_client: Browser, app: Flask, engine: Engine) -> None:
    app.extensions["phieu"].config.__dict__["public_url"] = "http://localhost"
    answer = add(strict_client.sign_in("em"), role="surveyor", unit=str(unit_id(engine, "phu-loi")))
    assert answer.status_code == 200
    link = answer.text.split('value="http://localhost')[1].split('"')[0]
    person = Browser(app)
    assert person.submit(person.get(link)).status_code == 303
    assert 'value="moi"' in person.get("/account").text
    made = user(engine, "moi")
    assert [(grant.role, grant.unit_id) for grant in made.grants] == [("surveyor", unit_id(engine, "phu-loi"))]
    with db.reading(engine) as session:
        assert "user.create" in session.scalars(select(AuditEntry.action)).all()


def test_a_ward_secretary_makes_surveyors_of_the_own_ward_and_nothing_else(
    strict_client: Browser, engine: Engine
) -> None:
    here, there = unit_id(engine, "phu-cuong"), unit_id(engine, "phu-loi")
    strict_client.sign_in("binh")
    for fields in (
        {"role": "surveyor", "unit": str(there)},
        {"role": "secretariat", "unit": str(here)},
        {"role": "ward_secretary", "unit": str(here)},
        {"role": "admin", "unit": str(here)},
    ):
        assert add(strict_client, **fields).status_code == 422
    assert add(strict_client, role="surveyor", unit=str(here)).status_code == 200


def test_the_secretariat_makes_no_administrators(strict_client: Browser, engine: Engine) -> None:
    strict_client.sign_in("em")
    assert add(strict_client, role="admin", unit=str(unit_id(engine, "thu-dau-mot"))).status_code == 422
    with db.reading(engine) as session:
        assert session.scalar(select(User).where(User.name == "moi")) is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("an", "đã có người dùng"),
        ("Có Dấu", "chữ thường không dấu"),
        ("x", "chữ thường không dấu"),
        ("", "Hãy nhập tên"),
    ],
)
def test_a_name_that_is_taken_or_no_name_is_refused_and_the_rest_stays_filled_in(
    strict_client: Browser, engine: Engine, name: str, says: str
) -> None:
    strict_client.sign_in("em")
    answer = add(strict_client, name=name, role="surveyor", unit=str(unit_id(engine, "phu-loi")))
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Lý Văn Mới"' in answer.text


def test_links_are_offered_only_for_people_one_may_look_after(app: Flask, engine: Engine) -> None:
    ids = {name: user(engine, name).id for name in ("an", "binh", "chi", "cuc", "dung", "em", "giang", "quan_tri")}
    assert offered_links(Browser(app).sign_in("binh")) == {ids["an"]}
    assert offered_links(Browser(app).sign_in("em")) == {ids[n] for n in ("an", "binh", "chi", "cuc", "dung", "em")}
    assert offered_links(Browser(app).sign_in("quan_tri")) == set(ids.values())


@pytest.mark.parametrize(
    ("by", "whose"),
    [("binh", "chi"), ("binh", "cuc"), ("binh", "em"), ("em", "giang"), ("em", "quan_tri"), ("an", "an")],
)
def test_a_link_for_somebody_elses_charge_is_not_to_be_had_by_asking_for_it(
    strict_client: Browser, engine: Engine, by: str, whose: str
) -> None:
    strict_client.sign_in(by)
    page = strict_client.get("/account").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = strict_client.post(f"/admin/people/{user(engine, whose).id}/link", data={"csrf_token": token})
    assert answer.status_code in {403, 404}
    with db.reading(engine) as session:
        assert "access.denied" in session.scalars(select(AuditEntry.action)).all()


def test_somebody_with_a_second_grant_elsewhere_is_out_of_reach(engine: Engine, person) -> None:
    """A surveyor of the ward who is also an administrator: the ward secretary's link would open both."""
    with db.writing(engine) as session, session.begin():
        an = session.scalars(select(User).where(User.name == "an")).one()
        binh: Person = person("binh")
        assert stewardship(session, binh).looks_after(an)
        an.grants.append(Grant(role="admin", unit_id=an.unit_id))
        session.flush()
        assert not stewardship(session, binh).looks_after(an)


def test_without_a_token_nobody_is_made(strict_client: Browser, engine: Engine) -> None:
    fields = {**NEW, "role": "surveyor", "unit": str(unit_id(engine, "phu-loi"))}
    assert strict_client.sign_in("em").post("/admin/people", data=fields).status_code == 400


def test_no_unit_is_chosen_until_somebody_chooses_and_the_role_begins_with_the_least(strict_client: Browser) -> None:
    page = strict_client.sign_in("em").get("/admin/people")
    preset = next(form for form in forms_of(page.text) if form["action"] == "/admin/people")["values"]
    assert (preset["role"], preset["unit"]) == ("surveyor", "")
    answer = add(strict_client)
    assert answer.status_code == 422
    assert "Hãy chọn đơn vị." in answer.text


def test_a_number_that_no_person_has_is_not_found(app: Flask) -> None:
    assert Browser(app).sign_in("em").post(f"/admin/people/{10**20}/link").status_code == 404
