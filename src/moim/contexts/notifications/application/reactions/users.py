"""What people are told of their accounts, and what the gate learns of them."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.summaries import (
    collect,
    figures_told,
)
from moim.contexts.notifications.application.telling import Message, tell
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.events import ReconfirmDue
from moim.contexts.notifications.domain.gate import Account
from moim.contexts.notifications.domain.law import Agreed, asked_again_at
from moim.contexts.notifications.domain.quiet import zone_of
from moim.contexts.notifications.domain.texts_account import CHANNELS, PURPOSES, RESOLUTIONS
from moim.contracts.notifications import (
    EmailPreferenceSet,
    PushPreferenceSet,
    ReceiptConsented,
    ReceiptRefused,
    SmsPreferenceSet,
)
from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    ActivityLogged,
    ActivityStatsProvided,
    ActivityStatsRequested,
    EmailVerified,
    FeedbackAnswered,
    FeedbackSubmitted,
    LoginFailed,
    NotificationConsentChanged,
    NotificationSettingsChanged,
    PasswordChanged,
    PasswordResetCompleted,
    PasswordResetRequested,
    ProfileUpdated,
    UserLoggedIn,
    UserRegistered,
    UserWithdrew,
)
from moim.kernel.ids import new_id

FAILURES_MIN = 3
SECURITY_EVERY = timedelta(hours=1)
NEWS_MAX = 20
RECONFIRMED = frozenset({"marketing", "night"})
NEWS_WITHIN = timedelta(days=30)


def _tell(
    work: Work,
    user_id: UUID,
    template: str,
    key: str = "",
    values: Mapping[str, str] | None = None,
    subject: tuple[str, UUID | None] = ("", None),
) -> None:
    message = Message(
        template=template,
        key=key or f"{template}:{new_id()}",
        values=values or {},
        subject_kind=subject[0],
        subject_id=subject[1],
    )
    tell(message, [user_id], work)


def know_recipient(event: UserRegistered | ProfileUpdated, work: Work) -> None:
    """Rows 202 and 203: name, language, zone and region, as they are now."""
    recipient = work.recipients.get(event.user_id)
    if recipient.left:
        return
    recipient.nickname = event.nickname
    recipient.locale = event.locale
    if isinstance(event, ProfileUpdated) and recipient.timezone != event.timezone:
        recipient.settings_version += 1  # quiet hours are other hours now
        work.sendings.look_again(event.user_id)
    recipient.timezone = event.timezone
    if isinstance(event, UserRegistered):
        recipient.email_hash = event.email_hash
        if work.subscriptions.is_suppressed(Channel.EMAIL, event.email_hash):
            recipient.suppressed |= {Channel.EMAIL}
    else:
        recipient.region = event.region
    work.recipients.save(recipient)


def forget_recipient(event: UserWithdrew, work: Work) -> None:
    """Row 204: nothing of them is kept, and nobody is shown their name."""
    work.recipients.erase(event.user_id)


def apply_settings(event: NotificationSettingsChanged, work: Work) -> None:
    """Row 201: the gate follows the new settings from the next message on."""
    recipient = work.recipients.get(event.user_id)
    if recipient.left:
        return
    for channel, made in (
        (Channel.PUSH, PushPreferenceSet),
        (Channel.EMAIL, EmailPreferenceSet),
        (Channel.SMS, SmsPreferenceSet),
    ):
        changed, topics = recipient.changed_wishes(event.settings, channel)
        if changed:
            rows = [row[channel] for row in event.settings.values() if channel in row]
            enabled = any(rows) if rows else True
            work.publish(made(user_id=event.user_id, enabled=enabled, topics=topics))
    recipient.wishes = event.settings
    work.recipients.save(recipient)


def notify_account_locked(event: AccountLocked, work: Work) -> None:
    """Row 54: critical, at once, quiet hours or not."""
    _set_account(work, event.user_id, Account.LOCKED)
    _tell(work, event.user_id, "account-locked")


def notify_account_unlocked(event: AccountUnlocked, work: Work) -> None:
    """Row 55."""
    _set_account(work, event.user_id, Account.ACTIVE)
    _tell(work, event.user_id, "account-unlocked")


def _set_account(work: Work, user_id: UUID, account: Account) -> None:
    recipient = work.recipients.get(user_id)
    if not recipient.left:
        recipient.account = account
        work.recipients.save(recipient)


def notify_whats_new(event: UserLoggedIn, work: Work) -> None:
    """Row 56: announcements since the last sign-in, as one digest; none when there are none."""
    recipient = work.recipients.get(event.user_id)
    before, recipient.signed_in_at = recipient.signed_in_at, work.now
    if recipient.left:
        return
    work.recipients.save(recipient)
    if before is None:
        return
    since = max(before, work.now - NEWS_WITHIN)
    news = work.announcements.since(since, NEWS_MAX)
    # Advertising needs consent: this digest is a service, and tells of none.
    unheard = [one for one in news if not one.advertises]
    heard = {one.id for one in unheard if work.notices.by_key(event.user_id, f"news:{one.id}")}
    unheard = [one for one in unheard if one.id not in heard]
    if unheard:
        values = {
            "count": str(len(unheard)),
            "titles": " · ".join(one.title for one in unheard[:5]),
        }
        _tell(work, event.user_id, "whats-new", values=values)


def notify_login_failed(event: LoginFailed, work: Work) -> None:
    """Row 57: from the third failure, at most one an hour."""
    if event.user_id is None or event.failures_in_window < FAILURES_MIN:
        return
    told = work.tellings.told_at(event.user_id, "login-failed")
    if told is not None and work.now - told < SECURITY_EVERY:
        return
    work.tellings.note(event.user_id, "login-failed")
    values = {"count": str(event.failures_in_window)}
    _tell(work, event.user_id, "login-failed", values=values)


def notify_password_changed(event: PasswordChanged, work: Work) -> None:
    """Row 58."""
    _tell(work, event.user_id, "password-changed")


def notify_password_reset(event: PasswordResetCompleted, work: Work) -> None:
    """Row 59."""
    _tell(work, event.user_id, "password-reset")


def send_reset_link(event: PasswordResetRequested, work: Work) -> None:
    """Row 60: the link is asked for when the letter is sent, and kept nowhere."""
    _tell(work, event.user_id, "reset-link")


def collect_activity_digest(event: ActivityLogged, work: Work) -> None:
    """Row 61: one weekly summary, not a message each."""
    recipient = work.recipients.get(event.user_id)
    if not recipient.left:
        collect(recipient, event.activity, event.occurred_at, work)


def promise_statistics(event: ActivityStatsRequested, work: Work) -> None:
    """Row 62: a notice that turns into the result once it is ready."""
    subject = ("statistics", event.request_id)
    key = f"statistics:{event.request_id}"
    _tell(work, event.user_id, "statistics-promised", key, {"period": event.period}, subject)


def notify_statistics_ready(event: ActivityStatsProvided, work: Work) -> None:
    """Row 63: the same notice, with the figures and a link."""
    key = f"statistics:{event.request_id}"
    counts = event.stats.get("activity", {})
    values = figures_told({name: int(value) for name, value in counts.items()})
    notice = work.notices.by_key(event.user_id, key)
    if notice is None:
        subject = ("statistics", event.request_id)
        _tell(work, event.user_id, "statistics-ready", key, values, subject)
        return
    notice.template, notice.at, notice.seen = "statistics-ready", work.now, False
    notice.values.update(values)
    work.notices.save(notice)


def apply_consent(event: NotificationConsentChanged, work: Work) -> None:
    """Row 64: from the next message on; the ledger keeps when this context heard of it."""
    recipient = work.recipients.get(event.user_id)
    if recipient.left:
        return
    said = Agreed(event.granted, work.now)
    recipient.consents = {**recipient.consents, (event.channel, event.purpose): said}
    work.recipients.save(recipient)
    work.recipients.note_consent(
        event.user_id, event.channel, event.purpose, granted=event.granted, source="account"
    )
    made = ReceiptConsented if event.granted else ReceiptRefused
    work.publish(made(user_id=event.user_id, channel=event.channel, purpose=event.purpose))
    if event.granted and event.purpose in RECONFIRMED:
        again = ReconfirmDue(
            user_id=event.user_id,
            channel=event.channel,
            purpose=event.purpose,
            agreed_at=said.at,
        )
        work.remind(asked_again_at(said.at), again)


def confirm_consent(event: NotificationConsentChanged, work: Work) -> None:
    """Row 65: the receipt that the law wants within fourteen days goes at once."""
    template = "consent-given" if event.granted else "consent-refused"
    values = consent_told(event.user_id, event.channel, event.purpose, work)
    _tell(work, event.user_id, template, values=values)


def consent_told(user_id: UUID, channel: str, purpose: str, work: Work) -> dict[str, str]:
    """What a letter about a consent says: which, and on which day where the person is."""
    recipient = work.recipients.get(user_id)
    said = recipient.consents.get((channel, purpose))
    at = work.now if said is None else said.at
    channel_ko, channel_en = CHANNELS[channel]
    purpose_ko, purpose_en = PURPOSES[purpose]
    return {
        "on": f"{at.astimezone(zone_of(recipient.timezone)):%Y-%m-%d}",
        "channel_ko": channel_ko,
        "channel_en": channel_en,
        "purpose_ko": purpose_ko,
        "purpose_en": purpose_en,
    }


def notify_email_verified(event: EmailVerified, work: Work) -> None:
    """Row 66: once."""
    nickname = work.recipients.get(event.user_id).nickname or ""
    _tell(work, event.user_id, "welcome", "welcome", {"nickname": nickname})


def notify_feedback_answered(event: FeedbackAnswered, work: Work) -> None:
    """Rows 67 and 69, which are one."""
    pair = RESOLUTIONS.get(event.resolution, RESOLUTIONS["answered"])
    values = {"resolution_ko": pair[0], "resolution_en": pair[1]}
    key = f"feedback-answered:{event.feedback_id}"
    subject = ("feedback", event.feedback_id)
    _tell(work, event.user_id, "feedback-answered", key, values, subject)


def confirm_feedback(event: FeedbackSubmitted, work: Work) -> None:
    """Row 68: a receipt."""
    key = f"feedback-received:{event.feedback_id}"
    subject = ("feedback", event.feedback_id)
    _tell(work, event.user_id, "feedback-received", key, subject=subject)
