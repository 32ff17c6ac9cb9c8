"""The policy table of workouts."""

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.application.reactions import users as for_users
from moim.contracts import users
from moim.kernel.policies import Policy, on

# fmt: off
POLICIES: tuple[Policy[Work], ...] = (
    #  when                     then                      rows
    on(users.UserRegistered,    for_users.know_athlete,   164),
    on(users.ProfileUpdated,    for_users.know_athlete,   165),
    on(users.UserWithdrew,      for_users.erase_athlete,  166),
)
# fmt: on
