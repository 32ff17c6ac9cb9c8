"""The words about announcements, and the whole table of templates."""

from collections.abc import Mapping
from types import MappingProxyType

from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.template import Template, Words
from moim.contexts.notifications.domain.texts_account import ACCOUNT
from moim.contexts.notifications.domain.texts_community import COMMUNITY

ALL = frozenset({Channel.APP, Channel.PUSH, Channel.EMAIL})
RINGS = frozenset({Channel.APP, Channel.PUSH})
AD = frozenset({Channel.APP, Channel.PUSH, Channel.EMAIL, Channel.SMS})
LINK = "/announcements/{subject_id}"
OPT_OUT_KO = "보내는 이: {sender} ({contact}). 무료수신거부 {optout}"
OPT_OUT_EN = "From: {sender} ({contact}). Free opt-out: {optout}"


def _announcement(
    name: str,
    ko: Words,
    en: Words,
    channels: frozenset[Channel] = RINGS,
    lane: Lane = Lane.BULK,
    kind: Kind = Kind.SERVICE,
) -> Template:
    return Template(
        name=name,
        topic=Topic.ANNOUNCEMENTS,
        kind=kind,
        ko=ko,
        en=en,
        lane=lane,
        channels=channels,
        link=LINK,
    )


ANNOUNCEMENTS = (
    _announcement(
        "announcement",
        Words("{title}", "{body} ({starts})"),
        Words("{title}", "{body} ({starts})"),
    ),
    _announcement(
        "advertisement",
        Words("{title}", "{body} ({starts})\n\n" + OPT_OUT_KO),
        Words("{title}", "{body} ({starts})\n\n" + OPT_OUT_EN),
        AD,
        kind=Kind.MARKETING,
    ),
    _announcement(
        "announcement-reminder",
        Words("{in} 시작합니다: {title}", "{starts}"),
        Words("{title} begins {in}", "{starts}"),
        ALL,
        Lane.HIGH,
    ),
    _announcement(
        "advertisement-reminder",
        Words("{in} 시작합니다: {title}", "{starts}\n\n" + OPT_OUT_KO),
        Words("{title} begins {in}", "{starts}\n\n" + OPT_OUT_EN),
        AD,
        kind=Kind.MARKETING,
    ),
    _announcement(
        "announcement-cancelled",
        Words("취소되었습니다: {title}", "원래 일시: {starts}\n{reason}"),
        Words("Cancelled: {title}", "It was to begin: {starts}\n{reason}"),
        ALL,
        Lane.HIGH,
    ),
    Template(
        name="whats-new",
        topic=Topic.ANNOUNCEMENTS,
        kind=Kind.SERVICE,
        ko=Words("지난 로그인 뒤의 새 소식 {count}건", "{titles}"),
        en=Words("{count} new since you last signed in", "{titles}"),
        link="/announcements",
    ),
)

REMINDERS = frozenset({"announcement-reminder", "advertisement-reminder"})
"""Of no use once it has begun."""

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {template.name: template for template in (*COMMUNITY, *ACCOUNT, *ANNOUNCEMENTS)}
)
"""Every kind of message there is, by its permanent name."""
