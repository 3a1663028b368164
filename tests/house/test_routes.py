"""Every door of the house stands in this one table, with who may open it; a route that is missing here fails.

Rows behind a door are another matter (test_rows.py).
"""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import ROLES
from tests.cast import PEOPLE

Visit = Callable[..., TestResponse]

ANYONE, SIGNED_IN, TOKEN = "anyone", "signed in", "upload token"
LOOKS_AFTER_PEOPLE = {"admin", "secretariat", "ward_secretary"}
LOOKS_AFTER_FORMS = {"admin", "secretariat"}
ISSUES_DOCUMENTS = {"admin", "secretariat", "inspector"}

DOORS: dict[str, str | set[str]] = {
    "accounts.account": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.language": ANYONE,
    "accounts.link_page": ANYONE,
    "accounts.sign_in": ANYONE,
    "accounts.sign_in_by_link": ANYONE,
    "accounts.sign_in_page": ANYONE,
    "accounts.sign_out": ANYONE,
    "admin.create_person": LOOKS_AFTER_PEOPLE,
    "admin.forms": LOOKS_AFTER_FORMS,
    "admin.make_link": LOOKS_AFTER_PEOPLE,
    "admin.people": LOOKS_AFTER_PEOPLE,
    "admin.publish_form": LOOKS_AFTER_FORMS,
    "assets.file": ANYONE,
    "authoring.answer": LOOKS_AFTER_FORMS,
    "authoring.begin": LOOKS_AFTER_FORMS,
    "authoring.create": LOOKS_AFTER_FORMS,
    "authoring.delete": LOOKS_AFTER_FORMS,
    "authoring.form_page": LOOKS_AFTER_FORMS,
    "authoring.lists": LOOKS_AFTER_FORMS,
    "authoring.media": LOOKS_AFTER_FORMS,
    "authoring.new": LOOKS_AFTER_FORMS,
    "authoring.page": LOOKS_AFTER_FORMS,
    "authoring.publish_form": LOOKS_AFTER_FORMS,
    "authoring.replace": LOOKS_AFTER_FORMS,
    "authoring.run": LOOKS_AFTER_FORMS,
    "authoring.values": LOOKS_AFTER_FORMS,
    "collect.answer": SIGNED_IN,
    "collect.begin": SIGNED_IN,
    "collect.draft_delete": SIGNED_IN,
    "collect.draft_file": SIGNED_IN,
    "collect.draft_page": SIGNED_IN,
    "collect.draft_review": SIGNED_IN,
    "collect.draft_send": SIGNED_IN,
    "collect.form": SIGNED_IN,
    "collect.help_page": ANYONE,
    "collect.home": SIGNED_IN,
    "collect.lists": SIGNED_IN,
    "collect.media": SIGNED_IN,
    "collect.page": SIGNED_IN,
    "documents.cancel": ISSUES_DOCUMENTS,
    "documents.job": SIGNED_IN,
    "documents.one": SIGNED_IN,
    "documents.pdf": SIGNED_IN,
    "documents.start": ISSUES_DOCUMENTS,
    "documents.status": SIGNED_IN,
    "offline.about_me": SIGNED_IN,
    "offline.device": SIGNED_IN,
    "offline.file_offset": TOKEN,
    "offline.manifest": ANYONE,
    "offline.offline": ANYONE,
    "offline.outbox": SIGNED_IN,
    "offline.post_record": TOKEN,
    "offline.put_file": TOKEN,
    "offline.service_worker": ANYONE,
    "submissions.file": SIGNED_IN,
    "submissions.listing": SIGNED_IN,
    "submissions.one": SIGNED_IN,
    "submissions.quarantine.file": LOOKS_AFTER_FORMS,
    "submissions.quarantine.listing": LOOKS_AFTER_FORMS,
    "submissions.quarantine.put_away": LOOKS_AFTER_FORMS,
    "submissions.quarantine.retry": LOOKS_AFTER_FORMS,
    "submissions.quarantine.xml": LOOKS_AFTER_FORMS,
    "submissions.receipt": SIGNED_IN,
    "submissions.thumb": SIGNED_IN,
    "submissions.xml": SIGNED_IN,
    "web.healthz": ANYONE,
}


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def rule_of(app: Flask, endpoint: str) -> str | set[str] | None:
    access = getattr(app.view_functions[endpoint], "access", None)
    if access is None:
        return None
    if access.roles is None:
        return ANYONE
    if access.token:
        return TOKEN
    return set(access.roles) or SIGNED_IN


def test_every_route_has_an_access_rule(app: Flask) -> None:
    assert [rule.endpoint for rule in rules(app) if rule_of(app, rule.endpoint) is None] == []


def test_the_table_says_of_every_route_who_may_open_it(app: Flask) -> None:
    assert {rule.endpoint: rule_of(app, rule.endpoint) for rule in rules(app)} == DOORS


def test_a_rule_names_only_roles_that_exist(app: Flask) -> None:
    named = {role for rule in DOORS.values() if isinstance(rule, set) for role in rule}
    assert named <= set(ROLES)


def test_one_endpoint_is_one_action(app: Flask) -> None:
    """A view that both shows and changes would hide a POST behind the rule that was thought out for its GET."""
    both = [rule.endpoint for rule in rules(app) if rule.methods and {"GET", "POST"} <= rule.methods]
    assert both == []


def address(app: Flask, rule: Rule) -> str:
    """A well-formed address that names nothing there is."""
    nothing = {"IntegerConverter": 9_999, "UUIDConverter": "00000000-0000-4000-8000-000000000000"}
    values = {name: nothing.get(type(converter).__name__, "x") for name, converter in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]


def method(rule: Rule) -> str:
    return next(iter(rule.methods - {"HEAD", "OPTIONS"}))


def may_open(endpoint: str, name: str | None) -> bool:
    door = DOORS[endpoint]
    if door in (ANYONE, TOKEN) or name is None:
        return door == ANYONE
    return door == SIGNED_IN or PEOPLE[name][0] in door


@pytest.mark.parametrize("name", [None, *PEOPLE])
def test_each_door_opens_for_those_and_for_nobody_else(app: Flask, visit: Visit, name: str | None) -> None:
    refused, opened = 0, 0
    for rule in rules(app):
        answer = visit(name, address(app, rule), method(rule))
        where = f"{method(rule)} {rule} as {name}: {answer.status_code}"
        to_sign_in = (answer.location or "").startswith("/sign-in?")
        assert answer.status_code < 500, where
        if may_open(rule.endpoint, name):
            opened += 1
            # `same_origin` refuses with 403 what our tests send without a browser's headers.
            assert not to_sign_in, where
            assert answer.status_code != 401, where
            assert answer.status_code != 403 or rule.endpoint in BROWSERS_ONLY, where
        else:
            refused += 1
            expected = {401} if name is None or DOORS[rule.endpoint] == TOKEN else {403}
            assert answer.status_code in expected or (name is None and to_sign_in), where
    assert refused > 0
    assert opened >= sum(door == ANYONE for door in DOORS.values())


# These ask the browser which page a request comes from, instead of a token.
BROWSERS_ONLY = {"authoring.begin", "collect.begin", "offline.device"}


def test_a_dropped_door_leaves_no_line_behind(app: Flask) -> None:
    assert set(DOORS) <= {rule.endpoint for rule in rules(app)}
    assert {rule.endpoint for rule in rules(app)} >= BROWSERS_ONLY
