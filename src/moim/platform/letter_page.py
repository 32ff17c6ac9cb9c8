"""How a letter looks: one card that reads on a phone, in light and in dark, without pictures."""

import re
from collections.abc import Sequence
from html import escape

_ADDRESS = re.compile(r"https?://[^\s<>\"'()]+[^\s<>\"'().,]")
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
@media (prefers-color-scheme:dark){{
body,.ground{{background:#0f1613!important;color:#e9efec!important}}
.card{{background:#18211d!important;border-color:#2b3631!important}}
.mark,.card a{{color:#c9f04d!important}}
.card a.go{{background:#c9f04d!important;color:#16240b!important}}
.small{{color:#9fb0a8!important}}
}}
</style></head>
<body class="ground" style="margin:0;background:#f4f6f1;color:#12201b">
<div class="ground" style="max-width:34rem;margin:0 auto;padding:1.25rem 1rem;\
font:16px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif;\
word-break:keep-all;overflow-wrap:anywhere">
<p class="mark" style="margin:0 0 .75rem;color:#0b5f50;font-weight:800;\
font-size:1.125rem">{mark}</p>
<div class="card" style="padding:1.25rem;background:#fff;border:1px solid #dbe1d8;\
border-radius:12px">
{content}
</div>
<p class="small" style="margin:1rem 0 0;color:#5f6c66;font-size:.8125rem">\
<a class="small" href="{home}" style="color:#5f6c66">{home}</a>{out}</p>
</div></body></html>
"""
_HEADING = '<h1 style="margin:.5rem 0;font-size:1.25rem;line-height:1.4">{text}</h1>'
_PARAGRAPH = '<p style="margin:.5rem 0;white-space:pre-line">{text}</p>'
_BUTTON = (
    '<p style="margin:1.25rem 0 .75rem"><a class="go" href="{link}" style="display:inline-block;'
    "padding:.7rem 1.3rem;border-radius:999px;background:#0b5f50;color:#fff;font-weight:600;"
    'text-decoration:none">{action}</a></p>'
    '<p class="small" style="margin:0;color:#5f6c66;font-size:.8125rem;word-break:break-all">'
    "{link}</p>"
)
_OUT = ' · <a class="small" href="{link}" style="color:#5f6c66">{words}</a>'
_MARK = {"ko": "모임", "en": "Moim"}


def letter_page(
    *,
    language: str,
    greeting: str,
    heading: str = "",
    paragraphs: Sequence[str],
    link: str,
    action: str,
    home: str,
    out: tuple[str, str] | None = None,
) -> str:
    """The page; all words are plain text and may be a stranger's, addresses in them are links.

    ``language`` is ``ko`` or ``en``; ``action`` names ``link``; ``out`` is where its reader says no
    more, and the words for that.
    """
    content = [_PARAGRAPH.format(text=escape(greeting))]
    if heading:
        content.append(_HEADING.format(text=escape(heading)))
    content += [_PARAGRAPH.format(text=_linked(text)) for text in paragraphs if text]
    content.append(_BUTTON.format(link=escape(link), action=escape(action)))
    return _PAGE.format(
        language=language,
        title=escape(heading or greeting),
        mark=_MARK[language],
        content="\n".join(content),
        home=escape(home),
        out=_OUT.format(link=escape(out[0]), words=escape(out[1])) if out else "",
    )


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = escape(found.group())
        parts += [
            escape(text[end : found.start()]),
            f'<a href="{address}" style="color:#0b5f50">{address}</a>',
        ]
        end = found.end()
    return "".join([*parts, escape(text[end:])])
