"""Every code that says why a notice came or did not has words in the web, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import moim.apps
from moim.contexts import notifications
from moim.contexts.notifications.domain.channels import Kind, Lane
from moim.contexts.notifications.domain.gate import Account, Verdict
from moim.contexts.notifications.domain.retry import Failure

ASSETS = Path(moim.apps.__file__).parent / "web" / "assets"
HERE = Path(notifications.__file__).parent
SAID_AT = {"_end": 2, "NotSent": 1, "ends": 3, "withhold_waiting": 1}
"""Functions that are given a reason, and where."""
MADE_OF = {
    "account-{}": [f"account-{one}" for one in Account if one is not Account.ACTIVE],
    "{}-off": ["topic-channel-off", "channel-off"],
    "no-value-{}": [],
    "{}": [],
}
"""What stands for codes that are put together; a provider's own are told as they are."""


def words(language: str) -> dict[str, str]:
    text = (ASSETS / f"{language}.js").read_text("utf-8")
    return dict(re.findall(r'^  "([^"]+)": "((?:[^"\\]|\\.)*)",$', text, re.MULTILINE))


def trees() -> Iterator[ast.AST]:
    for path in sorted(HERE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield ast.parse(path.read_text("utf-8"))


def codes_of(said: ast.expr) -> Iterator[str]:
    """What an expression may be: its strings, each made-up one until its colon."""
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    elif isinstance(said, ast.IfExp):
        yield from codes_of(said.body)
        yield from codes_of(said.orelse)
    elif isinstance(said, ast.Subscript):
        yield from codes_of(said.value)
    elif isinstance(said, ast.BoolOp):
        for value in said.values:
            yield from codes_of(value)
    elif isinstance(said, ast.JoinedStr):
        form = "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in said.values
        )
        head, colon, _ = form.partition(":{}")
        yield from [head] if colon and head != "{}" else MADE_OF[form]


def reasons() -> set[str]:
    """Every code that the sources name as the reason of a decision or of a sending."""
    found: set[str] = {failure.value for failure in Failure}
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                at = SAID_AT.get(name)
                if at is not None and len(node.args) > at:
                    found.update(codes_of(node.args[at]))
                for keyword in node.keywords:
                    if keyword.arg == "error" or (name == "sending_of" and keyword.arg == "reason"):
                        found.update(codes_of(keyword.value))
            elif isinstance(node, ast.Assign):
                found.update(assigned(node))
    return found - {""}


def assigned(node: ast.Assign) -> Iterator[str]:
    """``sending.reason = …``, also as one of several."""
    for target in node.targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for to, value in pairs:
            if getattr(to, "attr", getattr(to, "id", "")) in {"reason", "IN_FLIGHT", "DELIVERED"}:
                yield from codes_of(value)


def steps() -> tuple[set[str], set[str]]:
    """The rules of the gate, and what each may have seen."""
    rules: set[str] = set()
    seen = {str(one) for kind in (Kind, Lane, Account) for one in kind}
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"passes", "ends"}:
                rules.update(codes_of(node.args[0]))
                seen.update(codes_of(node.args[1]))
    return rules, seen


def test_the_walk_sees_what_is_known_to_be_said():
    known = {
        "accepted", "account-left", "address-not-allowed", "bounced", "bundled", "channel-off",
        "delivered", "gone", "in-digest", "legal-night", "queued", "quiet-hours", "read-in-app",
        "reported", "retry", "sending", "sent", "timeout", "too-frequent", "unknown",
    }  # fmt: skip
    assert known - reasons() == set()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_reason_that_can_be_told_has_words(language: str):
    known = words(language)
    ways = {"accepted:alimtalk", "accepted:sms-instead-of-alimtalk"}

    assert {code for code in reasons() | ways if f"because.{code}" not in known} == set()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_rule_and_what_it_saw_has_words(language: str):
    known = words(language)
    rules, seen = steps()

    assert {rule for rule in rules if f"rule.{rule}" not in known} == set()
    assert {saw for saw in seen if f"saw.{saw}" not in known} == set()
    assert {one.value for one in Verdict if f"verdict.{one}" not in known} == set()


def test_no_words_are_left_of_reasons_that_nobody_gives():
    told = {key.removeprefix("because.") for key in words("en") if key.startswith("because.")}
    ways = {"accepted:alimtalk", "accepted:sms-instead-of-alimtalk", "other"}

    assert told - reasons() - ways == set()
