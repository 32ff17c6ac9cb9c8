"""What community gives to an export, and how it takes that back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from moim.contexts.community.adapters.album import Album
from moim.contexts.community.adapters.kept_lines import (
    KeptBlock,
    KeptComment,
    KeptEdit,
    KeptFollow,
    KeptHeld,
    KeptPost,
    KeptPrompt,
    KeptReaction,
)
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.application.cards_back import RestorePrompt, restore_prompt
from moim.contexts.community.application.coming_back import (
    RestoreComment,
    RestorePost,
    attach_again,
    block_known,
    place_of,
    restore_comment,
    restore_post,
)
from moim.contexts.community.application.following import (
    Block,
    Follow,
    FollowsOf,
    blocks_of,
    follow,
    follows_of,
)
from moim.contexts.community.application.own_data import FOLLOWS_MAX, OwnData, own_data
from moim.contexts.community.application.posts import ENDED, Actor
from moim.contexts.community.application.reacting import React, react
from moim.contexts.community.domain.following import BLOCKS_MAX
from moim.contexts.community.domain.pictures import BYTES_MAX
from moim.contexts.community.domain.post import Content, State
from moim.contexts.community.domain.prompts import Prompt
from moim.contexts.community.domain.reacting import Reaction
from moim.contexts.community.domain.turned_down import TurnedDown
from moim.kernel.errors import Refusal
from moim.platform.portability import NotAnExport, Parcel, Piece, Portion, line_of
from moim.platform.processes import ProcessingFailed, ProcessingTooSlow

C = TypeVar("C")

POSTS, EDITS, PROMPTS = "posts.jsonl", "edits.jsonl", "prompts.jsonl"
COMMENTS, REACTIONS = "comments.jsonl", "reactions.jsonl"
FOLLOWS, BLOCKS = "follows.jsonl", "blocks.jsonl"
PROMPTS_MAX = 10_000
REST = ("mentions", "comment_recommends", "unlocked", "shares", "offers")


@dataclass(frozen=True, kw_only=True)
class OwnPortion:
    """All that a person wrote and did. Of it own posts come back, and what is tied to them.

    With their pictures, how they read before, own comments under them, and the workouts and goals
    that are here again. What was to appear at a time to come still is; what else was not public, or
    was taken out of sight, comes back as a draft. Follows, blocks, bookmarks with their reminders
    and prompts come back where their object is here. Comments under posts of others, likes,
    reports, offers and cases are between people of one place: they are to read.
    """

    album: Album
    rest: Portion

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """A file of JSON lines a subject of which there is something, and the pictures."""
        found = await self.album.use.ask(own_data, OwnData(user_id=user_id))
        pieces = [
            Piece(path=f"{subject}.jsonl", content=b"\n".join(line_of(row) for row in rows))
            for subject, rows in found.items()
            if rows
        ]
        blobs = self.album.blobs
        keys = dict.fromkeys(key for post in found["posts"] for key in post["photos"])
        pieces += [
            Piece(path=_photo(key), content=partial(blobs.open, key))
            for key in keys
            if blobs.exists(key)
        ]
        return [*pieces, *await self.rest.give(user_id)]

    async def take(self, user_id: UUID, parcel: Parcel) -> Sequence[str]:
        """Posts first: the rest hangs on them."""
        posts, left = parcel.rows(POSTS, KeptPost)
        edits, bad = parcel.rows(EDITS, KeptEdit)
        left += bad
        before: dict[UUID, list[KeptEdit]] = {}
        for edit in sorted(edits, key=lambda one: one.at):
            before.setdefault(edit.post_id, []).append(edit)
        for post in posts:
            left += await self._take_post(user_id, post, before.get(post.id, ()), parcel)
        comments, bad = parcel.rows(COMMENTS, KeptComment)
        left += bad + await self._take_comments(user_id, comments)
        follows, bad = parcel.rows(FOLLOWS, KeptFollow, FOLLOWS_MAX)
        left += bad + await self._take_follows(user_id, follows)
        blocks, bad = parcel.rows(BLOCKS, KeptBlock, BLOCKS_MAX)
        left += bad + await self._take_blocks(user_id, blocks)
        reactions, bad = parcel.rows(REACTIONS, KeptReaction)
        left += bad + await self._take_bookmarks(user_id, reactions)
        prompts, bad = parcel.rows(PROMPTS, KeptPrompt, PROMPTS_MAX)
        return left + bad + await self._take_prompts(user_id, prompts)

    async def _take_post(
        self, user_id: UUID, kept: KeptPost, before: Sequence[KeptEdit], parcel: Parcel
    ) -> list[str]:
        place = await self.album.use.ask(place_of, (user_id, kept.id))
        what = f"post of {kept.created_at:%Y-%m-%d %H:%M}"
        keys, left = ([], []) if place.there else await self._take_photos(user_id, kept, parcel)
        public = kept.state is State.PUBLISHED and kept.hidden is None
        content = _content(kept, tuple(keys))
        command = RestorePost(
            place=place,
            user_id=user_id,
            board=kept.board,
            content=content,
            tags=kept.tags,
            created_at=kept.created_at,
            published_at=kept.published_at or kept.created_at if public else None,
            edited_at=kept.edited_at,
            workout=_workout(kept),
            goal=_goal(kept),
            sold_at=kept.sold_at,
            publish_at=kept.publish_at if kept.state is State.SCHEDULED else None,
            edits=[(one.title, one.body, one.at) for one in before],
            held=None if kept.held is None else _saying(content, kept.held),
            held_why=() if kept.held is None else kept.held.why,
            turned_down=_turned_down(kept),
        )
        try:
            handler = attach_again if place.there else restore_post
            restored = await self.album.use.run(handler, command)
        except (Refusal, KeyError) as error:
            return [f"{what} ({_why(error)})"]
        left += [f"its {name} is not here yet" for name in restored.without]
        if restored.waits:
            left.append("it waits for a moderator's look")
        return [f"{what}: {one}" for one in left]

    async def _take_photos(
        self, user_id: UUID, kept: KeptPost, parcel: Parcel
    ) -> tuple[list[str], list[str]]:
        """Made anew from their bytes, whatever those are: their keys, and what was none."""
        made: list[str] = []
        left: list[str] = []
        for key in dict.fromkeys(kept.photos):
            try:
                made.append(await self.album.put(user_id, parcel.read(_photo(key), BYTES_MAX)))
            except (NotAnExport, ProcessingFailed, ProcessingTooSlow, Refusal):
                left.append("a picture is missing from the ZIP, or damaged")
        return made, left

    async def _take_comments(self, user_id: UUID, comments: Sequence[KeptComment]) -> list[str]:
        left: list[str] = []
        elsewhere = 0
        gone = [one for one in comments if one.turned_down and not one.turned_down.edit]
        shown = [one for one in comments if one not in gone]
        for kept in sorted(shown, key=lambda one: one.created_at):
            command = RestoreComment(
                id=kept.id,
                user_id=user_id,
                post_id=kept.post_id,
                reply_to_id=kept.reply_to_id,
                text=kept.text,
                html=rendered(kept.text),
                tags=kept.tags,
                created_at=kept.created_at,
                edited_at=kept.edited_at,
                turned_down=_turned_down(kept),
            )
            try:
                elsewhere += not await self.album.use.run(restore_comment, command)
            except Refusal as refusal:
                left.append(f"comment of {kept.created_at:%Y-%m-%d %H:%M} ({_why(refusal)})")
        left += _counted(elsewhere, "comments under posts of others, or not here")
        return left + _counted(len(gone), "comments that a moderator did not let through")

    async def _take_follows(self, user_id: UUID, follows: Sequence[KeptFollow]) -> list[str]:
        about = FollowsOf(user_id=user_id, kind=None, after=None, limit=FOLLOWS_MAX)
        held = set(await self.album.use.ask(follows_of, about))
        commands = [
            Follow(user_id=user_id, kind=one.kind, target=one.id)
            for one in follows
            if (one.kind.value, one.id) not in held
        ]
        return _counted(await self._not_done(follow, commands), "follows of what is not here")

    async def _take_blocks(self, user_id: UUID, blocks: Sequence[KeptBlock]) -> list[str]:
        held = {id for id, _ in await self.album.use.ask(blocks_of, user_id)}
        commands = [
            Block(user_id=user_id, blocked_id=one.id) for one in blocks if one.id not in held
        ]
        return _counted(await self._not_done(block_known, commands), "blocks of who is not here")

    async def _take_bookmarks(self, user_id: UUID, reactions: Sequence[KeptReaction]) -> list[str]:
        held = {
            row["post_id"]
            for row in (await self.album.use.ask(own_data, OwnData(user_id=user_id)))["reactions"]
            if row["kind"] == Reaction.BOOKMARK.value
        }
        commands = []
        for one in reactions:
            place = await self.album.use.ask(place_of, (user_id, one.post_id))
            id = place.id if place.there else one.post_id
            if one.kind is Reaction.BOOKMARK and id not in held:
                by = Actor(user_id=user_id)
                at = (
                    one.remind_at
                    if one.remind_at and one.remind_at > self.album.use.clock()
                    else None
                )
                commands.append(React(post_id=id, actor=by, kind=Reaction.BOOKMARK, remind_at=at))
        return _counted(await self._not_done(react, commands), "bookmarks of what is not here")

    async def _take_prompts(self, user_id: UUID, prompts: Sequence[KeptPrompt]) -> list[str]:
        left: list[str] = []
        elsewhere = 0
        for kept in sorted(prompts, key=lambda one: one.at):
            command = RestorePrompt(
                prompt=_prompt(user_id, kept), workout=_workout(kept), goal=_goal(kept)
            )
            try:
                elsewhere += not await self.album.use.run(restore_prompt, command)
            except Refusal as refusal:
                left.append(f"prompt of {kept.at:%Y-%m-%d %H:%M} ({_why(refusal)})")
        return left + _counted(elsewhere, "prompts about what is not here")

    async def _not_done(self, handler: Callable[[C, Any], object], some: Sequence[C]) -> int:
        """Carry them out; how many could not be."""
        refused = 0
        for command in some:
            try:
                await self.album.use.run(handler, command)
            except Refusal:
                refused += 1
        return refused


def _content(kept: KeptPost, photos: tuple[str, ...]) -> Content:
    return Content(
        title=kept.title,
        body=kept.body,
        html=rendered(kept.body),
        category=kept.category,
        region=kept.region,
        fields={name: value for name, value in kept.fields.items() if name != ENDED},
        photos=photos,
        challenge_id=kept.challenge_id,
        gathering_id=kept.gathering_id,
    )


def _saying(content: Content, held: KeptHeld) -> Content:
    return replace(content, title=held.title, body=held.body, html=rendered(held.body))


def _prompt(user_id: UUID, kept: KeptPrompt) -> Prompt:
    names = (
        "id", "kind", "subject_id", "state", "board", "category", "title", "body", "at",
        "workout_id", "goal_id", "post_id", "made_post_id",
    )  # fmt: skip
    return Prompt(user_id=user_id, **{name: getattr(kept, name) for name in names})


def _workout(kept: KeptPost | KeptPrompt) -> tuple[str, datetime] | None:
    workout = kept.workout
    return None if workout is None else (workout.sport, workout.started_at)


def _goal(kept: KeptPost | KeptPrompt) -> tuple[str, float, str] | None:
    goal = kept.goal
    return None if goal is None else (goal.metric, goal.target, goal.period)


def _turned_down(kept: KeptPost | KeptComment) -> TurnedDown | None:
    told = kept.turned_down
    return None if told is None else TurnedDown(reason=told.reason, at=told.at, edit=told.edit)


def _photo(key: str) -> str:
    return f"photos/{key}.webp"


def _counted(count: int, what: str) -> list[str]:
    return [f"{count} {what}"] if count else []


def _why(error: Exception) -> str:
    return error.sentence("en") if isinstance(error, Refusal) else "not a post of its board"
