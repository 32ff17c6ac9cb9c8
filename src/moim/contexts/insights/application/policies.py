"""The policy table of insights."""

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.application.reactions import insights as for_us
from moim.contexts.insights.application.reactions import users as for_users
from moim.contexts.insights.application.reactions import workouts as for_workouts
from moim.contracts import insights as ours
from moim.contracts import users, workouts
from moim.kernel.policies import Policy, on

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                           then                                         rows
    on(ours.ChartRequested,           for_us.render_chart,                         70),
    on(workouts.WorkoutsSynced,       for_workouts.refresh_period,                 74),
    on(workouts.WorkoutDeleted,       for_workouts.remove_workout,                 75),
    on(workouts.WorkoutRecorded,      for_workouts.add_workout,                    76),
    on(workouts.GoalAchieved,         for_workouts.show_goal_achieved,             77),
    on(workouts.GoalSet,              for_workouts.add_goal,                       78),
    on(workouts.GoalChanged,          for_workouts.change_goal,                    79, 85),
    on(workouts.SessionEnded,         for_workouts.show_session_result,            80),
    on(workouts.SessionStarted,       for_workouts.show_live_session,              81),
    on(workouts.SessionPaused,        for_workouts.show_session_paused,            82),
    on(workouts.SessionResumed,       for_workouts.show_session_resumed,           83),
    on(workouts.SportChanged,         for_workouts.move_workout_between_sports,    84),
    on(users.UserRegistered,          for_users.know_viewer,                       167),
    on(users.ProfileUpdated,          for_users.know_viewer,                       168),
    on(users.UserWithdrew,            for_users.erase_viewer,                      169),
    on(workouts.WorkoutUpdated,       for_workouts.change_workout,                 171),
)
# fmt: on
