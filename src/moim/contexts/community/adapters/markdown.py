"""Markdown to HTML that may stand on a page: rendered, then everything not allowed taken out."""

from functools import cache
from typing import Any

TAGS = {
    "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
NESTING_MAX = 20


def rendered(markdown: str) -> str:
    """Safe HTML: no pictures from elsewhere, no scripts, no styles; links carry ``nofollow``."""
    import nh3  # noqa: PLC0415 - not needed before somebody writes

    html: str = nh3.clean(
        _renderer().render(markdown),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )
    return html.strip()


@cache
def _renderer() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - not needed before somebody writes

    options = {"html": False, "breaks": True, "maxNesting": NESTING_MAX}
    made = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    return made.disable("image")
