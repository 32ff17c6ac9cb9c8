"""How the demo's crew fills the boards: as anybody would, some days ago, and each thing once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from moim.apps.demo_joining import context_named
from moim.apps.demo_threads import THREADS, Said, Thread
from moim.apps.house import House
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.adapters.pages import Pages
from moim.contexts.community.application.comments import AddComment, add_comment
from moim.contexts.community.application.posts import Actor, WritePost, write_post
from moim.contexts.community.application.reacting import React, react
from moim.contexts.community.context import context_on
from moim.contexts.community.domain.post import Content
from moim.contexts.community.domain.reacting import Reaction
from moim.contexts.workouts.application.queries import WorkoutList, list_workouts
from moim.platform.context import Context

REACTED_AFTER = timedelta(minutes=7)


async def talk(house: House, people: Mapping[str, UUID]) -> int:
    """Threads whose author is in the crew and that were not begun before; how many."""
    begun = 0
    for thread in THREADS:
        if thread.by in people:
            begun += await _Telling(house, people, thread).tell()
    return begun


@dataclass(frozen=True)
class _Telling:
    house: House
    people: Mapping[str, UUID]
    thread: Thread

    async def tell(self) -> bool:
        """The post, then its answers, then who liked it. False if the post was there."""
        community = context_named(self.house, "community")
        post_id = self._id("post")
        if await community.ask(_is_there, post_id):
            return False
        await self._then(0).run(write_post, await self._post(post_id))
        for place, said in enumerate(self.thread.said):
            if said.by in self.people:
                await self._answer(post_id, place, said)
        for kind, names in (
            (Reaction.LIKE, self.thread.liked_by),
            (Reaction.RECOMMEND, self.thread.recommended_by),
            (Reaction.BOOKMARK, self.thread.kept_by),
        ):
            for name in names:
                await self._react(post_id, kind, name)
        return True

    async def _post(self, post_id: UUID) -> WritePost:
        thread = self.thread
        content = Content(
            title=thread.title,
            body=thread.body,
            html=rendered(thread.body),
            category=thread.category,
            region=thread.region,
            fields={**thread.fields, **self._days()},
            workout_id=await self._latest(thread.attach) if thread.attach else None,
        )
        actor = Actor(user_id=self.people[thread.by], moderator=True, staff=thread.staff)
        return WritePost(
            id=post_id, actor=actor, board=thread.board, content=content, tags=thread.tags
        )

    def _days(self) -> dict[str, str]:
        today = context_named(self.house, "community").clock().date()
        days = self.thread.days_from_now.items()
        return {name: (today + timedelta(days=count)).isoformat() for name, count in days}

    async def _answer(self, post_id: UUID, place: int, said: Said) -> None:
        above = said.answers
        if above is not None and self.thread.said[above].by not in self.people:
            return
        command = AddComment(
            id=self._id(f"said/{place}"),
            post_id=post_id,
            actor=Actor(user_id=self.people[said.by], moderator=True),
            parent_id=None if above is None else self._id(f"said/{above}"),
            text=said.text,
            html=rendered(said.text),
        )
        await self._then(said.after_min).run(add_comment, command)

    async def _react(self, post_id: UUID, kind: Reaction, name: str) -> None:
        if name in self.people:
            actor = Actor(user_id=self.people[name])
            await self._then(REACTED_AFTER.seconds // 60).run(
                react, React(post_id=post_id, actor=actor, kind=kind)
            )

    async def _latest(self, sport: str) -> UUID | None:
        """The author's last workout of a sport, if boards have heard of it."""
        author = self.people[self.thread.by]
        wanted = WorkoutList(user_id=author, limit=1, sport=sport)
        found = await context_named(self.house, "workouts").ask(list_workouts, wanted)
        ids = [UUID(str(row[0])) for row in found]
        known = await context_named(self.house, "community").ask(_known_of, (author, ids))
        return ids[0] if known else None

    def _then(self, after_min: float) -> Context[Any]:
        """Boards as they were so long after the post."""
        community = context_named(self.house, "community")
        now: datetime = community.clock()
        at = now - timedelta(hours=self.thread.hours_ago) + timedelta(minutes=after_min)
        return context_on(community.database, Pages(), lambda: at)

    def _id(self, what: str) -> UUID:
        """The same whenever it is told: what is there is not told again."""
        author = self.people[self.thread.by]
        return uuid5(NAMESPACE_URL, f"moim:demo/{author}/{self.thread.name}/{what}")


def _is_there(post_id: UUID, work: Any) -> bool:
    return work.posts.find(post_id) is not None


def _known_of(asked: tuple[UUID, Sequence[UUID]], work: Any) -> bool:
    author, ids = asked
    return bool(ids) and bool(work.replicas.workouts(author, list(ids)))
