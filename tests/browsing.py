"""A test client that signs in as one of the cast and, like a browser, sends the forms that stand on a page."""

from contextvars import Context
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import db
from app.accounts.models import User


class Browser(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Each request has its own context, as in real life. Inside a context that the test holds open Flask would
        share `g`, and with it the signed-in person, among all requests. So a streamed answer is read to its end in
        there."""
        return Context().run(super().open, *args, **{"buffered": True, **kwargs})

    def sign_in(self, name: str) -> "Browser":
        """Straight into the session; the sign-in page has tests of its own."""
        with db.reading(self.application.extensions["phieu"].engine) as session:
            user = session.query(User).filter_by(name=name).one()
            with self.session_transaction() as cookie:
                cookie["_user_id"] = f"{user.id}:{user.stamp}"
        return self

    def submit(self, page: TestResponse, action: str | None = None, **fields: Any) -> TestResponse:
        """Send the page's form (with this action) as a browser would: hidden fields and preset values included."""
        forms = [form for form in forms_of(page.text) if action is None or form["action"] == action]
        assert len(forms) == 1, f"{len(forms)} forms with action {action!r}"
        values = {**forms[0]["values"], **fields}
        sent = {name: value for name, value in values.items() if value is not None}
        return self.post(forms[0]["action"] or page.request.path, data=sent)


def forms_of(html: str) -> list[dict[str, Any]]:
    """The POST forms of a page: action, and the values that would be sent if nothing were touched."""
    reader = _Forms()
    reader.feed(html)
    return reader.forms


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._open: dict[str, Any] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form" and (has.get("method") or "").lower() == "post":
            self._open = {"action": has.get("action"), "values": {}}
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input" and has.get("name"):
            if has.get("type") in {"checkbox", "radio"} and "checked" not in has:
                return
            self._open["values"][has["name"]] = has.get("value") or ""
        elif tag == "select":
            self._select = has.get("name") or ""
        elif tag == "option" and self._select and (self._select not in self._open["values"] or "selected" in has):
            self._open["values"][self._select] = has.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
