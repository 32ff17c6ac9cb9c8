"""The policy table of community."""

from moim.contexts.community.application import keeping, market, moderation, posts, reacting
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.reactions import us as for_us
from moim.contexts.community.application.reactions import users as for_users
from moim.contexts.community.application.reactions import workouts as for_workouts
from moim.contexts.community.domain import events
from moim.contracts import community as ours
from moim.contracts import users, workouts
from moim.kernel.policies import Policy, on

PUT_UP = (ours.PostCreated, ours.PostTagAdded, ours.PublishingDecided)

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                                  then                                    rows
    on(events.PublishingDue,                 posts.put_up_in_time,                    emits=PUT_UP),
    on(events.SaleRanOut,                    market.end_sale),
    on(events.HidingRanOut,                  moderation.end_hiding,                   emits=(ours.PostDeleted, ours.CommentDeleted)),
    on(events.CountsDue,                     keeping.tell_counts,                     emits=(ours.PostCommentCountChanged, ours.PostViewCountChanged)),
    on(events.ReminderDue,                   reacting.remind_of_bookmark),
    on(ours.PostViewCountChanged,            for_us.update_board_statistics,          41),
    on(workouts.WorkoutAnalysisRequested,    for_workouts.suggest_asking_feedback,    123, 150),
    on(workouts.WorkoutAnalysed,             for_workouts.suggest_sharing_analysis,   124, 151),
    on(workouts.WorkoutsSynced,              for_workouts.refresh_attached_workouts,  125, 152),
    on(workouts.WorkoutRecorded,             for_workouts.suggest_sharing_workout,    126, 153),
    on(workouts.WorkoutDeleted,              for_workouts.ask_to_edit_posts,          127, 154),
    on(workouts.GoalAchieved,                for_workouts.suggest_sharing_achievement, 128, 156),
    on(workouts.GoalSet,                     for_workouts.suggest_sharing_goal,       129, 157),
    on(workouts.GoalChanged,                 for_workouts.ask_to_edit_goal_posts,     130, 158),
    on(workouts.SessionEnded,                for_workouts.feed_session_ended,         131, 160),
    on(workouts.SessionStarted,              for_workouts.feed_session_started,       132, 161),
    on(workouts.SportChanged,                for_workouts.suggest_sharing_sport,      133, 162),
    on(workouts.ShareRequested,              for_workouts.suggest_sharing_workout,    155),
    on(workouts.SessionEnded,                for_workouts.suggest_asking_feedback,    159),
    on(workouts.SportChanged,                for_workouts.suggest_post_on_sport,      163),
    on(users.UserRegistered,                 for_users.know_author,                   190),
    on(users.ProfileUpdated,                 for_users.know_author,                   191),
    on(users.UserWithdrew,                   for_users.erase_author,                  192, emits=(ours.PostDeleted, ours.CommentDeleted)),
    on(users.ProfilePhotoUpdated,            for_users.know_author_photo,             193),
    on(workouts.WorkoutRecorded,             for_workouts.know_workout,               194),
    on(workouts.WorkoutUpdated,              for_workouts.change_attached_workout,    195),
)
# fmt: on
