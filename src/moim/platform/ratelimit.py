"""How often: a token bucket for each key, in memory, for a bounded number of keys."""

from collections import OrderedDict
from collections.abc import Hashable
from time import monotonic

from moim.kernel.errors import TooMany

KEYS_MAX = 50_000


class TooOften(TooMany):
    """The bucket of this key is empty."""

    code = "too-often"
    ko = "요청이 너무 잦습니다. {retry_after_s}초 뒤에 다시 시도해 주세요."
    en = "Too many requests. Try again in {retry_after_s} seconds."


class RateLimit:
    """``burst`` at once, then one more every ``every_s`` seconds, for each key.

    Of more than ``keys_max`` keys, the one that was not heard of for longest is forgotten.
    """

    def __init__(self, *, burst: int, every_s: float, keys_max: int = KEYS_MAX) -> None:
        """All buckets start full."""
        self._burst = float(burst)
        self._every_s = every_s
        self._keys_max = keys_max
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: Hashable, now_s: float | None = None) -> float:
        """Take one from the key's bucket: 0.0, or the seconds until there will be one again."""
        now = monotonic() if now_s is None else now_s
        left, at = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) / self._every_s)
        wait = 0.0
        if left >= 1.0:
            left -= 1.0
        else:
            wait = (1.0 - left) * self._every_s
        self._buckets[key] = (left, now)
        if len(self._buckets) > self._keys_max:
            self._buckets.popitem(last=False)
        return wait

    def check(self, key: Hashable, now_s: float | None = None) -> None:
        """Take one or raise TooOften."""
        wait = self.wait_s(key, now_s)
        if wait > 0:
            raise TooOften(retry_after_s=max(1, -int(-wait // 1)))

    def forget(self, key: Hashable) -> None:
        """Fill the key's bucket again: after a success, say."""
        self._buckets.pop(key, None)
