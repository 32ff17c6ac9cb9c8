"""When … then …: what challenges does by itself."""

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.reactions import us
from moim.contexts.challenges.application.reactions import users as for_users
from moim.contexts.challenges.application.reactions import workouts as for_workouts
from moim.contexts.challenges.domain import events
from moim.contracts import challenges as ours
from moim.contracts import users, workouts
from moim.kernel.policies import Policy, on

NOTICE = (ours.ChallengeNotificationSent,)
RESULT = (
    ours.ResultSubmitted,
    ours.ResultCorrected,
    ours.ResultReviewRequested,
    events.RankingMoved,
    *NOTICE,
)
MOVED = (events.RankingMoved,)

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                               then                                       rows  and so
    on(users.UserRegistered,              for_users.open_eligibility,                1),
    on(users.UserWithdrew,                for_users.erase_entrant,                   2,    emits=MOVED),
    on(users.PasswordChanged,             for_users.review_access,                   3),
    on(users.PasswordResetRequested,      for_users.protect_results,                 4),
    on(users.PasswordResetCompleted,      for_users.review_access,                   5),
    on(users.NotificationSettingsChanged, for_users.apply_notification_settings,     6),
    on(users.AccountLocked,               for_users.suspend_entrant,                 7,    emits=MOVED),
    on(users.AccountUnlocked,             for_users.restore_entrant,                 8,    emits=MOVED),
    on(users.FeedbackAnswered,            for_users.close_improvement,               9),
    on(users.FeedbackSubmitted,           for_users.open_improvement,                10),
    on(users.FeedbackSubmitted,           for_users.request_feedback,                11,   emits=(ours.ChallengeFeedbackRequested, *NOTICE)),
    on(users.ActivityLogged,              for_users.record_entrant_activity,         12),
    on(users.ActivityLogged,              for_users.count_entrant_activity,          13),
    on(users.ActivityStatsRequested,      for_users.provide_activity_section,        14),
    on(users.UserLoggedIn,                for_users.invite_to_challenge,             15,   emits=NOTICE),
    on(users.LoginFailed,                 for_users.hold_submissions,                16),
    on(users.EmailVerified,               for_users.grant_full_eligibility,          17),
    on(users.ProfileUpdated,              for_users.know_entrant,                    180),
    on(workouts.WorkoutAnalysisRequested, for_workouts.analyse_contribution,         18),
    on(workouts.WorkoutsSynced,           for_workouts.reconcile_results,            19,   emits=RESULT),
    on(workouts.WorkoutDeleted,           for_workouts.remove_result,                20,   emits=RESULT),
    on(workouts.WorkoutRecorded,          for_workouts.submit_result,                21,   emits=RESULT),
    on(workouts.WorkoutUpdated,           for_workouts.correct_result,               22,   emits=RESULT),
    on(workouts.GoalAchieved,             for_workouts.announce_goal_achieved,       23,   emits=NOTICE),
    on(workouts.GoalSet,                  for_workouts.link_goal,                    24),
    on(workouts.GoalChanged,              for_workouts.change_linked_goal,           25),
    on(workouts.SessionEnded,             for_workouts.suggest_sharing_result,       26),
    on(workouts.SessionStarted,           for_workouts.mark_live,                    27),
    on(workouts.SessionPaused,            for_workouts.save_provisional_result,      28),
    on(workouts.SessionResumed,           for_workouts.resume_provisional_result,    29),
    on(workouts.SportChanged,             for_workouts.reassess_result,              30,   emits=RESULT),
    on(workouts.ShareRequested,           for_workouts.suggest_sharing_in_challenge, 31),
    on(workouts.ShareApproved,            for_workouts.publish_in_challenge,         32),
    on(workouts.ShareRejected,            for_workouts.withhold_from_challenge,      33),
    on(workouts.CompanyChanged,           for_workouts.count_attendance,             250,  emits=RESULT),
    on(ours.ChallengeEnded,               us.announce_final_ranking,                 34,   emits=(ours.ChallengeEndNotified, *RESULT)),
    on(events.StartDue,                   us.start,                                        emits=RESULT),
    on(events.HalfwayDue,                 us.tell_halfway,                                 emits=NOTICE),
    on(events.LastDayDue,                 us.tell_last_day,                                emits=NOTICE),
    on(events.EndDue,                     us.end,                                          emits=(ours.ChallengeEnded, events.CloseDue, events.WaitOver, *RESULT)),
    on(events.CloseDue,                   us.close,                                        emits=(ours.ChallengeEnded, events.WaitOver, *RESULT)),
    on(events.WaitOver,                   us.close,                                        emits=(ours.ChallengeEnded, *RESULT)),
    on(events.RankingMoved,               us.tell_ranking,                                 emits=(ours.RankingUpdated, *NOTICE)),
    on(events.StatisticsWanted,           us.provide_statistics,                           emits=(ours.ParticipantStatsProvided,)),
)
# fmt: on
