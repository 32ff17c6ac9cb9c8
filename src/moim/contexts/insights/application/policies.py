"""The policy table of insights."""

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.application.reactions import challenges as for_challenges
from moim.contexts.insights.application.reactions import insights as for_us
from moim.contexts.insights.application.reactions import notifications as for_notifications
from moim.contexts.insights.application.reactions import users as for_users
from moim.contexts.insights.application.reactions import workouts as for_workouts
from moim.contracts import challenges, notifications, users, workouts
from moim.contracts import insights as ours
from moim.kernel.policies import Policy, on

MOVED = (ours.ChartDataUpdated,)

REPAIRS = (ours.RepairCompleted, ours.FormatChangeCompleted, ours.ChartFormatChanged)

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                              then                                         rows
    on(ours.ChartRequested,              for_us.render_chart,                         70, emits=(*MOVED, *REPAIRS)),
    on(workouts.WorkoutAnalysisRequested, for_workouts.queue_analysis_chart,          72),
    on(workouts.WorkoutAnalysed,         for_workouts.show_analysis,                  73, emits=(*MOVED, *REPAIRS)),
    on(workouts.WorkoutsSynced,          for_workouts.refresh_period,                 74, emits=MOVED),
    on(workouts.WorkoutDeleted,          for_workouts.remove_workout,                 75, emits=MOVED),
    on(workouts.WorkoutRecorded,         for_workouts.add_workout,                    76, emits=MOVED),
    on(workouts.GoalAchieved,            for_workouts.show_goal_achieved,             77, emits=MOVED),
    on(workouts.GoalSet,                 for_workouts.add_goal,                       78, emits=MOVED),
    on(workouts.GoalChanged,             for_workouts.change_goal,                    79, 85, emits=MOVED),
    on(workouts.SessionEnded,            for_workouts.show_session_result,            80, emits=MOVED),
    on(workouts.SessionStarted,          for_workouts.show_live_session,              81, emits=MOVED),
    on(workouts.SessionPaused,           for_workouts.show_session_paused,            82, emits=MOVED),
    on(workouts.SessionResumed,          for_workouts.show_session_resumed,           83, emits=MOVED),
    on(workouts.SportChanged,            for_workouts.move_workout_between_sports,    84, emits=MOVED),
    on(users.AccountLocked,              for_users.protect_charts,                    134),
    on(users.AccountUnlocked,            for_users.restore_charts,                    135),
    on(users.LoginFailed,                for_users.secure_charts,                     136),
    on(users.PasswordChanged,            for_users.renew_chart_links,                 137),
    on(users.PasswordResetRequested,     for_users.protect_charts,                    138),
    on(users.ActivityLogged,             for_users.chart_activity,                    139, emits=MOVED),
    on(users.ActivityStatsRequested,     for_users.queue_activity_stats,              140),
    on(users.ActivityStatsProvided,      for_users.show_activity_stats,               141, emits=REPAIRS),
    on(users.EmailVerified,              for_users.allow_sharing,                     142),
    on(users.FeedbackAnswered,           for_users.record_feedback_answer,            143, 149),
    on(users.FeedbackSubmitted,          for_users.open_improvement,                  144),
    on(users.NotificationConsentChanged, for_users.chart_consent,                     145, emits=MOVED),
    on(users.ProfilePhotoUpdated,        for_users.refresh_avatar,                    146),
    on(users.PreferredDeviceChanged,     for_users.show_device_charts,                147),
    on(users.FeedbackSubmitted,          for_users.request_chart_feedback,            148),
    on(users.UserRegistered,             for_users.know_viewer,                       167),
    on(users.ProfileUpdated,             for_users.know_viewer,                       168),
    on(users.UserWithdrew,               for_users.erase_viewer,                      169),
    on(workouts.WorkoutUpdated,          for_workouts.change_workout,                 171, emits=MOVED),
    on(ours.ChartDataUpdated,            for_us.move_live_charts,                     210, emits=(*MOVED, *REPAIRS)),
    on(ours.RepairRequested,             for_us.repair_chart,                         211, emits=(*MOVED, *REPAIRS)),
    on(users.PasswordResetCompleted,     for_users.resume_charts,                     212),
    on(workouts.RouteRecorded,           for_workouts.read_way_anew,                  213),
    on(workouts.RouteUpdated,            for_workouts.read_way_anew,                  214),
    on(workouts.RouteDeleted,            for_workouts.read_way_anew,                  215),
    on(challenges.ChallengeEnded,     for_challenges.show_challenge_result,        86),
    on(challenges.ResultSubmitted,    for_challenges.show_result_feedback,         87),
    on(challenges.ChallengeGoalChanged, for_challenges.change_challenge_goal,      88),
    on(challenges.ChallengeNotificationSent, for_challenges.count_challenge_notice, 89),
    on(challenges.ParticipantAdded,   for_challenges.add_participant,              90),
    on(challenges.ParticipantRemoved, for_challenges.remove_participant,           91),
    on(challenges.ChallengeFeedbackRequested, for_challenges.open_feedback_chart,  92),
    on(challenges.ResultReviewRequested, for_challenges.mark_result_under_review,  93),
    on(challenges.RankingUpdated,     for_challenges.show_ranking,                 94,
       emits=(ours.ChartDataUpdated,)),
    on(challenges.ChallengeEndNotified, for_challenges.mark_end_announced,         95, 100),
    on(challenges.ChallengeEnded,     for_challenges.mark_end_announced,           99),
    on(challenges.ChallengeRejoined,  for_challenges.restore_participant,          96),
    on(challenges.ParticipantStatsRequested, for_challenges.queue_participant_stats, 97),
    on(challenges.ParticipantStatsProvided, for_challenges.show_participant_stats, 98),
    on(challenges.ChallengeFeedbackAnswered, for_challenges.add_feedback_answer,   101),
    on(challenges.ChallengeCreated,   for_challenges.know_challenge,               240),
    on(challenges.PeriodExtended,     for_challenges.extend_challenge,             241),
    on(challenges.ResultCorrected,    for_challenges.correct_result_point,         242),
    on(challenges.ChallengeJoined,    for_challenges.count_join,                   243),
    on(challenges.ParticipationCancelled, for_challenges.count_leaving,            244),
    on(notifications.NotificationSent, for_notifications.count_notification,       102),
    on(notifications.ConsentRequested, for_notifications.count_consent_request,    103),
    on(notifications.RefusalRequested, for_notifications.count_refusal_request,    104),
    on(notifications.AnnouncementRegistered, for_notifications.add_announcement,   105),
    on(notifications.ReminderSent,    for_notifications.count_reminder,            106),
    on(notifications.AnnouncementStatsRequested,
       for_notifications.queue_announcement_stats,                                 107),
    on(notifications.AnnouncementStatsProvided,
       for_notifications.show_announcement_stats,                                  108),
    on(notifications.AnnouncementDeliveryFailed,
       for_notifications.count_delivery_failure,                                   109),
    on(notifications.AnnouncementDelivered, for_notifications.count_delivery,      110),
    on(notifications.PriorityChangeRequested,
       for_notifications.show_priority_request,                                    111),
    on(notifications.PriorityChangeApproved,
       for_notifications.show_priority_approved,                                   112),
    on(notifications.PriorityChangeRejected,
       for_notifications.show_priority_rejected,                                   113),
    on(notifications.AnnouncementSettingChanged,
       for_notifications.apply_announcement_setting,                               114),
    on(notifications.AnnouncementCancelled, for_notifications.take_announcement_off, 245),
)
# fmt: on
