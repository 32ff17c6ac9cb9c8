"""What may be sent. Lengths here only bound the work; the domain judges."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from moim.contexts.community.adapters.http.asking import Form

Title = Annotated[str, Field(max_length=400)]
Body = Annotated[str, Field(max_length=40_000)]
Text = Annotated[str, Field(max_length=8_000)]
Id = Annotated[UUID, Field(strict=False)]
Instant = Annotated[AwareDatetime, Field(strict=False)]
Tags = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=20)]
Photos = Annotated[list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]], Field(max_length=10)]
Manners = Annotated[list[Annotated[str, Field(max_length=30)]], Field(max_length=10)]
Fields = Annotated[dict[str, Any], Field(max_length=20)]
Region = Annotated[str, Field(max_length=40)]
AS = Literal["draft", "scheduled", "published"]


class PostForm(Form):
    """``as`` is what becomes of it; a scheduled one needs ``publish_at``."""

    title: Title
    body: Body
    category: Annotated[str, Field(max_length=24)] | None = None
    region: Region | None = None
    fields: Fields = Field(default_factory=dict)
    tags: Tags = Field(default_factory=list)
    photos: Photos = Field(default_factory=list)
    workout_id: Id | None = None
    challenge_id: Id | None = None
    gathering_id: Id | None = None
    goal_id: Id | None = None
    as_: Annotated[AS, Field(alias="as")] = "published"
    publish_at: Instant | None = None
    typed_s: Annotated[float, Field(ge=0, le=1e6, strict=False)] | None = None


class PreviewForm(Form):
    """Markdown that is to be looked at."""

    body: Body


class PostChanges(Form):
    """Only what is named changes. ``as`` puts a draft up."""

    title: Title | None = None
    body: Body | None = None
    board: Annotated[str, Field(max_length=24)] | None = None
    category: Annotated[str, Field(max_length=24)] | None = None
    region: Region | None = None
    fields: Fields | None = None
    tags: Tags | None = None
    photos: Photos | None = None
    workout_id: Id | None = None
    challenge_id: Id | None = None
    gathering_id: Id | None = None
    goal_id: Id | None = None
    as_: Annotated[AS | None, Field(alias="as")] = None
    publish_at: Instant | None = None


class CommentForm(Form):
    """``parent_id`` is the comment that it answers."""

    text: Text
    parent_id: Id | None = None


class CommentChanges(Form):
    """The text in place of the old one."""

    text: Text


class BookmarkForm(Form):
    """When to be reminded, if at all."""

    remind_at: Instant | None = None


class ShareForm(Form):
    """Where it is passed on to."""

    target: Annotated[str, Field(pattern=r"^(link|kakao|club:[0-9a-f-]{36})$")] = "link"


class ReportForm(Form):
    """Why, and in one's own words."""

    reason: Literal[
        "spam",
        "abuse",
        "fraud",
        "privacy",
        "defamation",
        "sexual",
        "dangerous",
        "forbidden-goods",
        "other",
    ]
    text: Text = ""


class DecisionForm(Form):
    """``days`` is for a temporary measure."""

    decision: Literal["keep", "hide", "remove", "temporary"]
    rule: Literal[
        "no-harassment",
        "no-spam",
        "no-fraud",
        "no-personal-data",
        "no-forbidden-goods",
        "right-board",
        "law-44-2",
        "no-violation",
    ]
    note: Text
    days: Annotated[int, Field(ge=1, le=365)] | None = None


class AppealForm(Form):
    """Why the decision is wrong."""

    text: Text


class LetThroughForm(Form):
    """Whether a waiting post is shown, and what its author is told if it is not."""

    shown: bool
    reason: Annotated[str, Field(max_length=1_000)] = ""


class OfferForm(Form):
    """A price in won."""

    price_krw: Annotated[int, Field(ge=0, le=100_000_000)]


class ReserveForm(Form):
    """One of those who made an offer, and the price that the seller saw."""

    buyer_id: Id
    price_krw: Annotated[int, Field(ge=0, le=100_000_000)] | None = None


class ReviewForm(Form):
    """What one side says of the other."""

    stars: Annotated[int, Field(ge=1, le=5)]
    manners: Manners = Field(default_factory=list)
    text: Text = ""


class AcceptForm(Form):
    """What to make of the draft, changed or as it is."""

    as_: Annotated[Literal["draft", "published"], Field(alias="as")] = "published"
    title: Title | None = None
    body: Body | None = None
