"""The published language stays a language: declarations, and nothing that does anything."""

import ast
import dataclasses
import enum
import importlib
import inspect
from typing import NewType

import pytest

from moim.kernel.events import Event

from .sources import Module, modules

CONTRACTS = [
    module for module in modules() if module.under("moim.contracts") and not module.package
]


def only_declares(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module is an import, a class, a name or a docstring."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.ClassDef():
            return True
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return not any(
                isinstance(node, ast.Call) and ast.unparse(node.func) != "NewType"
                for node in ast.walk(value)
            )
    return False


def has_only_fields(declared: ast.ClassDef) -> bool:
    return all(
        isinstance(statement, ast.AnnAssign)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in declared.body
    )


def only_asks(declared: ast.ClassDef) -> bool:
    """Whether every method of a Protocol has a docstring and ``...`` and nothing else."""
    return all(
        isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
        for method in declared.body
        if isinstance(method, ast.FunctionDef)
        for part in method.body
    )


def is_published_language(declared: type) -> bool:
    """Whether a class is one of the shapes that a contract may have."""
    if issubclass(declared, Event | enum.Enum):
        return True
    if getattr(declared, "_is_protocol", False):
        return True
    parameters = getattr(declared, "__dataclass_params__", None)
    return parameters is not None and parameters.frozen


@pytest.mark.parametrize("module", CONTRACTS, ids=lambda module: module.name)
def test_a_contract_only_declares(module: Module):
    assert [ast.unparse(s) for s in module.tree.body if not only_declares(s)] == []


@pytest.mark.parametrize("module", CONTRACTS, ids=lambda module: module.name)
def test_a_contract_holds_events_frozen_values_enums_and_questions(module: Module):
    loaded = importlib.import_module(module.name)
    own = [v for v in vars(loaded).values() if getattr(v, "__module__", None) == module.name]

    strange = [
        declared
        for declared in own
        if not isinstance(declared, NewType)
        and not (inspect.isclass(declared) and is_published_language(declared))
    ]
    assert strange == []


@pytest.mark.parametrize("module", CONTRACTS, ids=lambda module: module.name)
def test_an_event_is_its_fields_and_a_sentence(module: Module):
    loaded = importlib.import_module(module.name)
    for declared in module.tree.body:
        if not isinstance(declared, ast.ClassDef):
            continue
        shape = getattr(loaded, declared.name)
        if dataclasses.is_dataclass(shape):
            assert has_only_fields(declared), declared.name
        elif getattr(shape, "_is_protocol", False):
            assert only_asks(declared), declared.name
        said = ast.get_docstring(declared) or ""
        assert said.partition("\n")[0].endswith((".", "...")), f"{declared.name} says no sentence"


@pytest.mark.parametrize(
    "source",
    ["def helper(): ...", "for x in y: pass", "NOW = datetime.now()", "if True: import os"],
)
def test_what_does_something_is_found(source: str):
    assert not only_declares(ast.parse(source).body[0])


def test_a_method_on_an_event_is_found():
    (declared,) = ast.parse("class E(Event, key='id'):\n  id: UUID\n  def f(self): ...").body
    assert isinstance(declared, ast.ClassDef)
    assert not has_only_fields(declared)


def test_a_question_that_answers_itself_is_found():
    (declared,) = ast.parse("class Q(Protocol):\n  def f(self): return 1").body
    assert isinstance(declared, ast.ClassDef)
    assert not only_asks(declared)


def test_a_value_that_can_be_changed_is_found():
    @dataclasses.dataclass
    class Loose:
        id: int

    assert not is_published_language(Loose)
    assert not is_published_language(dict)
