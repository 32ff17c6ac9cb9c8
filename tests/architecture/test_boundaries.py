"""Who may import whom: the tree keeps every import-linter contract, and each of them can break."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LAYERS = ("domain", "application", "persistence", "adapters")

PLANTED = {
    "rings": {"kernel/planted_ring.py": "import moim.platform.planted_plain"},
    "four-layers": {
        "contexts/alpha/domain/planted_layer.py": "import moim.contexts.alpha.application",
        "contexts/alpha/planted_fifth/__init__.py": "",
    },
    "strangers": {
        "contexts/alpha/application/planted_stranger.py": "import moim.contexts.beta.domain"
    },
    "vocabularies": {"contracts/planted_word.py": "import moim.contracts.planted_other_word"},
    "pure-core": {
        "contexts/alpha/domain/planted_framework.py": "import sqlalchemy",
        "contexts/alpha/application/planted_wire.py": "import msgspec",
    },
    "no-sql-in-adapters": {"contexts/alpha/adapters/planted_query.py": "import sqlalchemy"},
    "private-rows": {
        "contexts/alpha/adapters/planted_peek.py": "import moim.contexts.alpha.persistence"
    },
    "no-cycles": {"platform/planted_egg.py": "import moim.platform.planted_hen"},
}
"""For each contract, by its id in pyproject.toml, what breaks it."""

HARMLESS = {
    "platform/planted_plain.py": "",
    "platform/planted_hen.py": "import moim.platform.planted_egg",
    "contracts/planted_other_word.py": "",
}


def plant(modules: dict[str, str], root: Path) -> None:
    for name, source in modules.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{source}\n")


def copy_of_the_tree(to: Path) -> Path:
    """The modules without what else lies beside them.

    A context that is still being built gets its missing layers, empty: what it has is judged.
    """
    source, root = REPOSITORY / "src" / "moim", to / "moim"
    for file in source.rglob("*.py"):
        copy = root / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    for context in (root / "contexts").iterdir():
        if not context.is_dir():
            continue
        (context / "__init__.py").touch()
        (context / "context.py").touch()
        for layer in LAYERS:
            (context / layer).mkdir(exist_ok=True)
            (context / layer / "__init__.py").touch()
    return root


def broken(root: Path) -> dict[str, str]:
    """The broken contracts by name, each with what import-linter says of it."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--config", REPOSITORY / "pyproject.toml"],
        cwd=root.parent,
        env=os.environ | {"PYTHONPATH": str(root.parent), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in run.stdout, run.stdout + run.stderr
    told = run.stdout.partition("Broken contracts")[2]
    names = re.findall(r"^(.+) BROKEN", run.stdout, re.MULTILINE)
    parts = re.split(r"^(.+)\n-+\n", told, flags=re.MULTILINE)[1:]
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return {name: sections[name] for name in names}


def contract_names() -> dict[str, str]:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    return {c["id"]: c["name"] for c in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_is_kept(tmp_path: Path):
    assert broken(copy_of_the_tree(tmp_path)) == {}


@pytest.fixture(scope="module")
def told_of_the_planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of a tree with two more contexts in which every contract is violated."""
    root = tmp_path_factory.mktemp("planted") / "src" / "moim"
    for context in ("alpha", "beta"):
        for layer in ("", *(f"{layer}/" for layer in LAYERS)):
            plant({f"contexts/{context}/{layer}__init__.py": ""}, root)
    plant(HARMLESS, copy_of_the_tree(root.parent))
    for modules in PLANTED.values():
        plant(modules, root)
    return broken(root)


@pytest.mark.parametrize("contract", PLANTED)
def test_a_violation_is_reported_by_the_contract_meant_for_it(
    contract: str, told_of_the_planted: dict[str, str]
):
    said = told_of_the_planted.get(contract_names()[contract], "")

    for module in PLANTED[contract]:
        dotted = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        assert dotted.rpartition(".")[2] in said, f"{contract} does not see {module}"


def test_every_contract_has_its_violation():
    assert set(PLANTED) == set(contract_names())
