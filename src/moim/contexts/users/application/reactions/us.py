"""What users does about its own reminders."""

from moim.contexts.users.application.activity import count_statistics
from moim.contexts.users.application.exports import drop_export
from moim.contexts.users.application.leaving import erase_account
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.events import ExportRanOut, LeavingDue, LockRanOut, StatisticsWanted


def unlock_after_time(event: LockRanOut, work: Work) -> None:
    """A lock whose time has passed ends, unless it was ended or changed meanwhile."""
    user = work.users.find(event.user_id)
    if user is not None and user.unlock_if_time_passed(work.now):
        work.users.save(user)


def provide_statistics(event: StatisticsWanted, work: Work) -> None:
    """Count what was asked for, if it is still there and its owner too."""
    asked = work.statistics.find(event.request_id)
    user = work.users.find(event.user_id)
    if asked is not None and user is not None and user.profile is not None:
        count_statistics(asked, user.profile.timezone, work)


def erase_after_grace(event: LeavingDue, work: Work) -> None:
    """The owner did not change their mind: the account is erased, everywhere."""
    user = work.users.find(event.user_id)
    if user is not None and user.leaves_at == event.leaves_at:
        erase_account(WhoIs(user_id=event.user_id), work)


def forget_export(event: ExportRanOut, work: Work) -> None:
    """What was not fetched in its days is asked for anew, unless that was done."""
    drop_export(event.user_id, event.export_id, work)
