"""Answers kept in memory while they hold: what was drawn or laid out once is told again."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from moim.platform.http.conditions import not_modified

BYTES_MAX = 16 * 1024 * 1024
ONE_MAX = BYTES_MAX // 8


class Kept:
    """The answers used last, up to ``bytes_max`` of them. For one event loop.

    The key must name everything the answer depends on: nothing is ever taken back, what no longer
    holds is not asked for and falls out at the end.
    """

    def __init__(self, bytes_max: int = BYTES_MAX) -> None:
        """Nothing kept yet."""
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._room = bytes_max

    def get(self, key: Hashable) -> bytes | None:
        """The answer, if it is still here."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Hashable, answer: bytes) -> None:
        """Keep it; one that would fill much of the room alone is not kept."""
        if len(answer) > ONE_MAX or key in self._answers:
            return
        self._answers[key] = answer
        self._room -= len(answer)
        while self._room < 0:
            _, oldest = self._answers.popitem(last=False)
            self._room += len(oldest)

    async def answer(
        self,
        request: Request,
        tag: str,
        make: Callable[[], Awaitable[bytes]],
        media_type: str,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """What ``tag`` stands for: 304 if the asker has it, from memory, or made now."""
        if same := not_modified(request, tag):
            return same
        content = self.get(tag)
        if content is None:
            content = await make()
            self.put(tag, content)
        return Response(content, 200, {"etag": tag, **(headers or {})}, media_type=media_type)
