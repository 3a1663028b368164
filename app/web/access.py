"""Access rules: every view carries one, checked before it runs; a view without one is refused by a house test.

The rule only speaks of roles. Which rows a person may see hangs on the branch of the tree and is decided by the query
(404). Who the person is comes from `accounts`, which stands above this floor and plugs itself into `services()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from app.web.services import services

View = TypeVar("View", bound=Callable[..., Any])


class Somebody(Protocol):
    """What a rule needs to know of a person."""

    @property
    def roles(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Rule:
    """`roles` None: anyone, signed in or not; empty: everyone signed in; else one of these roles.

    `token`: the person is known by an upload token (Bearer) and not by the page's session.
    """

    roles: frozenset[str] | None
    token: bool = False

    def __call__(self, view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            refusal = self._refusal()
            return view(*args, **kwargs) if refusal is None else refusal

        checked.access = self  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    def _refusal(self) -> Response | None:
        if self.roles is None:
            return None
        person: Somebody | None = services().bearer() if self.token else services().person()
        if person is None:
            if self.token or request.path.startswith("/api/") or request.method not in {"GET", "HEAD"}:
                abort(401)
            return redirect("/sign-in?next=" + _quoted(request.full_path.rstrip("?")))
        if self.roles and not self.roles & person.roles:
            services().denied(person, f"route:{request.endpoint}")
            abort(403)
        return None


def _quoted(path: str) -> str:
    return quote(path, safe="/")


class allow:
    """`@allow.anyone`, `@allow.signed_in`, `@allow.token`, `@allow.roles("inspector", …)` directly under the route."""

    anyone = Rule(None)
    signed_in = Rule(frozenset())
    token = Rule(frozenset(), token=True)

    @staticmethod
    def roles(*roles: str) -> Rule:
        return Rule(frozenset(roles))
