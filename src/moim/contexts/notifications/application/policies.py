"""The policy table of notifications."""

from moim.contexts.notifications.application.reactions import challenges as for_challenges
from moim.contexts.notifications.application.reactions import community as for_community
from moim.contexts.notifications.application.reactions import us
from moim.contexts.notifications.application.reactions import users as for_users
from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.domain import events
from moim.contracts import challenges, community, users
from moim.contracts.notifications import (
    AnnouncementStatsProvided,
    EmailPreferenceSet,
    NotificationSent,
    PushPreferenceSet,
    ReceiptConsented,
    ReceiptRefused,
    SmsPreferenceSet,
)
from moim.kernel.policies import Policy, on

SENT = (NotificationSent,)
SETTINGS = (PushPreferenceSet, EmailPreferenceSet, SmsPreferenceSet)
RECEIPTS = (ReceiptConsented, ReceiptRefused)

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                                then                                     rows       and so
    on(community.PostLiked,                for_community.notify_post_liked,            35,         emits=SENT),
    on(community.PostCreated,              for_community.notify_post_created,          36),
    on(community.PostDeleted,              for_community.notify_post_deleted,          37,         emits=SENT),
    on(community.PostEdited,               for_community.notify_post_edited,           38,         emits=SENT),
    on(community.PostReported,             for_community.notify_moderators,            39),
    on(community.PostReportResolved,       for_community.notify_report_outcome,        40,         emits=SENT),
    on(community.PostRecommended,          for_community.notify_post_recommended,      42,         emits=SENT),
    on(community.PostTagAdded,             for_community.notify_tag_added,             43, 121,    emits=SENT),
    on(community.PostTagRemoved,           for_community.notify_tag_removed,           44, 122,    emits=SENT),
    on(community.PostBookmarked,           for_community.notify_post_bookmarked,       45,         emits=SENT),
    on(community.PostShared,               for_community.notify_post_shared,           46,         emits=SENT),
    on(community.CommentCreated,           for_community.notify_commented,             47,         emits=SENT),
    on(community.CommentCreated,           for_community.notify_post_author_commented, 48,         emits=SENT),
    on(community.CommentRecommended,       for_community.notify_comment_recommended,   49,         emits=SENT),
    on(community.CommentEdited,            for_community.notify_comment_edited,        50,         emits=SENT),
    on(community.CommentDeleted,           for_community.notify_comment_deleted,       51,         emits=SENT),
    on(community.CommentTagAdded,          for_community.notify_comment_tag_added,     52,         emits=SENT),
    on(community.CommentTagRemoved,        for_community.notify_comment_tag_removed,   53,         emits=SENT),
    on(users.AccountLocked,                for_users.notify_account_locked,            54,         emits=SENT),
    on(users.AccountUnlocked,              for_users.notify_account_unlocked,          55,         emits=SENT),
    on(users.UserLoggedIn,                 for_users.notify_whats_new,                 56,         emits=SENT),
    on(users.LoginFailed,                  for_users.notify_login_failed,              57,         emits=SENT),
    on(users.PasswordChanged,              for_users.notify_password_changed,          58,         emits=SENT),
    on(users.PasswordResetCompleted,       for_users.notify_password_reset,            59,         emits=SENT),
    on(users.PasswordResetRequested,       for_users.send_reset_link,                  60),
    on(users.ActivityLogged,               for_users.collect_activity_digest,          61),
    on(users.ActivityStatsRequested,       for_users.promise_statistics,               62,         emits=SENT),
    on(users.ActivityStatsProvided,        for_users.notify_statistics_ready,          63,         emits=SENT),
    on(users.NotificationConsentChanged,   for_users.apply_consent,                    64,         emits=RECEIPTS),
    on(users.NotificationConsentChanged,   for_users.confirm_consent,                  65,         emits=SENT),
    on(users.EmailVerified,                for_users.notify_email_verified,            66,         emits=SENT),
    on(users.FeedbackAnswered,             for_users.notify_feedback_answered,         67, 69,     emits=SENT),
    on(users.FeedbackSubmitted,            for_users.confirm_feedback,                 68,         emits=SENT),
    on(challenges.ChallengeNotificationSent, for_challenges.deliver_challenge_notice,  200,        emits=SENT),
    on(community.PublishingDecided,        for_community.notify_publishing_decided,    251,        emits=SENT),
    on(users.NotificationSettingsChanged,  for_users.apply_settings,                   201,        emits=SETTINGS),
    on(users.UserRegistered,               for_users.know_recipient,                   202),
    on(users.ProfileUpdated,               for_users.know_recipient,                   203),
    on(users.UserWithdrew,                 for_users.forget_recipient,                 204),
    on(events.SummaryDue,                  us.send_weekly_summary,                                 emits=SENT),
    on(events.ReconfirmDue,                us.reconfirm_consent,                                   emits=SENT),
    on(events.ReminderDue,                 us.remind_of_announcement),
    on(events.StatsWanted,                 us.provide_announcement_stats,                          emits=(AnnouncementStatsProvided,)),
)
# fmt: on
