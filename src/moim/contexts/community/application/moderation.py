"""Use cases about reports, cases and appeals."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.community.application.comments import take_comment_down
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import A_DAY, Actor, take_down
from moim.contexts.community.application.reacting import in_one_order
from moim.contexts.community.domain.comment import State as CommentState
from moim.contexts.community.domain.events import HidingRanOut
from moim.contexts.community.domain.moderation import (
    APPEAL_WITHIN,
    OUTCOMES,
    Case,
    Decision,
    Reason,
    Report,
    Verdict,
    report_weight,
)
from moim.contexts.community.domain.moderation import State as CaseState
from moim.contexts.community.domain.post import Hidden, Post, PostNotFound, State
from moim.contexts.community.domain.reacting import NotYourOwn
from moim.contexts.community.domain.trust import Act, check_pace, is_new
from moim.contexts.community.domain.wording import written
from moim.contracts.community import PostReported, PostReportResolved
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SendReport:
    """``comment_id`` when it is a comment that is meant."""

    id: UUID
    actor: Actor
    post_id: UUID
    comment_id: UUID | None
    reason: Reason
    text: str


def send_report(command: SendReport, work: Work) -> UUID:
    """Into the one open case about the target; the case's id."""
    work.members.alone(command.actor.user_id)
    by, post = command.actor.user_id, work.posts.get(command.post_id)
    post.must_be_seen_by(by, moderator=command.actor.moderator)
    case = _case(command, post, work)
    if by == case.author_id:
        raise NotYourOwn
    member = work.members.get(by)
    sent = work.cases.reports_since(by, work.now - A_DAY)
    check_pace(Act.REPORT, member.deeds, sent, None, work.now)
    weight = report_weight(
        member.standing.level,
        member.reports_agreed,
        member.reports_handled,
        new=is_new(member.deeds, work.now),
    )
    report = Report(
        id=command.id,
        user_id=by,
        reason=command.reason,
        text=written(command.text, 1_000, "text", least=0, lines=True),
        weight=weight,
        at=work.now,
    )
    hides = case.report(report, work.now)
    work.cases.save(case)
    if hides and case.hidden_until is not None:
        _hide(case, Hidden.PROVISIONAL, work)
        _log(case, "hidden-provisionally", None, None, work)
    work.publish(
        PostReported(
            post_id=post.id,
            report_id=report.id,
            user_id=by,
            reason=command.reason.value,
            comment_id=case.comment_id,
        )
    )
    return case.id


@dataclass(frozen=True, kw_only=True)
class Decide:
    """``days`` is how long a temporary measure lasts.

    ``others`` are all who may decide, ``owner`` whether it is an owner of the instance who does.
    """

    id: UUID
    by: UUID
    others: Collection[UUID]
    owner: bool
    decision: Decision
    rule: str
    note: str
    days: int | None = None


def decide(command: Decide, work: Work) -> Case:
    """The first decision, or the last one about an appeal."""
    case = work.cases.get(command.id)
    before = case.verdict
    for_another = case.is_for_another(command.by, command.others, owner=command.owner)
    verdict = case.decide(
        command.decision,
        command.rule,
        command.note,
        command.by,
        work.now,
        command.days,
        for_another=for_another,
    )
    _carry_out(case, verdict, work)
    work.cases.save(case)
    _remember_who_was_right(case, before, verdict, work)
    _log(case, verdict.decision.value, verdict.rule, verdict.by, work)
    for report in case.reports:
        work.publish(
            PostReportResolved(
                post_id=case.post_id,
                report_id=report.id,
                outcome=OUTCOMES[verdict.decision],
                by=verdict.by,
                comment_id=case.comment_id,
                case_id=case.id,
                final=case.final is not None,
            )
        )
    return case


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """By one of the sides."""

    id: UUID
    by: UUID
    text: str


def appeal(command: Appeal, work: Work) -> Case:
    """Another moderator will look at it."""
    case = work.cases.get(command.id)
    case.appeal(command.by, command.text, work.now)
    work.cases.save(case)
    _log(case, "appealed", None, None, work)
    return case


@dataclass(frozen=True, kw_only=True)
class CasesWanted:
    """A page of cases in a state."""

    state: CaseState
    after: tuple[float, UUID] | None
    limit: int


def cases_in(wanted: CasesWanted, work: Work) -> Sequence[Case]:
    """The heaviest first."""
    return work.cases.by_state(wanted.state.value, wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """A page of one's own."""

    user_id: UUID
    after: UUID | None
    limit: int


def own_cases(wanted: OwnPage, work: Work) -> Sequence[Case]:
    """Where the person is a side, newest first."""
    return work.cases.about(wanted.user_id, wanted.after, wanted.limit)


def log_lines(wanted: OwnPage, work: Work) -> Sequence[Mapping[str, Any]]:
    """The public log, newest first."""
    return work.cases.log_page(wanted.after, wanted.limit)


def end_hiding(event: HidingRanOut, work: Work) -> None:
    """A hiding has lasted as long as it may: shown again, or gone if that was decided."""
    case = work.cases.find(event.case_id)
    if case is None or not case.time_passed(event.until):
        return
    work.cases.save(case)
    last = case.final or case.verdict
    removed = last is not None and last.decision is Decision.REMOVE
    if removed and last is not None:
        _take_down(case, last, work)
    else:
        _show(case, work)
        _log(case, "hiding-ended", None, None, work)


def pseudonym(moderator_id: UUID) -> str:
    """The same for all deeds of one moderator, and no way back to who it is."""
    return hashlib.blake2b(moderator_id.bytes, digest_size=6, person=b"modlog").hexdigest()


def _case(command: SendReport, post: Post, work: Work) -> Case:
    target = command.comment_id or post.id
    known = work.cases.open_on(target)
    if known is not None:
        return known
    if command.comment_id is None:
        content = post.content
        evidence = {"title": content.title, "body": content.body, "fields": dict(content.fields)}
        author = post.author_id
    else:
        comment = work.comments.get(command.comment_id)
        if comment.post_id != post.id or comment.state is CommentState.REMOVED:
            raise PostNotFound
        evidence, author = {"text": comment.text}, comment.author_id
    return Case(
        id=new_id(),
        post_id=post.id,
        comment_id=command.comment_id,
        author_id=author,
        board=post.board,
        opened_at=work.now,
        evidence=evidence | {"frozen_at": work.now.isoformat()},
    )


def _carry_out(case: Case, verdict: Verdict, work: Work) -> None:
    match verdict.decision:
        case Decision.KEEP:
            _show(case, work)
        case Decision.HIDE:
            _hide(case, Hidden.DECIDED, work)
        case Decision.TEMPORARY:
            _hide(case, Hidden.TEMPORARY, work)
        case Decision.REMOVE:
            if case.state is CaseState.CLOSED:
                _take_down(case, verdict, work)
                return
            # Gone for everybody at once, for good when no appeal can bring it back.
            case.hidden_until = work.now + APPEAL_WITHIN
            _hide(case, Hidden.DECIDED, work)


def _hide(case: Case, why: Hidden, work: Work) -> None:
    if case.comment_id is not None:
        work.comments.hide(case.comment_id, hidden=True)
    else:
        post = work.posts.find(case.post_id)
        if post is not None and post.state is State.PUBLISHED:
            post.hide(why, case.hidden_until)
            work.posts.save(post)
    if case.hidden_until is not None:
        due = HidingRanOut(case_id=case.id, until=case.hidden_until)
        work.remind(case.hidden_until, due)


def _show(case: Case, work: Work) -> None:
    if case.comment_id is not None:
        work.comments.hide(case.comment_id, hidden=False)
        return
    post = work.posts.find(case.post_id)
    if post is not None and post.hidden is not None:
        post.show()
        work.posts.save(post)


def _take_down(case: Case, verdict: Verdict, work: Work) -> None:
    if case.comment_id is not None:
        comment = work.comments.find(case.comment_id)
        if comment is not None:
            take_comment_down(comment, verdict.by, work, reason=verdict.rule)
        return
    post = work.posts.find(case.post_id)
    if post is not None:
        take_down(post, verdict.by, work)


def _remember_who_was_right(
    case: Case, before: Verdict | None, verdict: Verdict, work: Work
) -> None:
    wrong_before = before is not None and before.decision is not Decision.KEEP
    wrong = verdict.decision is not Decision.KEEP
    reporters = {report.user_id for report in case.reports}
    for user_id in in_one_order({case.author_id, *reporters}):
        counts: dict[str, int] = {}
        if user_id == case.author_id and wrong != wrong_before:
            counts["upheld"] = 1 if wrong else -1
        if user_id in reporters and before is None:
            counts |= {"reports_handled": 1, "reports_agreed": int(wrong)}
        elif user_id in reporters and wrong != wrong_before:
            counts["reports_agreed"] = 1 if wrong else -1
        if counts:
            work.members.count(user_id, **counts)


def _log(case: Case, action: str, rule: str | None, by: UUID | None, work: Work) -> None:
    work.cases.log(
        id=new_id(),
        at=work.now,
        case_id=case.id,
        action=action,
        board=case.board,
        rule=rule,
        moderator=pseudonym(by) if by else None,
        target="post" if case.comment_id is None else "comment",
    )
