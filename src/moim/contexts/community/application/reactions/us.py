"""What community does about its own events."""

from moim.contexts.community.application.keeping import reckon
from moim.contexts.community.application.ports import Work
from moim.contracts.community import PostViewCountChanged


def update_board_statistics(event: PostViewCountChanged, work: Work) -> None:
    """The board's day and the hot list include the views."""
    row = work.posts.row(event.post_id)
    if row is None:
        return
    more = work.views.told(event.post_id, event.count)
    if more:
        reckon([event.post_id], work)
        work.views.count_day(row["board"], work.now.date(), views=more)
