"""The look: colour tokens for light and dark, text styles, and how both reach an SVG element.

``light`` and ``dark`` write plain attributes, which every program reads and no content security
policy blocks. ``auto`` writes classes and one style sheet with a media query: for pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from moim.contexts.insights.adapters.drawing.ramps import ramp_tokens

Theme = Literal["light", "dark", "auto"]
Language = Literal["ko", "en"]

FONT_FAMILY = (
    "Pretendard, 'Pretendard Variable', 'Apple SD Gothic Neo', 'Noto Sans KR', "
    "'Malgun Gothic', sans-serif"
)

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#15181b"),
    "cell": ("#f6f7f8", "#1d2125"),
    "land": ("#f4f2ed", "#1a1f23"),
    "grid": ("#e6e2d9", "#272e34"),
    "line": ("#e2e5e9", "#31383f"),
    "track": ("#e9ecef", "#2a3036"),
    "ink": ("#14181d", "#f2f4f6"),
    "muted": ("#58626d", "#a5b0ba"),
    "faint": ("#8b95a0", "#6d7883"),
    "accent": ("#08796a", "#40cfb4"),
    "accent-soft": ("#d3efe9", "#143b36"),
    "on-accent": ("#ffffff", "#04211c"),
    "sunday": ("#c22f1d", "#ff907f"),
    "saturday": ("#2a5cc4", "#8ab0ff"),
    "gold": ("#f0ad2b", "#f4c04b"),
    "on-gold": ("#3d2800", "#3d2800"),
    "behind": ("#a84a06", "#ffb06a"),
    "casing": ("#ffffff", "#0b0d0f"),
    "pulse": ("#d0334d", "#ff7d8f"),
    "sport-run": ("#0a8a78", "#3ec9ae"),
    "sport-ride": ("#3666d6", "#7ea6ff"),
    "sport-walk": ("#d58a00", "#f2b94a"),
    "sport-hike": ("#8a6437", "#cfa06a"),
    "sport-swim": ("#1592bf", "#5cc6ee"),
    "sport-strength": ("#8450cf", "#b892f5"),
    "sport-other": ("#6d7681", "#9aa5af"),
    **ramp_tokens(),
}
"""Token → (light, dark). Drawings name tokens, never colours."""


@dataclass(frozen=True)
class TextStyle:
    """How a piece of text is set: size in px, weight 400, 600 or 700."""

    size: float
    weight: int = 400


NUMBER_XL = TextStyle(34, 700)
NUMBER_L = TextStyle(26, 700)
TITLE = TextStyle(18, 700)
STRONG = TextStyle(14, 600)
BODY = TextStyle(14)
LABEL = TextStyle(12)
LABEL_STRONG = TextStyle(12, 600)
SMALL = TextStyle(11)
SMALL_STRONG = TextStyle(11, 600)


def colour(token: str, theme: Theme) -> str:
    """The colour of a token; ``auto`` answers the light one."""
    return COLOURS[token][theme == "dark"]


def stylesheet(tokens: Iterable[str]) -> str:
    """The rules an ``auto`` drawing needs for its tokens; the same rules for every drawing."""
    names = sorted(set(tokens))

    def rules(side: int) -> str:
        return "".join(
            f".mf-{name}{{fill:{COLOURS[name][side]}}}.ms-{name}{{stroke:{COLOURS[name][side]}}}"
            for name in names
        )

    return f"{rules(0)}@media (prefers-color-scheme:dark){{{rules(1)}}}"
