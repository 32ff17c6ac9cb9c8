"""What community does about people."""

from moim.contexts.community.application.comments import take_comment_down
from moim.contexts.community.application.keeping import clear_words
from moim.contexts.community.application.pictures import forget_picture
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import take_down
from moim.contexts.community.domain.boards import BOARDS
from moim.contracts.users import ProfilePhotoUpdated, ProfileUpdated, UserRegistered, UserWithdrew


def know_author(event: UserRegistered | ProfileUpdated, work: Work) -> None:
    """The name under posts and comments, and the language and zone of drafts."""
    if work.members.get(event.user_id).left:
        return
    told = {"nickname": event.nickname, "locale": event.locale, "timezone": event.timezone}
    if isinstance(event, ProfileUpdated):
        told["region"] = event.region or ""
    work.members.know(event.user_id, **told)
    _reads_differently(work)


def know_author_photo(event: ProfilePhotoUpdated, work: Work) -> None:
    """The picture beside the name."""
    if not work.members.get(event.user_id).left:
        work.members.know(event.user_id, photo_key=event.photo_key)
        _reads_differently(work)


def erase_author(event: UserWithdrew, work: Work) -> None:
    """Posts and comments leave tombstones, reactions are counted no longer, the rest is gone."""
    user_id = event.user_id
    touched = work.reactions.posts_of(user_id)
    posts, spoken = work.posts.all_of(user_id), work.comments.all_of(user_id)
    said = [comment for id in spoken if (comment := work.comments.find(id)) is not None]
    # Rows of posts before those of people, as everywhere: nobody waits in a circle.
    work.posts.take_in_order({*posts, *touched, *(comment.post_id for comment in said)})
    pictures = set(work.pictures.of(user_id))
    for post_id in posts:
        post = work.posts.find(post_id)
        if post is not None:
            pictures.update(post.pictures)
            take_down(post, user_id, work)
    for comment in said:
        take_comment_down(comment, user_id, work)
    work.members.erase(user_id)
    for key in sorted(pictures):  # what was on its way out went with the rest
        forget_picture(work, user_id, key)
    if posts:
        clear_words(work)
    work.posts.recount_some(touched)
    _reads_differently(work)


def _reads_differently(work: Work) -> None:
    for board in BOARDS:
        work.touched(board)
