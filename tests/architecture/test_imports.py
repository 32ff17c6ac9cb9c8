"""What the core may import and call, how long a module may be and what it may be called.

import-linter denies what is named to it; these are lists of what is allowed, so that a new
dependency cannot slip past. Each rule is shown to find its violation.
"""

import ast
import sys
from collections.abc import Callable, Iterator

import pytest

from .sources import Module, dotted, known_names, meaning, modules

MODULE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "misc", "service"}
CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}

Rule = Callable[[Module], Iterator[str]]


def allowed_in_core(module: Module) -> tuple[str, ...] | None:
    """The packages that a module of the core may import beside the standard library.

    None if it is not of the core.
    """
    if module.under("moim.kernel"):
        return ("moim.kernel",)
    if module.under("moim.contracts"):
        return ("moim.kernel", module.name)
    own = f"moim.contexts.{module.context}"
    reckoning = ("numpy",) if module.context == "workouts" else ()
    if module.layer == "domain":
        return ("moim.kernel", f"moim.contracts.{module.context}", f"{own}.domain", *reckoning)
    if module.layer == "application":
        return ("moim.kernel", "moim.contracts", f"{own}.domain", f"{own}.application", *reckoning)
    return None


def core_stays_pure(module: Module) -> Iterator[str]:
    """Kernel, contracts, domain and application import what the house plan lists."""
    allowed = allowed_in_core(module)
    if allowed is None:
        return
    for name in sorted(module.imports):
        if name.partition(".")[0] in sys.stdlib_module_names:
            continue
        # ``from moim.contracts import users`` reads as moim.contracts.users: both ends count.
        if any(name == package or name.startswith(f"{package}.") for package in allowed):
            continue
        yield f"imports {name}"


def core_has_no_event_loop(module: Module) -> Iterator[str]:
    """Domain, application and persistence are plain functions."""
    if module.layer not in {"domain", "application", "persistence"}:
        return
    if any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(module.tree)):
        yield "is asynchronous"


def platform_commits(module: Module) -> Iterator[str]:
    """A transaction ends at the edge of a use case, never inside it."""
    if module.under("moim.platform"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "commit":
            yield f"commits in line {node.lineno}"


def time_is_handed_in(module: Module) -> Iterator[str]:
    """Only the kernel's clock and ids, and the platform, read the machine's clock."""
    if module.under("moim.kernel.clock", "moim.kernel.ids", "moim.platform"):
        return
    known = known_names(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute) and meaning(node, known) in CLOCKS:
            yield f"reads the clock in line {node.lineno}"


def modules_are_short(module: Module) -> Iterator[str]:
    """A module is about one subject. A policy table is as long as its rows."""
    lines = module.source.count("\n")
    if lines > MODULE_LINES_MAX and not module.name.endswith(".application.policies"):
        yield f"has {lines} lines"


def functions_are_short(module: Module) -> Iterator[str]:
    """A function fits on a screen; one that is written inside another counts on its own.

    A migration is a list of tables and columns, as long as they are.
    """
    if ".migrations." in module.name:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines_of(node) > (
            FUNCTION_LINES_MAX
        ):
            yield f"{node.name} has {lines_of(node)} lines"


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    inner = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node is not function
    ]
    own = set(range(function.lineno, (function.end_lineno or 0) + 1))
    for node in inner:
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        own -= set(range(first, (node.end_lineno or 0) + 1))
    return len(own)


def names_say_something(module: Module) -> Iterator[str]:
    """A module is named for its subject."""
    yield from (f"is called {part}" for part in module.name.split(".") if part in FORBIDDEN_NAMES)


RULES: tuple[Rule, ...] = (
    core_stays_pure,
    core_has_no_event_loop,
    platform_commits,
    time_is_handed_in,
    modules_are_short,
    functions_are_short,
    names_say_something,
)


@pytest.fixture(scope="module")
def tree() -> list[Module]:
    return modules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps(rule: Rule, tree: list[Module]):
    assert [f"{module.name} {found}" for module in tree for found in rule(module)] == []


def long_function(lines: int) -> str:
    return "\n".join(["def long():", *["    pass"] * (lines - 1)])


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (core_stays_pure, "moim.kernel.events", "import attrs"),
        (core_stays_pure, "moim.kernel.events", "from moim.contracts import users"),
        (core_stays_pure, "moim.contracts.users", "import moim.contracts.workouts"),
        (core_stays_pure, "moim.contexts.users.domain.user", "from moim.contracts import workouts"),
        (core_stays_pure, "moim.contexts.users.domain.user", "import numpy as np"),
        (core_stays_pure, "moim.contexts.users.domain.user", "from ..application import ports"),
        (core_stays_pure, "moim.contexts.users.application.ports", "from moim import platform"),
        (core_stays_pure, "moim.contexts.users.application.ports", "import sqlalchemy.exc"),
        (core_stays_pure, "moim.contexts.insights.application.ports", "import numpy"),
        (core_has_no_event_loop, "moim.contexts.users.domain.user", "async def now(): ..."),
        (platform_commits, "moim.contexts.users.persistence.users", "connection.commit()"),
        (platform_commits, "moim.contexts.users.application.users", "self.work.commit()"),
        (
            time_is_handed_in,
            "moim.contexts.users.domain.user",
            "from datetime import UTC, datetime\nnow = datetime.now(UTC)",
        ),
        (
            time_is_handed_in,
            "moim.contexts.users.adapters.http",
            "import datetime as dt\nnow = dt.datetime.now(dt.UTC)",
        ),
        (
            time_is_handed_in,
            "moim.apps.serve",
            "from time import time\nfield(default_factory=time)",
        ),
        (time_is_handed_in, "moim.apps.serve", "import time\ntime.time_ns()"),
        (modules_are_short, "moim.platform.work", "\n" * (MODULE_LINES_MAX + 1)),
        (functions_are_short, "moim.platform.work", long_function(FUNCTION_LINES_MAX + 1)),
        (names_say_something, "moim.platform.utils", ""),
        (names_say_something, "moim.contexts.users.application.service", ""),
        (names_say_something, "moim.platform.helpers.text", ""),
    ],
)
def test_a_violation_is_found(rule: Rule, name: str, source: str):
    assert list(rule(Module(name, source)))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (core_stays_pure, "moim.contexts.users.domain.user", "from moim.contracts.users import X"),
        (core_stays_pure, "moim.contexts.users.domain.user", "from moim.contracts import users"),
        (core_stays_pure, "moim.contexts.users.domain.user", "from . import password"),
        (core_stays_pure, "moim.contexts.workouts.domain.figures", "import numpy as np"),
        (core_stays_pure, "moim.contexts.users.persistence.users", "import sqlalchemy"),
        (platform_commits, "moim.platform.db", "connection.commit()"),
        (time_is_handed_in, "moim.kernel.ids", "import time\ntime.time_ns()"),
        (time_is_handed_in, "moim.contexts.users.domain.user", "work.now\nself.clock.now()"),
        (functions_are_short, "moim.platform.work", long_function(FUNCTION_LINES_MAX)),
        (
            functions_are_short,
            "moim.contexts.users.adapters.http",
            "\n".join(
                ["def routes():", *[f" {line}" for line in long_function(60).split("\n")] * 2]
            ),
        ),
    ],
)
def test_what_is_allowed_is_left_alone(rule: Rule, name: str, source: str):
    assert not list(rule(Module(name, source)))
