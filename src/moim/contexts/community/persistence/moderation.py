"""Cases, reports and the log as rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, or_, select, tuple_

from moim.contexts.community.domain.moderation import (
    Case,
    CaseNotFound,
    Decision,
    Reason,
    Report,
    State,
    Verdict,
)
from moim.contexts.community.persistence.saving import row_of, rows_of, save_row
from moim.contexts.community.persistence.tables import cases, moderation_log, reports
from moim.kernel.aggregates import Aggregate

PLAIN = (
    "id",
    "post_id",
    "comment_id",
    "author_id",
    "board",
    "opened_at",
    "hidden_until",
    "appealed_by",
    "appeal_text",
    "appealed_at",
)


class SqlCases:
    """The ``Cases`` port."""

    def __init__(self, connection: Connection, publish: Callable[[Aggregate], None]) -> None:
        """``publish`` takes what a saved case recorded."""
        self._connection = connection
        self._publish = publish

    def find(self, id: UUID) -> Case | None:
        """With its reports."""
        row = self._connection.execute(select(cases).where(cases.c.id == id)).first()
        return None if row is None else self._cases([row])[0]

    def get(self, id: UUID) -> Case:
        """Raises CaseNotFound."""
        found = self.find(id)
        if found is None:
            raise CaseNotFound
        return found

    def open_on(self, target: UUID) -> Case | None:
        """By the unique index, which holds that there is one."""
        row = self._connection.execute(select(cases).where(cases.c.open_target == target)).first()
        return None if row is None else self._cases([row])[0]

    def save(self, case: Case) -> None:
        """The row, and the reports it has won."""
        values: dict[str, Any] = {name: getattr(case, name) for name in PLAIN}
        is_open = case.state is State.OPEN
        values |= {
            "state": case.state.value,
            "open_target": (case.comment_id or case.post_id) if is_open else None,
            "evidence": dict(case.evidence),
            "score": case.score,
            "verdict": case.verdict and _told(case.verdict),
            "final": case.final and _told(case.final),
        }
        save_row(self._connection, cases, case, values)
        known = set(
            self._connection.execute(
                select(reports.c.id).where(reports.c.case_id == case.id)
            ).scalars()
        )
        for report in case.reports:
            if report.id not in known:
                row = {name: getattr(report, name) for name in Report.__dataclass_fields__}
                row |= {"reason": report.reason.value, "case_id": case.id}
                self._connection.execute(insert(reports).values(row))
        self._publish(case)

    def by_state(self, state: str, after: tuple[float, UUID] | None, limit: int) -> Sequence[Case]:
        """By its index."""
        wanted = select(cases).where(cases.c.state == state)
        if after is not None:
            wanted = wanted.where(
                tuple_(cases.c.score, cases.c.id) < row_of((cases.c.score, cases.c.id), after)
            )
        order = (cases.c.score.desc(), cases.c.id.desc())
        return self._cases(self._connection.execute(wanted.order_by(*order).limit(limit)).all())

    def about(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Case]:
        """By two indexes."""
        reported = select(reports.c.case_id).where(reports.c.user_id == user_id)
        wanted = select(cases).where(or_(cases.c.author_id == user_id, cases.c.id.in_(reported)))
        if after is not None:
            wanted = wanted.where(cases.c.id < after)
        found = self._connection.execute(wanted.order_by(cases.c.id.desc()).limit(limit))
        return self._cases(found.all())

    def reports_since(self, user_id: UUID, since: datetime) -> int:
        """By the person's index."""
        count: int = self._connection.execute(
            select(func.count()).where(reports.c.user_id == user_id, reports.c.at >= since)
        ).scalar_one()
        return count

    def log(self, **line: Any) -> None:
        """Never changed afterwards."""
        self._connection.execute(insert(moderation_log).values(line))

    def log_page(self, after: UUID | None, limit: int) -> Sequence[Mapping[str, Any]]:
        """Ids are in the order of time."""
        wanted = select(moderation_log).order_by(moderation_log.c.id.desc()).limit(limit)
        if after is not None:
            wanted = wanted.where(moderation_log.c.id < after)
        return rows_of(self._connection.execute(wanted))

    def _cases(self, rows: Sequence[Row[Any]]) -> list[Case]:
        sent: dict[UUID, list[Report]] = {row.id: [] for row in rows}
        found = self._connection.execute(
            select(reports).where(reports.c.case_id.in_(sent)).order_by(reports.c.id)
        )
        for row in found:
            values = {name: getattr(row, name) for name in Report.__dataclass_fields__}
            sent[row.case_id].append(Report(**(values | {"reason": Reason(row.reason)})))
        return [
            Case(
                **{name: getattr(row, name) for name in PLAIN},
                version=row.version,
                state=State(row.state),
                evidence=row.evidence,
                reports=sent[row.id],
                verdict=_verdict(row.verdict),
                final=_verdict(row.final),
            )
            for row in rows
        ]


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "decision": verdict.decision.value,
        "rule": verdict.rule,
        "note": verdict.note,
        "by": str(verdict.by),
        "at": verdict.at.isoformat(),
        "until": verdict.until and verdict.until.isoformat(),
    }


def _verdict(told: Mapping[str, Any] | None) -> Verdict | None:
    if told is None:
        return None
    until = told["until"]
    return Verdict(
        decision=Decision(told["decision"]),
        rule=told["rule"],
        note=told["note"],
        by=UUID(told["by"]),
        at=datetime.fromisoformat(told["at"]),
        until=datetime.fromisoformat(until) if until else None,
    )
