"""What insights does about people."""

from dataclasses import replace

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.application.rebuilding import rebuild_viewer
from moim.contracts.users import ProfileUpdated, UserRegistered, UserWithdrew


def know_viewer(event: UserRegistered | ProfileUpdated, work: Work) -> None:
    """In another zone, workouts fall on other days: count them over."""
    known = work.viewers.get(event.user_id)
    if known.left:
        return
    work.viewers.save(
        replace(known, timezone=event.timezone, locale=event.locale, nickname=event.nickname)
    )
    if known.timezone != event.timezone:
        rebuild_viewer(event.user_id, work)


def erase_viewer(event: UserWithdrew, work: Work) -> None:
    """Nothing of the person stays, and what arrives late of them is not counted."""
    work.viewers.erase(event.user_id)
