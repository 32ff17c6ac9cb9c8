"""A small SVG writer that cannot write a broken, hostile or unreadable picture.

Text is escaped and stripped of what XML forbids and of marks that reverse reading order; numbers
are finite and rounded; colours are theme tokens; every picture has a title and a description.
"""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2s

from moim.contexts.insights.adapters.drawing.theme import (
    FONT_FAMILY,
    Language,
    TextStyle,
    Theme,
    colour,
    stylesheet,
)
from moim.kernel.errors import Invalid

Attributes = dict[str, str | float]

WIDTHS = (320, 2400)
HEIGHTS = (240, 2400)
TEXT_MAX = 400
DESCRIPTION_MAX = 3000
"""Characters that are kept of one piece of text and of a picture's description."""

_ELLIPSIS = "…"
_FORBIDDEN = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFEFF,
        0xFFFE,
        0xFFFF,
    ]
) | {9: " ", 10: " ", 13: " "}
_ENTITIES = {38: "&amp;", 60: "&lt;", 62: "&gt;", 34: "&quot;", 39: "&#39;"}
_ASCII_WIDTHS = {
    **dict.fromkeys(" .,:;'|!·iljI", 0.27),
    **dict.fromkeys("()[]/-rtf1", 0.43),
    **dict.fromkeys("mwMW%@", 0.92),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.72),
}


class DrawingSize(Invalid):
    """A picture of this size is not drawn."""

    code = "drawing-size"
    ko = "그림 크기({field})는 {least}에서 {most} 사이여야 합니다."
    en = "The {field} of a drawing must lie between {least} and {most}."


def clean(text: str, most: int = TEXT_MAX) -> str:
    """Text that XML allows and that reads in the order it is stored, ``most`` characters long."""
    kept = text[: most + 1].translate(_FORBIDDEN)
    kept = "".join(c for c in kept if ord(c) & 0xFFFE != 0xFFFE)
    return kept if len(kept) <= most else kept[: most - 1] + _ELLIPSIS


def escape(text: str, most: int = TEXT_MAX) -> str:
    """Cleaned text, safe as an element's content and as an attribute's value."""
    return clean(text, most).translate(_ENTITIES)


def number(value: float, digits: int = 1) -> str:
    """A finite number in the fewest characters; anything else is a defect of the caller."""
    if not math.isfinite(value):
        raise ValueError("a drawing has no place for a number that is not finite")
    short = f"{value:.{digits}f}"
    if "." in short:
        short = short.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def text_width(text: str, style: TextStyle) -> float:
    """About how wide Pretendard sets the text, in px; errs on the wide side for other fonts."""
    ems = sum(
        _ASCII_WIDTHS.get(c, 0.6) if ord(c) < 0x1100 else (0.9 if ord(c) < 0x20000 else 1.2)
        for c in text
    )
    return ems * style.size * (1.05 if style.weight >= 600 else 1.0)


def fit(text: str, style: TextStyle, width: float) -> str:
    """The text, shortened with an ellipsis until it is at most ``width`` px wide."""
    text = clean(text)
    if text_width(text, style) <= width:
        return text
    room = width - text_width(_ELLIPSIS, style)
    kept = ""
    for character in text:
        room -= text_width(character, style)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + _ELLIPSIS


def within(field: str, value: int, limits: tuple[int, int]) -> int:
    """The value, or a refusal that names the field and its limits."""
    if not limits[0] <= value <= limits[1]:
        raise DrawingSize(field=field, least=limits[0], most=limits[1])
    return value


class Canvas:
    """One picture in the making; ``finish`` gives the text. Same calls, same text."""

    def __init__(self, *, width: int, height: float, theme: Theme, language: Language) -> None:
        """Start a picture of ``width`` × ``height`` px on the theme's paper."""
        self.width = within("width", width, WIDTHS)
        self.height = math.ceil(height)
        self.theme = theme
        self.language = language
        self._parts: list[str] = []
        self._tokens: set[str] = set()
        self.rect(0, 0, self.width, self.height, fill="paper")

    def add(
        self,
        tag: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        hint: str = "",
        **attributes: str | float,
    ) -> None:
        """One element. ``fill`` and ``stroke`` are tokens; underscores in names become hyphens."""
        self._element(tag, fill, stroke, attributes, hint)

    def _element(
        self,
        tag: str,
        fill: str | None,
        stroke: str | None,
        attributes: Attributes,
        hint: str = "",
    ) -> None:
        opened = f"<{tag}{self._written(fill, stroke, attributes)}"
        self._parts.append(
            f"{opened}><title>{escape(hint)}</title></{tag}>" if hint else f"{opened}/>"
        )

    @contextmanager
    def group(
        self,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        hint: str = "",
        **attributes: str | float,
    ) -> Iterator[None]:
        """Elements that belong together; ``hint`` is what the pointer shows over them."""
        title = f"<title>{escape(hint)}</title>" if hint else ""
        self._parts.append(f"<g{self._written(fill, stroke, attributes)}>{title}")
        yield
        self._parts.append("</g>")

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        radius: float = 0,
        hint: str = "",
        **attributes: str | float,
    ) -> None:
        """A box with round corners."""
        if radius:
            attributes["rx"] = min(radius, width / 2, height / 2)
        box: Attributes = {"x": x, "y": y, "width": width, "height": height}
        self._element("rect", fill, stroke, box | attributes, hint)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        **attributes: str | float,
    ) -> None:
        """A disc or a ring."""
        place: Attributes = {"cx": x, "cy": y, "r": radius}
        self._element("circle", fill, stroke, place | attributes)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, **attributes: str | float
    ) -> None:
        """A straight line."""
        ends: Attributes = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self._element("line", None, stroke, ends | attributes)

    def text(
        self,
        x: float,
        y: float,
        content: str,
        style: TextStyle,
        *,
        fill: str = "ink",
        anchor: str = "start",
        halo: bool = False,
    ) -> None:
        """Text with its baseline at ``y``; a ``halo`` of paper keeps it readable over lines."""
        place: Attributes = {"x": x, "y": y, "font-size": style.size}
        if style.weight != 400:
            place["font-weight"] = style.weight
        if anchor != "start":
            place["text-anchor"] = anchor
        if halo:
            place |= {"stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke"}
        written = self._written(fill, "paper" if halo else None, place)
        self._parts.append(f"<text{written}>{escape(content)}</text>")

    def _written(self, fill: str | None, stroke: str | None, attributes: Attributes) -> str:
        if stroke and not fill:
            attributes = {"fill": "none", **attributes}
        written = "".join(
            f' {name.replace("_", "-")}="'
            f'{value.translate(_ENTITIES) if isinstance(value, str) else number(value, 2)}"'
            for name, value in attributes.items()
        )
        return self._painted(fill=fill, stroke=stroke) + written

    def _painted(self, *, fill: str | None, stroke: str | None) -> str:
        used = [(kind, token) for kind, token in (("fill", fill), ("stroke", stroke)) if token]
        if self.theme != "auto":
            return "".join(f' {kind}="{colour(token, self.theme)}"' for kind, token in used)
        self._tokens.update(token for _, token in used)
        classes = " ".join(f"m{kind[0]}-{token}" for kind, token in used)
        return f' class="{classes}"' if classes else ""

    def finish(self, *, title: str, description: str) -> str:
        """The whole SVG document, named and described for those who do not see it."""
        body = "".join(self._parts)
        name, told = escape(title), escape(description, DESCRIPTION_MAX)
        key = blake2s(f"{name}\0{told}\0{body}".encode(), digest_size=5).hexdigest()
        style = f"<style>{stylesheet(self._tokens)}</style>" if self.theme == "auto" else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" lang="{self.language}" role="img" '
            f'aria-labelledby="t{key} d{key}" font-family="{FONT_FAMILY}">'
            f'<title id="t{key}">{name}</title><desc id="d{key}">{told}</desc>{style}{body}</svg>'
        )
