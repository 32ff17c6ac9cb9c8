"""What may be sent. Lengths here only bound the work; the domain judges."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=1_000)]
Secret = Annotated[str, Field(max_length=1_000, json_schema_extra={"format": "password"})]
Address = Annotated[str, Field(max_length=320, examples=["minji@example.com"])]
NicknameText = Annotated[str, Field(max_length=100, examples=["달리는 민지"])]
LocaleText = Annotated[str, Field(max_length=35, examples=["ko"])]
ZoneText = Annotated[str, Field(max_length=64, examples=["Asia/Seoul"])]
RegionText = Annotated[str, Field(max_length=40, examples=["서울특별시 마포구"])]
LabelText = Annotated[str, Field(max_length=200, examples=["민지의 워치"])]
Year = Annotated[int, Field(ge=0, le=9_999)]
Rate = Annotated[int, Field(ge=0, le=1_000)]
Figure = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
DeviceName = Literal[
    "apple_watch", "garmin", "galaxy_watch", "coros", "suunto", "polar", "wahoo", "phone", "other"
]
GenderName = Literal["female", "male", "other", "undisclosed"]


class Form(BaseModel):
    """Nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SignUpForm(Form):
    """A new account."""

    email: Address
    password: Secret
    nickname: NicknameText
    name: Text | None = None
    locale: LocaleText = "ko"
    timezone: ZoneText = "Asia/Seoul"
    region: RegionText | None = None
    preferred_device: DeviceName | None = None
    birth_year: Year | None = None


class SignInForm(Form):
    """The password of an account; ``otp`` is a code of its second factor, if it has one."""

    email: Address
    password: Secret
    device_label: LabelText | None = None
    otp: Annotated[str, Field(max_length=40, examples=["123456"])] | None = None


class RefreshForm(Form):
    """Empty for a browser, whose token is in its cookie."""

    refresh_token: Annotated[str, Field(max_length=200)] | None = None


def _a_device() -> DeviceName:
    return "other"


class ProfileForm(Form):
    """What is to change; what is not named stays, null empties what may be empty.

    Nothing that is not sent is read, so no default here is ever used.
    """

    nickname: NicknameText = Field(default_factory=str)
    locale: LocaleText = Field(default_factory=str)
    timezone: ZoneText = Field(default_factory=str)
    preferred_device: DeviceName = Field(default_factory=_a_device)
    region_public: bool = Field(default_factory=bool)
    health_consent: bool = Field(default_factory=bool)
    name: Text | None = None
    region: RegionText | None = None
    bio: Annotated[str, Field(max_length=2_000)] | None = None
    birth_year: Year | None = None
    gender: GenderName | None = None
    height_cm: Figure | None = None
    weight_kg: Figure | None = None
    resting_heart_rate_bpm: Rate | None = None
    max_heart_rate_bpm: Rate | None = None


class PasswordForm(Form):
    """The old password, if there is one, and the new one."""

    current_password: Secret | None = None
    new_password: Secret


class LeaveForm(Form):
    """The password again."""

    password: Secret


class ResetAskForm(Form):
    """Whose password is forgotten."""

    email: Address


class ResetForm(Form):
    """The new password."""

    password: Secret


class LockForm(Form):
    """Until when, without it until a moderator unlocks; ``why`` is for the audit log."""

    until: Annotated[AwareDatetime, Field(strict=False)] | None = None
    why: Annotated[str, Field(max_length=600)] | None = None


class TokenForm(Form):
    """A personal token; without ``expires_in_days`` it has no end."""

    name: Annotated[str, Field(max_length=200, examples=["거실 라즈베리파이"])]
    scopes: Annotated[
        list[Annotated[str, Field(max_length=60)]],
        Field(min_length=1, max_length=40, examples=[["workouts:read", "workouts:write"]]),
    ]
    expires_in_days: Annotated[int, Field(ge=1, le=366)] | None = None
