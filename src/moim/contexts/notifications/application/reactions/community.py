"""What people are told of posts and comments. The replica of who wrote what is kept here too."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.telling import Message, tell
from moim.contexts.notifications.domain.broadcast import Audience, Broadcast
from moim.contexts.notifications.domain.talk import Post
from moim.contexts.notifications.domain.texts_community import (
    COMMUNITY,
    OUTCOMES,
    REASONS,
    REMOVED_BY,
    WAITED,
)
from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    CommentEdited,
    CommentRecommended,
    CommentTagAdded,
    CommentTagRemoved,
    PostBookmarked,
    PostCreated,
    PostDeleted,
    PostEdited,
    PostLiked,
    PostRecommended,
    PostReported,
    PostReportResolved,
    PostShared,
    PostTagAdded,
    PostTagRemoved,
    PublishingDecided,
)
from moim.kernel.ids import new_id

MENTIONS_MAX = 20
EDITS_TOLD_EVERY = timedelta(hours=1)
OF_POST = ("report-outcome", "own-post-report-outcome")
OF_COMMENT = ("comment-report-outcome", "own-comment-report-outcome")
"""What the reporter is told, and what the author is."""
OF_NEW_COMMENT = ("post-commented", "thread-commented", "mentioned")
KEPT_AFTER_REMOVAL = frozenset({"post-removed", "commented-post-removed", *OF_POST, *OF_COMMENT})
ABOUT_POSTS = tuple(
    template.name for template in COMMUNITY if template.name not in KEPT_AFTER_REMOVAL
)


def _about(
    post: Post,
    template: str,
    key: str,
    actor: UUID | None = None,
    values: Mapping[str, str] | None = None,
) -> Message:
    return Message(
        template=template,
        key=key,
        values={"title": post.title, **(values or {})},
        actor=actor,
        subject_kind="post",
        subject_id=post.post_id,
    )


def _bilingual(name: str, pair: tuple[str, str]) -> dict[str, str]:
    return {f"{name}_ko": pair[0], f"{name}_en": pair[1]}


def _tell_author(
    work: Work,
    post_id: UUID,
    template: str,
    key: str,
    actor: UUID | None,
    values: Mapping[str, str] | None = None,
) -> None:
    post = work.talk.post(post_id)
    if post is not None:
        tell(_about(post, template, key, actor, values), [post.author_id], work)


def notify_post_liked(event: PostLiked, work: Work) -> None:
    """Row 35: likes within ten minutes become one notice."""
    _tell_author(work, event.post_id, "post-liked", "", event.user_id)


def notify_post_created(event: PostCreated, work: Work) -> None:
    """Row 36: followers of the author, the board or the region; the key tells each of them once."""
    work.talk.add_post(event.post_id, event.author_id, event.board, event.title)
    if event.restored:
        return  # it was told of when it was written
    audiences = [(Audience.PERSON, str(event.author_id)), (Audience.BOARD, event.board)]
    if event.region is not None:
        audiences.append((Audience.FOLLOWERS_OF_REGION, event.region))
    for audience, target in audiences:
        _spread_post(work, event.post_id, event.author_id, event.title, audience, target)


def _spread_post(
    work: Work, post_id: UUID, author: UUID, title: str, audience: Audience, target: str
) -> None:
    by_tag = audience is Audience.TAG
    work.broadcasts.add(
        Broadcast(
            id=new_id(),
            audience=audience,
            target=target,
            template="tag-used" if by_tag else "post-created",
            key=f"post:{post_id}",
            due=work.now,
            values={"title": title, **({"tag": target} if by_tag else {})},
            actor=author,
            subject_kind="post",
            subject_id=post_id,
        )
    )


def notify_post_deleted(event: PostDeleted, work: Work) -> None:
    """Row 37: the author when another deleted it, and commenters; older notices of it go."""
    post = work.talk.post(event.post_id)
    if post is None:
        return
    commenters = [id for id in work.talk.commenters(event.post_id) if id != event.author_id]
    work.notices.drop_about(event.post_id, ABOUT_POSTS)
    key = f"removed:{event.post_id}"
    tell(_about(post, "post-removed", key, event.by), [event.author_id], work)
    tell(_about(post, "commented-post-removed", key, event.by), commenters, work)
    work.talk.drop_post(event.post_id)


def notify_post_edited(event: PostEdited, work: Work) -> None:
    """Row 38: commenters and bookmarkers, at most once an hour a post."""
    post = work.talk.post(event.post_id)
    told = None if post is None else post.edit_told_at
    if post is None or (told is not None and work.now - told < EDITS_TOLD_EVERY):
        return
    readers = [*work.talk.commenters(event.post_id), *work.talk.bookmarkers(event.post_id)]
    key = f"edited:{event.post_id}:{int(work.now.timestamp())}"
    if tell(_about(post, "post-edited", key, event.author_id), readers, work):
        work.talk.note_edit(event.post_id)


def notify_moderators(event: PostReported, work: Work) -> None:
    """Row 39: every moderator of the board, with high priority. Not who reported it."""
    post = work.talk.post(event.post_id)
    work.talk.add_report(event.report_id, event.post_id, event.user_id)
    if post is None:
        return
    reason = REASONS.get(event.reason, REASONS["other"])
    work.broadcasts.add(
        Broadcast(
            id=new_id(),
            audience=Audience.MODERATORS,
            target=post.board,
            template="post-reported" if event.comment_id is None else "comment-reported",
            key=f"report:{event.report_id}",
            due=work.now,
            values={"title": post.title, **_bilingual("reason", reason)},
            subject_kind="post",
            subject_id=event.post_id,
        )
    )


def notify_report_outcome(event: PostReportResolved, work: Work) -> None:
    """Row 40: reporter and author; the author does not learn who reported, or how many did."""
    post = work.talk.post(event.post_id)
    reporter = work.talk.reporter(event.report_id)
    if post is None:
        return
    author: UUID | None = post.author_id
    templates = OF_POST
    if event.comment_id is not None:
        author, templates = work.talk.comment_author(event.comment_id), OF_COMMENT
    values = _bilingual("outcome", OUTCOMES.get(event.outcome, OUTCOMES["kept"]))
    key = f"outcome:{event.report_id}"
    if reporter is not None:
        tell(_about(post, templates[0], key, event.by, values), [reporter], work)
    if author is not None:
        once = key if event.case_id is None else f"case:{event.case_id}:{event.final}"
        message = _about(post, templates[1], once, event.by, values)
        tell(message, [author], work)


def notify_publishing_decided(event: PublishingDecided, work: Work) -> None:
    """Row 251: the author, not which moderator it was; the title only where others read it too."""
    if event.by == event.author_id:
        return
    post = work.talk.post(event.post_id)
    what = WAITED[event.comment_id is not None, event.edit]
    message = Message(
        template="let-through" if event.shown else "not-let-through",
        key=f"decided:{event.comment_id or event.post_id}:{new_id()}",
        values={"title": "" if post is None else post.title, **_bilingual("what", what)},
        subject_kind="post",
        subject_id=event.post_id,
    )
    tell(message, [event.author_id], work)


def notify_post_recommended(event: PostRecommended, work: Work) -> None:
    """Row 42: the author."""
    _tell_author(work, event.post_id, "post-recommended", "", event.user_id)


def notify_tag_added(event: PostTagAdded, work: Work) -> None:
    """Rows 43 and 121: followers of the tag, and the author."""
    post = work.talk.post(event.post_id)
    if post is None:
        return
    values = {"tag": event.tag}
    key = f"tagged:{event.post_id}:{event.tag}"[:140]
    tell(_about(post, "post-tagged", key, event.by, values), [post.author_id], work)
    _spread_post(work, post.post_id, post.author_id, post.title, Audience.TAG, event.tag)


def notify_tag_removed(event: PostTagRemoved, work: Work) -> None:
    """Rows 44 and 122: the author, when another removed it."""
    key = f"untagged:{event.post_id}:{event.tag}"[:140]
    _tell_author(work, event.post_id, "post-untagged", key, event.by, {"tag": event.tag})


def notify_post_bookmarked(event: PostBookmarked, work: Work) -> None:
    """Row 45: the author; how many, not who: what somebody keeps is theirs."""
    work.talk.add_bookmark(event.post_id, event.user_id)
    _tell_author(work, event.post_id, "post-bookmarked", "", event.user_id)


def notify_post_shared(event: PostShared, work: Work) -> None:
    """Row 46: the author."""
    _tell_author(work, event.post_id, "post-shared", "", event.user_id)


def notify_commented(event: CommentCreated, work: Work) -> None:
    """Row 47: who is named with @, then the thread; the author of the post by the next rule."""
    post = work.talk.post(event.post_id)
    before = set(work.talk.commenters(event.post_id))
    work.talk.add_comment(event.comment_id, event.post_id, event.author_id)
    if post is None:
        return
    thread = sorted(before - {post.author_id, event.author_id})
    key = f"comment:{event.comment_id}"
    named = event.mentioned_ids[:MENTIONS_MAX]
    tell(_about(post, "mentioned", key, event.author_id), named, work)
    tell(_about(post, "thread-commented", key, event.author_id), thread, work)


def notify_post_author_commented(event: CommentCreated, work: Work) -> None:
    """Row 48: the post's author, once: the key is the same as of the rule before."""
    key = f"comment:{event.comment_id}"
    _tell_author(work, event.post_id, "post-commented", key, event.author_id)


def _tell_commenter(
    work: Work,
    comment_id: UUID,
    post_id: UUID,
    template: str,
    key: str,
    actor: UUID | None,
    values: Mapping[str, str] | None = None,
) -> None:
    post, author = work.talk.post(post_id), work.talk.comment_author(comment_id)
    if post is not None and author is not None:
        tell(_about(post, template, key, actor, values), [author], work)


def notify_comment_recommended(event: CommentRecommended, work: Work) -> None:
    """Row 49: the comment's author."""
    actor, comment_id = event.user_id, event.comment_id
    _tell_commenter(work, comment_id, event.post_id, "comment-recommended", "", actor)


def notify_comment_edited(event: CommentEdited, work: Work) -> None:
    """Row 50: the author's own edit leaves a receipt, read from the start; a moderator's tells."""
    key = f"comment-edited:{event.comment_id}:{int(work.now.timestamp())}"
    own = event.by in (None, event.author_id)
    template = "comment-edited" if own else "comment-edited-by-moderator"
    _tell_commenter(work, event.comment_id, event.post_id, template, key, None)


def notify_comment_deleted(event: CommentDeleted, work: Work) -> None:
    """Row 51: the comment's author, with the reason, when another deleted it.

    Others hear of it no longer, if they have not read of it.
    """
    work.notices.drop_about(event.post_id, OF_NEW_COMMENT, f"comment:{event.comment_id}")
    key = f"comment-removed:{event.comment_id}"
    by = "rule" if event.by is None else "moderator"
    values = _bilingual("reason", REMOVED_BY.get(event.reason, REMOVED_BY[by]))
    comment_id, post_id = event.comment_id, event.post_id
    _tell_commenter(work, comment_id, post_id, "comment-removed", key, event.by, values)
    work.talk.drop_comment(comment_id)


def notify_comment_tag_added(event: CommentTagAdded, work: Work) -> None:
    """Row 52: the comment's author."""
    key = f"comment-tagged:{event.comment_id}:{event.tag}"[:140]
    values = {"tag": event.tag}
    _tell_commenter(work, event.comment_id, event.post_id, "comment-tagged", key, event.by, values)


def notify_comment_tag_removed(event: CommentTagRemoved, work: Work) -> None:
    """Row 53: the comment's author."""
    key = f"comment-untagged:{event.comment_id}:{event.tag}"[:140]
    values = {"tag": event.tag}
    _tell_commenter(
        work, event.comment_id, event.post_id, "comment-untagged", key, event.by, values
    )
