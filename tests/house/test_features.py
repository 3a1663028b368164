"""The table of features says what the forms of the corpus are."""

from tests.corpus.cases import about, paths
from tests.corpus.features import FILE, page


def test_the_table_of_features_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "python3 -m app.bootstrap features"


def test_every_form_says_in_one_sentence_what_it_shows() -> None:
    assert [name for name in paths() if not about(name).endswith(".") or about(name).startswith("|")] == []
