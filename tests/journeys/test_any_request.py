"""Whatever the API's own description allows, and what it does not, is answered and never fails."""

from collections.abc import Iterator
from itertools import islice

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.journeys.program import Program, Runner, runner

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 4
PARTS = 6


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("any") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def somebody(program: Program) -> Iterator[Runner]:
    with runner(program.url, "아무요청") as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def described(program: Program) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{program.url}/openapi.json").exclude(
        # it would end the session that all the others need, or never end
        operation_id_regex="delete_session|delete_me|delete_account|sign_out|stream_v1_live",
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_any_request_is_answered_as_described(
    described: schemathesis.BaseSchema, somebody: Runner, part: int
) -> None:
    """A test over many operations, so that one program serves them all."""
    headers = {"authorization": somebody.client.headers["authorization"]}
    failures = {}
    for found in islice(described.get_all_operations(), part, None, PARTS):
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def answered(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)

        try:
            answered()
        except (FailureGroup, Failure) as failure:
            failures[operation.label] = str(failure)
    assert failures == {}
