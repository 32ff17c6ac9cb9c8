"""The project's own modules as syntax trees, for the rules that only reading can check."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SOURCE = REPOSITORY / "src"


@dataclass(frozen=True)
class Module:
    """One module. ``name`` is dotted, without ``__init__``."""

    name: str
    source: str
    package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    def under(self, *packages: str) -> bool:
        return any(
            self.name == package or self.name.startswith(f"{package}.") for package in packages
        )

    @cached_property
    def context(self) -> str | None:
        """The context that it belongs to, if any."""
        parts = self.name.split(".")
        return parts[2] if parts[:2] == ["moim", "contexts"] and len(parts) > 2 else None

    @cached_property
    def layer(self) -> str | None:
        """The folder of the context that it stands in."""
        parts = self.name.split(".")
        return parts[3] if self.context and len(parts) > 3 else None

    @cached_property
    def imports(self) -> frozenset[str]:
        """What it imports, as far as the text says: ``from a import b`` is ``a.b``."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = node.module or ""
                if node.level:
                    up = node.level - self.package
                    package = self.name.split(".")[: -up or None]
                    start = ".".join([*package, *filter(None, [node.module])])
                found.update(f"{start}.{alias.name}" for alias in node.names)
        return frozenset(found)


def modules() -> list[Module]:
    """Every module of the project."""
    return [
        Module(
            ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"),
            file.read_text(encoding="utf-8"),
            file.name == "__init__.py",
        )
        for file in sorted(SOURCE.rglob("*.py"))
    ]


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a chain of attributes; empty if it does not begin with a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(names)])


def known_names(module: Module) -> dict[str, str]:
    """What each imported name stands for: ``{"ours": "moim.contracts.challenges"}``."""
    known: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                known[name] = alias.name if alias.asname else name
    return known


def meaning(node: ast.AST, known: dict[str, str]) -> str:
    """The full name of what an expression refers to, as far as imports tell."""
    first, _, rest = dotted(node).partition(".")
    if first not in known:
        return ""
    return f"{known[first]}.{rest}" if rest else known[first]
