"""The policy table of workouts."""

from moim.contexts.workouts.application.note_ports import ReactingWork
from moim.contexts.workouts.application.reactions import community as for_community
from moim.contexts.workouts.application.reactions import insights as for_insights
from moim.contexts.workouts.application.reactions import users as for_users
from moim.contracts import community, insights, users, workouts
from moim.kernel.policies import Policy, on

# fmt: off
POLICIES: tuple[Policy[ReactingWork], ...] = (
    #  when                            then                                     rows
    on(insights.ChartDataUpdated,      for_insights.refresh_metrics,            71),
    on(community.CommentCreated,       for_community.request_workout_feedback,  115),
    on(community.PostCreated,          for_community.suggest_recording,         116),
    on(community.PostDeleted,          for_community.ask_to_delete_workout,     117),
    on(community.PostEdited,           for_community.ask_to_update_workout,     118),
    on(community.PostReported,         for_community.queue_workout_review,      119),
    on(community.PostViewCountChanged, for_community.update_workout_exposure,   120),
    on(users.UserRegistered,           for_users.know_athlete,                  164),
    on(users.ProfileUpdated,           for_users.know_athlete,                  165),
    on(users.UserWithdrew,             for_users.erase_athlete,                 166, emits=(workouts.CompanyChanged,)),
    on(community.PostCreated,          for_community.attach_post,               220),
    on(community.CommentDeleted,       for_community.withdraw_feedback,         221),
    on(community.PostReportResolved,   for_community.close_workout_review,      222),
)
# fmt: on
