"""Forms that their authors try out before publishing: the files as uploaded, for a day, below DATA_DIR/trials/<id>.
Nothing of them is in the database and nobody but the author gets to see them."""

import json
import shutil
import time
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

DAYS_KEPT = 1
MOST_OF_A_PERSON = 8
_NOTE = "trial.json"


@dataclass(frozen=True)
class Trial:
    """`source` is the name of the form's file; `files` the stored name of every file, by the name it came under."""

    id: str
    person: int
    source: str
    files: Mapping[str, str]
    folder: Path

    @property
    def media(self) -> tuple[str, ...]:
        return tuple(name for name in self.files if name != self.source)

    @property
    def state(self) -> str:
        """Another text whenever a file has changed."""
        return sha256(json.dumps([self.source, sorted(self.files.items())]).encode()).hexdigest()

    def read(self, name: str) -> bytes:
        return (self.folder / self.files[name]).read_bytes()


class Trials:
    """The trials of this installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, person: int, source: tuple[str, bytes], media: Mapping[str, bytes]) -> Trial:
        self._sweep(person)
        trial_id = str(uuid.uuid4())
        folder = self.folder / trial_id
        folder.mkdir(parents=True)
        return self._written(Trial(trial_id, person, "", {}, folder), source, media)

    def open(self, trial_id: str, person: int) -> Trial:
        """LookupError when there is no such trial of this person (any more)."""
        folder = self.folder / trial_id
        try:
            note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise LookupError(trial_id) from error
        if note["person"] != person:
            raise LookupError(trial_id)
        return Trial(trial_id, person, note["source"], note["files"], folder)

    def replace(self, trial: Trial, source: tuple[str, bytes] | None, media: Mapping[str, bytes]) -> Trial:
        """The same trial with another form, other lists, or both; files that are not sent again stay."""
        kept = source or (trial.source, trial.read(trial.source))
        return self._written(trial, kept, {**{name: trial.read(name) for name in trial.media}, **media})

    def drop(self, trial: Trial) -> None:
        shutil.rmtree(trial.folder, ignore_errors=True)

    def _written(self, trial: Trial, source: tuple[str, bytes], media: Mapping[str, bytes]) -> Trial:
        """Files go by their hashes, so no name of anybody's reaches the disk; the note is changed last."""
        files: dict[str, str] = {}
        for name, content in {**media, source[0]: source[1]}.items():
            files[plain_name(name)] = stored = sha256(content).hexdigest()
            (trial.folder / stored).write_bytes(content)
        name = plain_name(source[0])
        note = {"person": trial.person, "source": name, "files": files}
        new = trial.folder / f"{_NOTE}.new"
        new.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        new.replace(trial.folder / _NOTE)
        for file in trial.folder.iterdir():
            if len(file.name) == 64 and file.name not in files.values():
                file.unlink(missing_ok=True)
        return Trial(trial.id, trial.person, name, files, trial.folder)

    def _sweep(self, person: int) -> None:
        """What is older than a day goes, and of this person all but the newest."""
        found = sorted(self.folder.glob(f"*/{_NOTE}"), key=lambda note: note.stat().st_mtime, reverse=True)
        oldest, mine = time.time() - DAYS_KEPT * 86_400, 0
        for note in found:
            own = json.loads(note.read_text(encoding="utf-8"))["person"] == person
            if note.stat().st_mtime < oldest or (own and mine >= MOST_OF_A_PERSON - 1):
                shutil.rmtree(note.parent, ignore_errors=True)
            else:
                mine += own


def plain_name(name: str) -> str:
    """A chosen file's own name, without folders, as forms write it."""
    return unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
