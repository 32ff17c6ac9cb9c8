"""What may be sent. Lengths here only bound the work; the domain judges."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Instant = Annotated[AwareDatetime, Field(strict=False)]
Clock = Annotated[time, Field(strict=False, examples=["22:00"])]
Id = Annotated[UUID, Field(strict=False)]
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class Form(BaseModel):
    """Nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)


class UpToForm(Form):
    """``up_to`` is the instant of the newest notice that was shown; all if it is not said."""

    up_to: Instant | None = None


class WindowForm(Form):
    """By the wall clock; an end before the start is on the following day."""

    start: Clock
    end: Clock
    days: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7)] = (
        Field(default_factory=lambda: list(range(7)))
    )


class QuietForm(Form):
    """All windows there are from now on, and the hour on Mondays at which the week is told.

    Without ``summary_at`` that hour stays as it is.
    """

    windows: Annotated[list[WindowForm], Field(max_length=20)]
    summary_at: Clock | None = None


class PushKeys(Form):
    """As ``PushSubscription.toJSON()`` of a browser gives them."""

    p256dh: Secret
    auth: Secret


class PushForm(Form):
    """A browser's subscription, or the token of an app by FCM."""

    provider: Literal["webpush", "fcm"] = "webpush"
    endpoint: Annotated[str, Field(max_length=1_000)] | None = None
    keys: PushKeys | None = None
    token: Annotated[str, Field(max_length=500)] | None = None
    expiration_time: float | None = Field(None, alias="expirationTime")
    label: Annotated[str, Field(max_length=80)] | None = None


class WebhookForm(Form):
    """An address such as ``ntfys://…``, ``tgram://…``, ``discord://…`` or ``slack://…``."""

    url: Annotated[str, Field(min_length=8, max_length=500)]
    label: Annotated[str, Field(max_length=80)] | None = None


class PhoneForm(Form):
    """A Korean mobile number."""

    number: Annotated[str, Field(min_length=10, max_length=20, examples=["010-1234-5678"])]


class CodeForm(Form):
    """What came by text message."""

    code: Annotated[str, Field(pattern=r"^\d{6}$")]


class MuteForm(Form):
    """What no more is to be heard of."""

    kind: Literal["post", "challenge", "person", "announcement"]
    subject_id: Id


class AnnouncementForm(Form):
    """``segment`` (``everyone``, ``followers`` or ``region:NAME``) is told at ``send_at``, or now.

    Nobody is told if it is null.
    """

    kind: Literal["race", "sale", "update", "product"]
    title: Annotated[str, Field(max_length=300)]
    body: Annotated[str, Field(max_length=10_000)] = ""
    starts_at: Instant
    timezone: Annotated[str, Field(max_length=64)] = "Asia/Seoul"
    segment: Annotated[str, Field(max_length=60)] | None = "everyone"
    send_at: Instant | None = None


class FollowForm(Form):
    """What is not named stays as it is."""

    reminders: bool | None = None
    calendar: bool | None = None


class RemindersForm(Form):
    """Seconds before the start."""

    offsets_s: Annotated[list[Annotated[int, Field(ge=0, le=10_000_000)]], Field(max_length=20)]


class SendingForm(Form):
    """Who is told, and when; now if it is not said."""

    segment: Annotated[str, Field(max_length=60)]
    at: Instant | None = None


class PriorityForm(Form):
    """The lane that a topic should travel in, for oneself or for everyone."""

    topic: Annotated[str, Field(max_length=20)]
    to: Literal["critical", "high", "normal", "bulk"]
    for_all: bool = False


class RejectForm(Form):
    """Why not."""

    reason: Annotated[str, Field(max_length=300)] = ""


class WordsForm(Form):
    """A title and a body with variables in braces."""

    title: Annotated[str, Field(max_length=400)]
    body: Annotated[str, Field(max_length=4_000)] = ""


class TemplateForm(Form):
    """Both languages, with the same variables."""

    ko: WordsForm
    en: WordsForm


class PreviewForm(Form):
    """Without words: those in force."""

    ko: WordsForm | None = None
    en: WordsForm | None = None


class TextRefusalForm(Form):
    """Lines as whoever runs the 080 number gives them: a number, a comma, when it refused."""

    list: str = Field(
        min_length=1,
        max_length=100_000,
        examples=["010-1234-5678,2026-11-02 14:05\n010-9999-0000"],
    )
