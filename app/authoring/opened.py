"""A trial as the engine sees it: compiled from the author's files, once as long as they stay the same."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from flask import url_for

from app.authoring.trials import Trial
from app.collect.static_page import StaticPage, made
from app.engine.compile import Compiled, compile_form
from app.engine.definition import Form

_KEPT = 8
_compiled: OrderedDict[str, Compiled] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Opened:
    trial: Trial
    compiled: Compiled

    @property
    def form(self) -> Form | None:
        return self.compiled.form


def opened(trial: Trial) -> Opened:
    key = trial.state
    with _lock:
        found = _compiled.get(key)
    if found is None:
        media = {name: trial.read(name) for name in trial.media}
        found = compile_form(trial.read(trial.source), trial.source, media)
    with _lock:
        _compiled[key] = found
        _compiled.move_to_end(key)
        while len(_compiled) > _KEPT:
            _compiled.popitem(last=False)
    return Opened(trial, found)


def live_page(trial: Trial, form: Form, lang: str) -> StaticPage:
    """The page that people will fill in, made as for them; what is typed there is neither kept nor sent."""
    action = url_for("authoring.begin", trial_id=trial.id, lang=lang)
    return made(form, lang, datetime.now(UTC), action, trial=media_address(trial))


def media_address(trial: Trial) -> Callable[[str], str]:
    """Where the pictures and sounds of a form on trial lie."""
    return lambda name: url_for("authoring.media", trial_id=trial.id, name=name)
