"""Where each event of the catalogue is made, read from the source."""

import ast
from collections.abc import Iterable, Iterator

from moim.platform.codec import EVENTS

from .sources import Module, dotted, known_names, meaning

FULL_NAMES = {f"{event.__module__}.{event.__name__}": name for name, event in EVENTS.items()}
TYPE_TESTS = {"isinstance", "issubclass"}
TYPE_WORDS = {"type", "tuple", "list", "dict", "set", "frozenset"}


def constructions(module: Module) -> Iterator[tuple[str, int]]:
    """The events that a module calls into being, by type name, and the line."""
    known = known_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (event := FULL_NAMES.get(meaning(node.func, known))):
            yield event, node.lineno


def made_by_strangers(tree: Iterable[Module]) -> list[str]:
    """Events made outside their owner's folder, where only the owner may make them."""
    return [
        f"{module.name} makes {event} in line {line}"
        for module in tree
        for event, line in constructions(module)
        if module.context != event.partition(".")[0]
    ]


def published(tree: Iterable[Module]) -> set[str]:
    """The events that their owner makes.

    An event is made by a call, or through a name that stands for one of several
    (``made = RouteRecorded if first else RouteUpdated``), so that every use of the class counts
    that is not a type: an annotation, a pattern, a test for it, a line of the policy table.
    """
    found: set[str] = set()
    for module in tree:
        if module.context is None or module.name.endswith(".application.policies"):
            continue
        uses = _Uses(module)
        uses.visit(module.tree)
        found |= {event for event in uses.found if event.partition(".")[0] == module.context}
    return found


class _Uses(ast.NodeVisitor):
    def __init__(self, module: Module) -> None:
        self.known = known_names(module)
        self.found: set[str] = set()

    def _look(self, node: ast.Name | ast.Attribute) -> None:
        if event := FULL_NAMES.get(meaning(node, self.known)):
            self.found.add(event)
        self.generic_visit(node)

    visit_Name = visit_Attribute = _look  # noqa: N815 - what the visitor of ast looks for

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults, *node.body):
            if part is not None:
                self.visit(part)

    visit_FunctionDef = visit_AsyncFunctionDef = _function  # noqa: N815

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        for pattern in (*node.patterns, *node.kwd_patterns):
            self.visit(pattern)

    def visit_Call(self, node: ast.Call) -> None:
        if dotted(node.func) in TYPE_TESTS:
            self.visit(node.args[0])
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if dotted(node.value) in TYPE_WORDS:
            return
        self.generic_visit(node)
