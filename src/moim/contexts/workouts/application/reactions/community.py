"""What workouts does about posts: it takes notes and asks, and never changes a workout by itself.

A changed workout would be told to community, which would answer: see ARCHITECTURE.md.
"""

from moim.contexts.workouts.application.note_ports import NotesWork
from moim.contexts.workouts.domain.notes import (
    Attached,
    Feedback,
    Prompt,
    PromptKind,
    Review,
    is_feedback,
    may_suggest_recording,
)
from moim.contexts.workouts.domain.workout import WorkoutNotFound
from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    PostCreated,
    PostDeleted,
    PostEdited,
    PostReported,
    PostReportResolved,
    PostViewCountChanged,
)
from moim.kernel.ids import new_id


def attach_post(event: PostCreated, work: NotesWork) -> None:
    """Know which workout a post has: later events name the post alone."""
    if event.workout_id is None:
        return
    try:
        work.workouts.get(event.workout_id, event.author_id)
    except WorkoutNotFound:
        return  # deleted meanwhile, or not the author's to put there
    work.notes.attach(
        Attached(post_id=event.post_id, user_id=event.author_id, workout_id=event.workout_id)
    )


def suggest_recording(event: PostCreated, work: NotesWork) -> None:
    """Ask who wrote about what they did, without a workout, to record or attach one."""
    if event.workout_id is not None or event.restored:
        return
    work.athletes.hold(event.author_id)
    last_at = work.notes.asked_last(event.author_id, PromptKind.RECORD)
    if may_suggest_recording(event.board, last_at, work.now):
        work.notes.prompt(
            Prompt(
                id=new_id(),
                user_id=event.author_id,
                kind=PromptKind.RECORD,
                post_id=event.post_id,
                workout_id=None,
                at=work.now,
            )
        )


def request_workout_feedback(event: CommentCreated, work: NotesWork) -> None:
    """A comment on a post with a workout is feedback on that workout."""
    attached = work.notes.attached(event.post_id)
    if attached is not None and is_feedback(attached, event.author_id):
        work.notes.add_feedback(
            Feedback(
                comment_id=event.comment_id,
                workout_id=attached.workout_id,
                post_id=event.post_id,
                user_id=event.author_id,
                at=work.now,
            )
        )


def withdraw_feedback(event: CommentDeleted, work: NotesWork) -> None:
    """A comment that is gone is no feedback."""
    work.notes.drop_feedback(event.comment_id)


def ask_to_delete_workout(event: PostDeleted, work: NotesWork) -> None:
    """Ask the author whether the workout is to go too; nothing goes unasked."""
    _ask(event, PromptKind.DELETE, work)
    work.notes.detach(event.post_id)


def ask_to_update_workout(event: PostEdited, work: NotesWork) -> None:
    """Ask the author to carry title and note over to the workout."""
    _ask(event, PromptKind.UPDATE, work)


def queue_workout_review(event: PostReported, work: NotesWork) -> None:
    """The workout of a reported post waits to be looked at; a comment says nothing of it."""
    if event.comment_id is not None:
        return
    attached = work.notes.attached(event.post_id)
    if attached is not None:
        work.notes.review(
            Review(
                report_id=event.report_id,
                workout_id=attached.workout_id,
                user_id=attached.user_id,
                post_id=event.post_id,
                reason=event.reason,
                at=work.now,
            )
        )


def close_workout_review(event: PostReportResolved, work: NotesWork) -> None:
    """The report was decided, and the workout's review with it."""
    work.notes.decide(event.report_id, event.outcome)


def update_workout_exposure(event: PostViewCountChanged, work: NotesWork) -> None:
    """Note how often the post with the workout was seen."""
    attached = work.notes.attached(event.post_id)
    if attached is not None and event.count > attached.seen:
        work.notes.attach(
            Attached(
                post_id=attached.post_id,
                user_id=attached.user_id,
                workout_id=attached.workout_id,
                seen=event.count,
            )
        )


def _ask(event: PostDeleted | PostEdited, kind: PromptKind, work: NotesWork) -> None:
    attached = work.notes.attached(event.post_id)
    if attached is None:
        return
    work.athletes.hold(attached.user_id)
    work.notes.prompt(
        Prompt(
            id=new_id(),
            user_id=attached.user_id,
            kind=kind,
            post_id=event.post_id,
            workout_id=attached.workout_id,
            at=work.now,
        )
    )
