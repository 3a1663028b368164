"""What an expression reads, found without evaluating it: nodes of the main instance, lists and their columns,
and what it names in vain. Also how far it reaches: into which repeat instances other than its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.engine.definition import Form
from app.engine.xpath.nodes import Tree, is_path, split_step

DOCUMENT = -1
ANYWHERE = -1


@dataclass(frozen=True, slots=True)
class Spot:
    """A node that an expression gets to. `anchor` is the deepest repeat whose instance is surely that of the node
    that asks (0: only the root is). Anchor DOCUMENT is never used."""

    node: int
    anchor: int


@dataclass(frozen=True, slots=True)
class ListSpot:
    """Inside a list: level 0 is its document, 1 the root, 2 an item, 3 a cell; ANYWHERE: any of them."""

    name: str
    level: int = 0


Place = Spot | ListSpot


@dataclass(slots=True)
class References:
    """`reads` by node number: the shallowest anchor over all paths to it."""

    reads: dict[int, int] = field(default_factory=dict)
    own: bool = False  # once(): reads the asking node's own value
    unknown: list[Tree] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)


def references(form: Form, tree: Tree, node: int) -> References:
    """What `tree` reads when node `node` asks."""
    walker = _Walker(form, node)
    walker.note(walker.visit(tree, walker.asking))
    return walker.found


class _Walker:
    def __init__(self, form: Form, node: int) -> None:
        self.form, self.found = form, References()
        repeats = form.repeats_above(node)
        inside = form.nodes[node].kind == "repeat"
        self.asking = Spot(node, node if inside else repeats[-1] if repeats else 0)

    def visit(self, tree: Tree, context: Place) -> list[Place]:
        """The places that a tree gives; what it reads on the way is noted."""
        if not isinstance(tree, tuple):
            return []
        if is_path(tree):
            return self.path(tree, context)
        if tree[0] == "filter":
            spots = self.visit(tree[1], context)
            self.predicates(tree[2:], spots)
            return spots
        if tree[0] == "current":
            return [self.asking]
        if tree[0] == "instance" and len(tree) == 2 and isinstance(tree[1], str):
            self.found.lists.append(tree[1])
            return [ListSpot(tree[1])]
        if tree[0] == "once":
            self.found.own = True
        if tree[0] == "pulldata" and len(tree) == 5 and isinstance(tree[1], str):
            self.pulldata(tree)
        if tree[0] == "indexed-repeat" and len(tree) > 2:
            return self.indexed(tree, context)
        spots = [spot for part in tree[1:] for spot in self.visit(part, context)]
        if tree[0] in ("|", "if", "coalesce", "randomize"):
            return spots
        self.note(spots)
        return []

    def note(self, spots: Iterable[Place]) -> None:
        for spot in spots:
            if isinstance(spot, Spot) and spot.node >= 0:
                anchor = spot.anchor
                if self.form.nodes[spot.node].kind == "repeat" and anchor == spot.node:
                    anchor = self.enclosing(spot.node)  # its place among its siblings
                known = self.found.reads.get(spot.node, anchor)
                self.found.reads[spot.node] = min(known, anchor)  # document order: the smaller is the outer one

    def enclosing(self, node: int) -> int:
        repeats = self.form.repeats_above(node)
        return repeats[-1] if repeats else 0

    def path(self, tree: tuple[Tree, ...], context: Place) -> list[Place]:
        origin, start = tree[1], 2
        spots: list[Place]
        if origin == 0:
            spot, start = self.follow(tree, context)
            spots = [spot]
        elif origin == 1:
            spots = [context]
        else:
            spots = self.visit(origin, context)
        for place in range(start, len(tree)):
            test, predicates = split_step(tree[place])
            reached = list(dict.fromkeys(found for spot in spots for found in self.step(spot, test)))
            if not reached and any(isinstance(spot, Spot) for spot in spots):
                self.found.unknown.append(tree[: place + 1])
                return []
            spots = reached
            self.predicates(predicates, spots)
        return spots

    def predicates(self, predicates: Iterable[Tree], spots: list[Place]) -> None:
        for predicate in predicates:
            for spot in spots:
                self.note(self.visit(predicate, spot))

    def follow(self, tree: tuple[Tree, ...], context: Place) -> tuple[Spot, int]:
        """An absolute path goes with the context's own repeat instances as long as both go the same way."""
        base = context if isinstance(context, Spot) else self.asking
        chain: list[int] = []
        number = base.node
        while number >= 0:
            chain.insert(0, number)
            number = self.form.nodes[number].parent
        spot, place = Spot(DOCUMENT, 0), 2
        for number, step in zip(chain, tree[2:], strict=False):
            node = self.form.nodes[number]
            if step != node.name or (node.kind == "repeat" and place == len(tree) - 1):
                break
            nearest = number if node.kind == "repeat" else self.enclosing(number)
            spot, place = Spot(number, min(base.anchor, nearest)), place + 1
        return spot, place

    def step(self, spot: Place, test: str) -> Sequence[Place]:
        if isinstance(spot, ListSpot):
            return self.list_step(spot, test)
        if test in (".", "self::node()"):
            return [spot]
        if test == "..":
            return self.up(spot)
        axis, _, name = test.rpartition("::")
        match "//" if test == "//" else axis or "child":
            case "child":
                return self.down(spot, name or test)
            case "attribute":
                return [one for one in self.everything(spot) if self.form.nodes[one.node].name.startswith("@")]
            case "//" | "descendant" | "descendant-or-self":
                below: list[Spot] = [*([] if axis == "descendant" else [spot]), *self.below(spot)]
                return below if test == "//" else [one for one in below if self.matches(one, name)]
            case "ancestor" | "ancestor-or-self":
                above: list[Spot] = [spot] if axis == "ancestor-or-self" else []
                upper = self.up(spot)
                while upper:
                    above, upper = above + upper, self.up(upper[0])
                return [one for one in above if self.matches(one, name)]
            case "following" | "preceding":
                return [one for one in self.below(Spot(0, 0)) if self.matches(one, name)]
            case "following-sibling" | "preceding-sibling":
                return [
                    one for upper in self.up(spot) for one in self.down(upper, name) if self.beside(spot, one, axis)
                ]
        return [one for one in [spot, *self.up(spot)] if self.matches(one, name)]

    def up(self, spot: Spot) -> list[Spot]:
        if spot.node < 0:
            return []
        parent = self.form.nodes[spot.node].parent
        leaving = spot.anchor == spot.node and self.form.nodes[spot.node].kind == "repeat"
        return [Spot(parent, self.enclosing(spot.node) if leaving else spot.anchor)]

    def beside(self, spot: Spot, other: Spot, axis: str) -> bool:
        """Whether a node stands behind, or before, another one: numbers follow the order of the document. Instances of
        one repeat stand on both sides."""
        if spot.node == other.node:
            return self.form.nodes[spot.node].kind == "repeat"
        return (spot.node < other.node) == (axis[0] == "f")

    def down(self, spot: Spot, name: str) -> list[Spot]:
        if name == "text()":
            return [spot]
        if spot.node >= 0 and name not in ("*", "node()"):
            return [Spot(child, spot.anchor) for child in self.form.named_children.get((spot.node, name), ())]
        return [one for one in self.everything(spot) if self.matches(one, name)]

    def everything(self, spot: Spot) -> list[Spot]:
        """Children and attributes."""
        children = (0,) if spot.node < 0 else self.form.nodes[spot.node].children
        return [Spot(child, spot.anchor) for child in children]

    def below(self, spot: Spot) -> list[Spot]:
        found: list[Spot] = []
        for child in self.down(spot, "*"):
            found += [child, *self.below(child)]
        return found

    def matches(self, spot: Spot, name: str) -> bool:
        if spot.node < 0:
            return name == "node()"
        own = self.form.nodes[spot.node].name
        return name == own or (name in ("*", "node()") and not own.startswith("@"))

    def list_step(self, spot: ListSpot, test: str) -> list[Place]:
        if test == "." or spot.level == ANYWHERE:
            return [spot]
        if test == "//" or "::" in test:
            return [ListSpot(spot.name, ANYWHERE)]
        if test == "..":
            return [ListSpot(spot.name, max(spot.level - 1, 0))]
        if spot.level == 2 and test != "*":
            self.found.columns.append((spot.name, test))
        return [ListSpot(spot.name, min(spot.level + 1, 3))]

    def pulldata(self, tree: tuple[Tree, ...]) -> None:
        name = str(tree[1]).removesuffix(".csv")
        self.found.lists.append(name)
        self.found.columns += [(name, column) for column in tree[2:4] if isinstance(column, str)]

    def indexed(self, tree: tuple[Tree, ...], context: Place) -> list[Place]:
        """indexed-repeat(node, repeat, i …) reaches any instance of the repeats that it names."""
        for index in tree[3::2]:
            self.note(self.visit(index, context))
        outermost: list[int] = []
        for repeat in tree[2::2]:
            spots = self.visit(repeat, context)
            outermost += [self.enclosing(spot.node) for spot in spots if isinstance(spot, Spot) and spot.node >= 0]
        reached: list[Place] = []
        for spot in self.visit(tree[1], context):
            if isinstance(spot, Spot):
                reached.append(Spot(spot.node, min([spot.anchor, *outermost])))
        self.note(reached)
        return []
