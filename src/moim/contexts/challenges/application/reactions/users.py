"""What challenges does about people and their accounts."""

from dataclasses import replace
from uuid import UUID

from moim.contexts.challenges.application.asking import ask_entrants
from moim.contexts.challenges.application.erasing import erase_person
from moim.contexts.challenges.application.meeting import meet
from moim.contexts.challenges.application.notices import tell
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.standing import settle, stand_as_shown
from moim.contexts.challenges.domain.challenge import ChallengeNotFound
from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contexts.challenges.domain.person import (
    FAILURES_HELD,
    HELD_FOR,
    TOPIC,
    Eligibility,
)
from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    ActivityLogged,
    ActivityStatsRequested,
    EmailVerified,
    FeedbackAnswered,
    FeedbackSubmitted,
    LoginFailed,
    NotificationSettingsChanged,
    PasswordChanged,
    PasswordResetCompleted,
    PasswordResetRequested,
    ProfileUpdated,
    UserLoggedIn,
    UserRegistered,
    UserWithdrew,
)

FEEDBACK_TOPIC = "challenge"


def open_eligibility(event: UserRegistered, work: Work) -> None:
    """They may enter open challenges."""
    person = work.people.get(event.user_id).opened()
    work.people.save(
        replace(person, nickname=event.nickname, locale=event.locale, timezone=event.timezone)
    )


def know_entrant(event: ProfileUpdated, work: Work) -> None:
    """Lists show the nickname; regional challenges ask for the region, shown or not."""
    work.people.hold(event.user_id)
    known = work.people.get(event.user_id)
    person = replace(
        known.opened(),
        nickname=event.nickname,
        region=event.region,
        region_public=event.region_public,
        locale=event.locale,
        timezone=event.timezone,
    )
    work.people.save(person)
    if person.shown_region != known.shown_region:
        stand_as_shown(person, work)


def grant_full_eligibility(event: EmailVerified, work: Work) -> None:
    """Ranked challenges with a prize are open too."""
    person = work.people.get(event.user_id)
    work.people.save(replace(person, eligibility=Eligibility.FULL))


def erase_entrant(event: UserWithdrew, work: Work) -> None:
    """Nothing of the person stays; ended rankings keep the value under no name."""
    erase_person(event.user_id, work)


def review_access(event: PasswordChanged | PasswordResetCompleted, work: Work) -> None:
    """Links made before stop working, and a protection is lifted."""
    person = work.people.get(event.user_id)
    work.people.save(replace(person, shares_after=work.now, protected_until=None))


def protect_results(event: PasswordResetRequested, work: Work) -> None:
    """Results are read-only and links pause until the reset completes or expires."""
    person = work.people.get(event.user_id)
    work.people.save(replace(person, protected_until=event.expires_at))


def apply_notification_settings(event: NotificationSettingsChanged, work: Work) -> None:
    """Notices follow the account, where the entrant set nothing for a challenge."""
    person = work.people.get(event.user_id)
    work.people.save(replace(person, wants=event.settings.get(TOPIC, {})))


def suspend_entrant(event: AccountLocked, work: Work) -> None:
    """Joining and submitting are refused; running rankings hide them."""
    work.people.save(replace(work.people.get(event.user_id), locked=True))
    _hide(event.user_id, True, work)


def restore_entrant(event: AccountUnlocked, work: Work) -> None:
    """They are back with every earlier result."""
    work.people.save(replace(work.people.get(event.user_id), locked=False))
    _hide(event.user_id, False, work)


def open_improvement(event: FeedbackSubmitted, work: Work) -> None:
    """Something to make better, of a challenge or of challenges as a whole."""
    if event.topic == FEEDBACK_TOPIC:
        work.improvements.open(event.feedback_id, event.subject_id, event.user_id, work.now)


def close_improvement(event: FeedbackAnswered, work: Work) -> None:
    """It is closed with what became of it."""
    if event.topic == FEEDBACK_TOPIC:
        work.improvements.close(event.feedback_id, event.resolution, work.now)


def request_feedback(event: FeedbackSubmitted, work: Work) -> None:
    """The challenge's entrants are asked too, at most once in seven days."""
    if event.topic != FEEDBACK_TOPIC or event.subject_id is None:
        return
    work.rankings.hold(event.subject_id)
    try:
        challenge = work.challenges.get(event.subject_id)
    except ChallengeNotFound:
        return
    ask_entrants(challenge, work)


def record_entrant_activity(event: ActivityLogged, work: Work) -> None:
    """A line in the entrant's list of each running challenge."""
    running = work.challenges.running_for(event.user_id)
    work.activities.add(running, event.user_id, event.activity, event.occurred_at)


def count_entrant_activity(event: ActivityLogged, work: Work) -> None:
    """Count them once a day."""
    for challenge_id in work.challenges.running_for(event.user_id):
        day = work.challenges.get(challenge_id).terms.measure.day_of(event.occurred_at)
        work.activities.count(challenge_id, day, event.user_id)


def provide_activity_section(event: ActivityStatsRequested, work: Work) -> None:
    """What the person did in challenges: joined, finished, best rank."""
    figures: dict[str, float] = {"joined": 0.0, "finished": 0.0}
    ranks: list[int] = []
    for challenge_id in work.challenges.of(event.user_id):
        entry = work.entries.find(challenge_id, event.user_id)
        if entry is None or entry.state is not EntryState.IN:
            continue
        figures["joined"] += 1
        figures["finished"] += entry.finished_at is not None
        if entry.stood is not None:
            ranks.append(work.rankings.rank(challenge_id, entry.stood))
    if ranks:
        figures["best_rank"] = float(min(ranks))
    work.sections.keep(event.request_id, event.user_id, "activity", None, figures, work.now)


def invite_to_challenge(event: UserLoggedIn, work: Work) -> None:
    """Who is in no challenge is told of one, at most once in seven days."""
    known = work.people.get(event.user_id)
    person = meet(event.user_id, work).opened()
    work.people.save(person)
    if person.shown_region != known.shown_region:
        stand_as_shown(person, work)
    if not person.may_be_invited(work.now) or work.challenges.running_for(event.user_id):
        return
    suggested = work.challenges.to_suggest(person)
    if suggested is not None:
        work.people.save(replace(person, invited_at=work.now))
        tell(work.challenges.get(suggested), [person.user_id], NoticeKind.INVITATION, work)


def hold_submissions(event: LoginFailed, work: Work) -> None:
    """Somebody may be trying a password: what is typed in now waits for a review."""
    if event.user_id is not None and event.failures_in_window >= FAILURES_HELD:
        person = work.people.get(event.user_id)
        work.people.save(replace(person, held_until=work.now + HELD_FOR))


def _hide(user_id: UUID, hidden: bool, work: Work) -> None:
    for challenge_id in work.challenges.running_for(user_id):
        work.rankings.hold(challenge_id)
        entry = work.entries.get(challenge_id, user_id)
        entry.hidden = hidden
        settle(entry, work.challenges.get(challenge_id), work)
