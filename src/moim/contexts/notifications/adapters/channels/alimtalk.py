"""알림톡: notices by KakaoTalk, in words that Kakao approved beforehand, through SOLAPI.

Which notices go so is said by whoever hosts the instance, who had the words approved:

    {"channel": "KA01PF…", "fallback": "sms",
     "templates": {"post-commented": {"ko": {"id": "KA01TP…", "variables": ["title"]}}}}

``variables`` are those of the approved words, named as in ours; ``message_title``, ``message_body``
and ``link`` are what every notice has. ``fallback`` is what happens to a notice that Kakao does not
take: ``sms`` or ``none``. Kakao forbids advertising there: an advertisement stays a text message.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from moim.contexts.notifications.adapters.carrying import NotSent
from moim.contexts.notifications.domain.channels import Kind
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel
from moim.contexts.notifications.domain.template import language_of
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES

VALUE_LENGTH_MAX = 400


class Approved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that Kakao approved, and the variables in them."""

    id: str
    variables: tuple[str, ...] = ()


class Alimtalk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A business channel and its words, by our template's name and the language."""

    channel: str
    templates: dict[str, dict[str, Approved]]
    fallback: Literal["sms", "none"] = "sms"

    def message(self, parcel: Parcel, own_url: str) -> Mapping[str, Any] | None:
        """What SOLAPI is asked to send; None if no words are approved for it.

        Raises NotSent if a variable has no value: Kakao takes no empty one.
        """
        if parcel.sending.kind is Kind.MARKETING:
            return None
        language = language_of(parcel.locale)
        approved = self.templates.get(parcel.template, {}).get(language)
        if approved is None:
            return None
        values = dict(parcel.values) | {
            "message_title": parcel.title,
            "message_body": parcel.body,
            "link": f"{own_url}{parcel.link}",
        }
        told = {}
        for name in approved.variables:
            value = values.get(name) or values.get(f"{name}_{language}")
            if not value:
                raise NotSent(Failure.REFUSED, f"no-value-{name}"[:40])
            told[f"#{{{name}}}"] = value[:VALUE_LENGTH_MAX]
        options = {"pfId": self.channel, "templateId": approved.id, "variables": told}
        return {"type": "ATA", "kakaoOptions": options | {"disableSms": self.fallback == "none"}}


def read(content: bytes) -> Alimtalk:
    """The file's meaning. Raises ValueError for one that is none, or for notices there are not."""
    found = msgspec.json.decode(content, type=Alimtalk)
    if unknown := found.templates.keys() - TEMPLATES.keys():
        raise ValueError(f"알림톡: there are no notices {', '.join(sorted(unknown))}")
    return found
