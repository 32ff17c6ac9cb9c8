"""What challenges has its entrants told."""

from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.telling import Message, tell
from moim.contexts.notifications.domain.texts_account import CHALLENGE_NOTICES
from moim.contracts.challenges import ChallengeNotificationSent
from moim.kernel.ids import new_id

ONCE = frozenset({"start", "halfway", "last-day", "end"})
"""What happens to a challenge once; of the others there may be several, each worth telling."""


def deliver_challenge_notice(event: ChallengeNotificationSent, work: Work) -> None:
    """Row 200: to those whom challenges named, a thousand at most."""
    ko, en = CHALLENGE_NOTICES.get(event.kind, ("챌린지 소식이 있습니다", "News of a challenge"))
    once = event.kind if event.kind in ONCE else f"{event.kind}:{new_id()}"
    values = {"notice_ko": ko, "notice_en": en, "title_ko": ko, "title_en": en}
    if event.title:
        values = {"notice_ko": ko, "notice_en": en, "title": event.title}
    message = Message(
        template="challenge-notice",
        key=f"challenge:{event.challenge_id}:{once}",
        values=values,
        subject_kind="challenge",
        subject_id=event.challenge_id,
    )
    tell(message, list(event.recipient_ids or ()), work)
