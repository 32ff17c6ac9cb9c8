"""When … then …: what users does by itself."""

from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.reactions import deeds, notifications, us
from moim.contexts.users.domain import events
from moim.contracts import challenges, community, users, workouts
from moim.contracts import notifications as notices
from moim.kernel.policies import Policy, on

LOGGED = (users.ActivityLogged,)

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                          then                        rows  and so
    on(events.LockRanOut,            us.unlock_after_time,             emits=(users.AccountUnlocked,)),
    on(events.StatisticsWanted,      us.provide_statistics,            emits=(users.ActivityStatsProvided,)),
    on(events.LeavingDue,            us.erase_after_grace,              emits=(users.UserWithdrew,)),
    on(events.ExportRanOut,         us.forget_export),
    on(workouts.WorkoutsSynced,      deeds.log_import,           172, emits=LOGGED),
    on(workouts.SessionEnded,        deeds.log_session_ended,    173, emits=LOGGED),
    on(workouts.GoalSet,             deeds.log_goal_set,         174, emits=LOGGED),
    on(workouts.GoalAchieved,        deeds.log_goal_achieved,    175, emits=LOGGED),
    on(challenges.ChallengeJoined,   deeds.log_challenge_joined, 176, emits=LOGGED),
    on(community.PostCreated,        deeds.log_post,             177, emits=LOGGED),
    on(notices.RefusalRequested,     notifications.take_back_consent, 205, emits=(users.NotificationConsentChanged,)),
)
# fmt: on
