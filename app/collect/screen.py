"""Builds the views of a form being filled in. What is true of an answer is the filling's to say, what a type
looks like its control's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from app.collect import looks
from app.collect.controls import GIVEN, LONG, MANY, Control, control_for
from app.collect.media import Media, media_of
from app.collect.search import Search, found
from app.collect.sources import (
    ChoiceView,
    Pattern,
    PlainChoice,
    Source,
    choice_texts,
    is_filtered,
    list_name,
    list_size,
)
from app.collect.views import Choice, FileView, GroupView, InstanceView, Item, PageView, QuestionView, RepeatView
from app.engine.definition import Control as BodyControl
from app.engine.definition import Form, Group, Items, Page, Question, Repeat, Text
from app.web.rich import plain, rich

ROW_TITLE = "ph-row-title"  # a note that names its instance of a repeat


@dataclass(frozen=True)
class _Place:
    """Where we stand: whom to ask, on which page, and in which repeat instance (refs below `outside` are
    written with `inside` instead)."""

    source: Source
    page: int
    outside: str = ""
    inside: str = ""

    def ref(self, node_ref: str) -> str:
        return self.inside + node_ref[len(self.outside) :]


@dataclass(frozen=True)
class Screen:
    """`texts`: numbers of the texts with outputs on the wire. With them the screen is the live page that
    scripts take over: it shows no answers, every question is written, relevant or not, and repeats bring the
    pattern of an instance. `sought`: what was typed into the search of a long list, by ref."""

    form: Form
    source: Source
    lang: str
    errors: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    file: Callable[[Question, str], FileView | None] = lambda _question, _name: None
    media_url: Callable[[str], str] = str
    sought: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[tuple[str | int, ...], int] | None = None

    @property
    def live(self) -> bool:
        return self.texts is not None

    def page(self, page: Page) -> PageView:
        """The one group that makes a page lends it its title and its ref; its children stand on the page
        directly."""
        first = next(iter(page.controls), None)
        group = first if isinstance(first, Group) and page.node is not None else None
        place = _Place(self.source, page.index)
        return PageView(
            number=page.index + 1,
            ref=self._page_ref(page) if group else "",
            title=self.page_title(page),
            relevant=self.is_page_relevant(page),
            items=self._items(group.children if group else page.controls, place),
            media=self._media(page.label),
        )

    def page_title(self, page: Page) -> Markup:
        """What the page is called; loose questions take the form's title."""
        at = self._page_ref(page) if page.node is not None and isinstance(page.controls[0], Group) else ""
        words = self._words(page.label, at, self.source)
        return words or escape(self.form.title(self.lang))

    def is_page_relevant(self, page: Page) -> bool:
        return page.node is None or self.source.is_relevant(self._page_ref(page))

    def _page_ref(self, page: Page) -> str:
        return self.form.nodes[page.node].ref if page.node is not None else ""

    def _items(self, controls: Sequence[BodyControl], place: _Place) -> tuple[Item, ...]:
        views = (self._item(control, place) for control in controls)
        return tuple(view for view in views if self.live or view.relevant)

    def _item(self, control: BodyControl, place: _Place) -> Item:
        if isinstance(control, Question):
            return self._question(control, place)
        if isinstance(control, Repeat):
            return self._repeat(control, place)
        ref = place.ref(self.form.nodes[control.node].ref) if control.node is not None else ""
        return GroupView(
            ref=ref,
            label=self._words(control.label, ref, place.source),
            appearance=control.appearance,
            media=self._media(control.label),
            items=self._items(control.children, place),
            relevant=control.node is None or self._relevant(control.node, ref, place),
        )

    def _relevant(self, number: int, ref: str, place: _Place) -> bool:
        """On the live page an item hides for its own condition only: what stands inside a hidden group is
        hidden with it."""
        return (self.live and self.form.nodes[number].relevant is None) or place.source.is_relevant(ref)

    def _repeat(self, repeat: Repeat, place: _Place) -> RepeatView:
        node = self.form.nodes[repeat.node]
        ref = place.ref(node.ref)
        refs = tuple(place.source.instances(ref))
        most = node.extra.get("max", "")
        pattern = _Place(Pattern(self.form), place.page, node.ref, ref + "[#]")
        return RepeatView(
            ref=ref,
            # A repeat is a place between its parent and its instances: what its label reads is read from the parent.
            label=self._words(repeat.label, ref.rpartition("/")[0], place.source),
            fixed=repeat.fixed,
            most=int(most) if most.isdigit() else None,
            relevant=self._relevant(repeat.node, ref, place),
            instances=tuple(
                self._instance(repeat, _Place(place.source, place.page, node.ref, one), number)
                for number, one in enumerate(refs, 1)
            ),
            pattern=self._instance(repeat, pattern, "") if self.live else None,
        )

    def _instance(self, repeat: Repeat, place: _Place, number: int | str) -> InstanceView:
        """An instance bears the label of its repeat and its number, or what its `ph-row-title` note says."""
        named = next((c for c in repeat.children if isinstance(c, Question) and ROW_TITLE in c.appearance), None)
        items = self._items([child for child in repeat.children if child is not named], place)
        if named is not None:
            ref = place.ref(self.form.nodes[named.node].ref)
            return InstanceView(place.inside, self._words(named.label, ref, place.source), ref, items)
        label = self._words(repeat.label, place.inside, place.source)
        return InstanceView(place.inside, label + Markup(' <span class="count">{}</span>').format(number), "", items)

    def _question(self, question: Question, place: _Place) -> QuestionView:
        ref, source = place.ref(self.form.nodes[question.node].ref), place.source
        control = control_for(question)
        value = "" if self.live else source.value(ref)
        size = list_size(self.form, question.items) if question.items else 0
        scripted = control.chooses and self._lists_by_script(question, control, place, size)
        choices = (
            source.choices(ref, self.lang) if control.chooses and not (scripted and self._unseen(place, size)) else ()
        )
        readonly = control.asks and not self.live and source.is_readonly(ref)
        filtered = question.items is not None and is_filtered(self.form, question.items)
        search = self._search(ref, control, value, choices, 0 if filtered else size)
        return QuestionView(
            ref=ref,
            question=question,
            control=GIVEN if readonly else control,
            label=self._words(question.label, ref, source),
            hint=self._words(question.hint, ref, source),
            guidance=self._words(question.guidance, ref, source),
            media=self._media(question.label),
            otherwise=looks.otherwise(question.kind, question.appearance),
            value=self.typed.get(ref, control.to_input(value)),
            shown=in_words(control, value, choices),
            choices=self._choices(question.items, search.shown if search else choices),
            codes=frozenset(choice.value for choice in choices),
            search=search,
            list_name=list_name(self.form, question.items) if question.items else "",
            faces=control.faces(question, size) + (("pictured",) if self._are_pictured(question.items) else ()),
            as_list=control.as_list(question, size) and (self.live or not search),
            long=size > LONG,
            scripted=scripted,
            relevant=self._relevant(question.node, ref, place),
            required=control.asks and source.is_required(ref),
            error=self.errors.get(ref, ""),
            missing=ref in self.missing,
            file=self.file(question, value) if control.takes_file and value else None,
        )

    def _search(
        self, ref: str, control: Control, value: str, choices: Sequence[ChoiceView], size: int
    ) -> Search | None:
        """A list that nobody reads through is searched: on a draft what is found is there, on the live page
        people without scripts get the question for it (and an empty list while it hangs on answers)."""
        if not control.asks or control.in_order or (size if self.live else len(choices)) <= MANY:
            return None
        chosen = value.split() if control.several else [value]
        return found((), [], "") if self.live else found(choices, chosen, self.sought.get(ref, ""))

    def _choices(self, items: Items | None, choices: Sequence[ChoiceView]) -> tuple[Choice, ...]:
        texts = choice_texts(self.form, items) if items else {}
        return tuple(
            Choice(
                choice.value,
                plain(choice.label),
                rich([choice.label]),
                media_of(texts.get(choice.value), self.lang, self.media_url),
            )
            for choice in choices
        )

    def _are_pictured(self, items: Items | None) -> bool:
        """Whether choices of the list are more than plain words, which is all that scripts know of them."""
        return items is not None and list_name(self.form, items) in self.pictured

    @cached_property
    def pictured(self) -> Mapping[str, tuple[Choice, ...]]:
        """By list: the choices that are more than plain words (pictures, sound, markup). Scripts copy them from
        the page."""
        found: dict[str, tuple[Choice, ...]] = {}
        for node in self.form.nodes:
            name = list_name(self.form, node.items) if node.items else ""
            if node.items is None or not name or name in found:
                continue
            table = self.form.table(name, self.lang)
            label = "label" if node.items.itext else node.items.label
            if label in table.columns and node.items.value in table.columns:
                value, words = table.columns.index(node.items.value), table.columns.index(label)
                rows = [PlainChoice(row[value], row[words] or row[value]) for row in table.rows]
                found[name] = tuple(choice for choice in self._choices(node.items, rows) if choice.is_more_than_words)
        return {name: choices for name, choices in found.items() if choices}

    def _media(self, text: Text | None) -> Media:
        return media_of(text, self.lang, self.media_url)

    def _lists_by_script(self, question: Question, control: Control, place: _Place, size: int) -> bool:
        """Lists that scripts (must) fill in: those that hang on answers, and on the live page all that nobody
        sees without scripts, because they are on the wire already."""
        if not self.live or question.items is None or not control.asks:
            return False
        return self._unseen(place, size) or is_filtered(self.form, question.items)

    def _unseen(self, place: _Place, size: int) -> bool:
        """On the live page: what people without scripts do not see (they get its first page only) or search."""
        return place.page > 0 or size > MANY

    def _words(self, text: Text | None, ref: str, source: Source) -> Markup:
        """A text as HTML. On the live page each output stands in a place of its own, which scripts find by the
        text's number and the part's."""
        if text is None:
            return Markup()
        parts = text.parts(self.lang)
        number = self.texts.get(parts) if self.texts is not None else None
        pieces: list[str | Markup] = []
        for place, part in enumerate(parts):
            if isinstance(part, str):
                pieces.append(part)
                continue
            words = escape(source.text(Text({self.lang: (part,)}), ref, self.lang))
            output = Markup('<span data-text="{}.{}">{}</span>')
            pieces.append(words if number is None else output.format(number, place, words))
        return rich(pieces)


def in_words(control: Control, value: str, choices: Sequence[ChoiceView]) -> str:
    """An answer as a person reads it back."""
    if not control.chooses:
        return control.to_words(value)
    labels = {choice.value: plain(choice.label) for choice in choices}
    chosen = value.split() if control.several else [value] if value else []
    return (" → " if control.in_order else "; ").join(labels.get(one, one) for one in chosen)
