"""Showing a chart to others, and what protects it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from moim.contexts.insights.domain.chart import Chart
from moim.contracts.insights import ChartShareRequested
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, Gone, Locked, NotFound

LINK = "link"
SHARES_MAX = 20
"""Of one chart, that still hold."""

FAILURES_BEFORE_CARE = 3
CARE = timedelta(hours=1)


class ShareNotFound(NotFound):
    """No such link, or it is for somebody else."""

    code = "chart-share-not-found"
    ko = "공유된 차트를 찾을 수 없습니다."
    en = "There is no such shared chart."


class ShareEnded(Gone):
    """Its owner took it back, or changed the password since."""

    code = "chart-share-ended"
    ko = "더 이상 공유되지 않는 차트입니다. 새 링크를 요청하세요."
    en = "This chart is not shared any more. Ask its owner for a new link."


class ChartsProtected(Locked):
    """The owner's account is locked, or its password is being reset."""

    code = "charts-protected"
    ko = "소유자의 계정을 보호하고 있어 지금은 볼 수 없습니다. 나중에 다시 시도해 주세요."
    en = "The owner's account is being protected. Please try again later."


class SharingNeedsEmail(Forbidden):
    """Charts are shared once the e-mail address is verified."""

    code = "sharing-needs-verified-email"
    ko = "이메일 인증을 마치면 차트를 공유할 수 있습니다."
    en = "Verify your e-mail address to share charts."


class ShowsPlaces(Forbidden):
    """It would show strangers where its owner lives."""

    code = "chart-shows-places"
    ko = "집이나 직장 위치가 드러날 수 있는 차트는 공유할 수 없습니다. 운동을 공유해 주세요."
    en = "This chart could show where you live. Share the workout instead."


class TooManyShares(Conflict):
    """A chart has as many links as it may."""

    code = "too-many-chart-shares"
    ko = "차트 하나는 {most}번까지 공유할 수 있습니다. 쓰지 않는 공유를 끊으세요."
    en = "A chart can be shared {most} times. Take back a share you do not need."


class FreshLoginNeeded(Forbidden):
    """Somebody tried to sign in with wrong passwords: files go to those who know the right one."""

    code = "fresh-login-needed"
    ko = "로그인 실패가 여러 번 있어 내려받으려면 다시 로그인해야 합니다."
    en = "There were several failed sign-ins. Sign in again to download."


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How a person's charts are guarded at present."""

    user_id: UUID
    verified: bool = False
    locked: bool = False
    paused_until: datetime | None = None
    careful_since: datetime | None = None
    careful_until: datetime | None = None

    def closed(self, now: datetime) -> bool:
        """Whether shared charts answer nobody."""
        paused = self.paused_until is not None and now < self.paused_until
        return self.locked or paused

    def after_failure(self, failures: int, now: datetime) -> "Protection":
        """A sign-in failed for the ``failures``-th time; the third asks for care."""
        if failures < FAILURES_BEFORE_CARE:
            return self
        return replace(self, careful_since=now, careful_until=now + CARE)

    def must_let_download(self, signed_in_at: datetime | None, now: datetime) -> None:
        """Raise FreshLoginNeeded unless the session is younger than the failures.

        ``signed_in_at`` None is a script's token, which proves no sign-in.
        """
        if self.careful_until is None or self.careful_since is None or now >= self.careful_until:
            return
        if signed_in_at is None or signed_in_at < self.careful_since:
            raise FreshLoginNeeded


@dataclass(kw_only=True, eq=False)
class Share(Aggregate):
    """One way to see one chart. ``audience`` is ``link`` or ``user:<id>``; no token is kept."""

    id: UUID
    chart_id: UUID
    user_id: UUID
    audience: str
    token_hash: bytes
    made_at: datetime
    ended_at: datetime | None = None

    @classmethod
    def of(
        cls,
        chart: Chart,
        protection: Protection,
        *,
        id: UUID,
        audience: str,
        token_hash: bytes,
        at: datetime,
    ) -> "Share":
        """Show the chart to somebody. Raises SharingNeedsEmail, ShowsPlaces, ChartsProtected."""
        if not protection.verified:
            raise SharingNeedsEmail
        if protection.closed(at):
            raise ChartsProtected
        if not chart.kind.traits.shareable:
            raise ShowsPlaces
        chart.shown()
        share = cls(
            id=id,
            chart_id=chart.id,
            user_id=chart.user_id,
            audience=audience,
            token_hash=token_hash,
            made_at=at,
        )
        share.record(
            ChartShareRequested(chart_id=chart.id, user_id=chart.user_id, audience=audience)
        )
        return share

    def end(self, at: datetime) -> None:
        """Take it back for good."""
        self.ended_at = self.ended_at or at

    def must_open_for(self, viewer_id: UUID | None, protection: Protection, now: datetime) -> None:
        """Raise what keeps this viewer out: ShareNotFound, ShareEnded or ChartsProtected.

        The owner is never kept out by what protects them.
        """
        if self.audience not in (LINK, f"user:{viewer_id}") and viewer_id != self.user_id:
            raise ShareNotFound
        if self.ended_at is not None:
            raise ShareEnded
        if protection.closed(now) and viewer_id != self.user_id:
            raise ChartsProtected
