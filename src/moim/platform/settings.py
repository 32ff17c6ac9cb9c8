"""What the host may set: environment variables ``MOIM_*``, each with default, unit and meaning."""

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticUndefined
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MOIM_"
NOT_OURS = "MOIM_TEST_"  # the test suite's own switches
MEBIBYTE = 1024 * 1024
CORES_FOR_ONE_PARSER = 1
MAY_HOLD_PASSWORD = {"MOIM_MAIL", "MOIM_DATABASE"}


class BadSettings(Exception):
    """A setting is unknown or has a value that cannot be meant. One plain sentence says which."""


def _parsers_by_cores() -> int:
    return 1 if (os.cpu_count() or 1) <= CORES_FOR_ONE_PARSER else 2


def _database_template(value: str) -> str:
    if value and not value.startswith("postgresql://"):
        raise ValueError("must be empty or begin with postgresql://")
    if value and "{context}" not in value:
        raise ValueError("must contain {context}: each context owns its database")
    return value


def _mail_address(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must be empty or look like smtp://user:password@host:port")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
        raise ValueError("must be empty or look like https://moim.example")
    return value.rstrip("/")


def _context_names(value: str) -> str:
    names = [name.strip() for name in value.split(",")]
    if not all(name.isidentifier() for name in names):
        raise ValueError("must be all or names of contexts with commas between them")
    return ",".join(names)


class Settings(BaseSettings):
    """Everything the host can choose. Read once at the start, then handed down as values."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    data: Path = Field(
        Path("var"), description="Folder of everything that is kept: databases, keys, files, mail."
    )
    host: str = Field("127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65_535, description="TCP port to listen on.")
    public_url: Annotated[str, AfterValidator(_web_address)] = Field(
        "",
        description="Address people reach the instance at, for links in mail. Empty: the address "
        "listened on. With https, cookies are sent over TLS only.",
    )
    contexts: Annotated[str, AfterValidator(_context_names)] = Field(
        "all", description="Contexts this process runs: all, or names with commas between them."
    )
    database: Annotated[str, AfterValidator(_database_template)] = Field(
        "",
        description="Empty: one SQLite file a context under data/db. Otherwise a template such as "
        "postgresql://user@host/moim_{context}: one PostgreSQL database a context.",
    )
    bus: Literal["process"] = Field(
        "process", description="What carries events between contexts: process, this very process."
    )
    cache: Literal["memory"] = Field(
        "memory", description="Where what can be recomputed is kept: memory, of this process."
    )
    blobs: Path | None = Field(
        None, description="Folder of original files and pictures. Empty: data/blobs."
    )
    mail: Annotated[str, AfterValidator(_mail_address)] = Field(
        "",
        description="Empty: mail is written to data/mail and shown on /dev/mail. Otherwise "
        "smtp://user:password@host:port (STARTTLS where offered) or smtps://… (TLS).",
    )
    mail_from: str = Field(
        "Moim <moim@localhost>", min_length=3, description="Sender of the mail that leaves."
    )
    sender_address: str = Field(
        "",
        max_length=200,
        description="Telephone and postal address of who hosts this, which Korean law wants in "
        "advertising letters (정보통신망법 시행령 별표 6). Empty: the mail address alone.",
    )
    signup: Literal["open", "closed"] = Field(
        "open", description="Whether strangers may register: open or closed."
    )
    oauth_kakao_id: str = Field(
        "", description="REST API key of a Kakao app with OpenID Connect on. Empty: not offered."
    )
    oauth_kakao_secret: str = Field("", repr=False, description="Client secret of that app.")
    oauth_naver_id: str = Field(
        "", description="Client ID of a Naver login application. Empty: not offered."
    )
    oauth_naver_secret: str = Field("", repr=False, description="Client secret of that one.")
    oauth_google_id: str = Field(
        "", description="OAuth 2.0 client ID of a Google project. Empty: not offered."
    )
    oauth_google_secret: str = Field("", repr=False, description="Client secret of that client.")
    garmin_id: str = Field(
        "", description="Client ID of a Garmin Connect developer app. Empty: not offered."
    )
    garmin_secret: str = Field("", repr=False, description="Client secret of that one.")
    strava_id: str = Field(
        "", description="Client ID of a Strava API application. Empty: not offered."
    )
    strava_secret: str = Field("", repr=False, description="Client secret of that one.")
    fcm_account: Path | None = Field(
        None,
        description="Key file (JSON) of a Firebase service account, for pushes to apps. Empty: "
        "apps are not told; browsers are.",
    )
    solapi_key: str = Field(
        "", description="API key of SOLAPI, for text messages. Empty: none are sent."
    )
    solapi_secret: str = Field("", repr=False, description="API secret of that account.")
    solapi_sender: str = Field(
        "", description="Registered number that text messages come from, digits alone."
    )
    solapi_reports: str = Field(
        "",
        repr=False,
        pattern=r"^$|^[A-Za-z0-9_-]{16,128}$",
        description="Secret at the end of the address that SOLAPI's webhook reports deliveries to, "
        "`/v1/notifications/text-reports/SECRET`. Empty: what became of a text is not heard of.",
    )
    optout_phone: str = Field(
        "",
        pattern=r"^$|^080-\d{3,4}-\d{4}$",
        description="Toll-free number (080-xxx-xxxx) by which advertising in texts is refused "
        "(무료수신거부). Empty: no advertisement goes as text.",
    )
    alimtalk: Path | None = Field(
        None,
        description="File (JSON) that names the 알림톡 channel, the templates that Kakao approved, "
        "and whether what Kakao does not take is sent as text. Empty: all is sent as text.",
    )
    morphemes: Literal["", "kiwi"] = Field(
        "",
        description="Analyser of Korean that search uses beside its own pairs of syllables: it "
        "finds bent verbs (달렸더니 by 달리다) and takes half a gigabyte. It is installed by "
        "`pip install kiwipiepy`; `moim rebuild community` then reads what was written before.",
    )
    private_targets: bool = Field(
        False,
        description="Whether pushes and webhooks may go to any address, this network included: "
        "only where everybody who signs in is trusted.",
    )
    workers_parsing: int = Field(
        default_factory=_parsers_by_cores,
        ge=1,
        le=64,
        description="Processes that read device files. Default: 1 on one core, else 2.",
    )
    upload_file_max_bytes: int = Field(
        25 * MEBIBYTE, ge=1024, description="Largest single file an upload may hold, in bytes."
    )
    upload_total_max_bytes: int = Field(
        500 * MEBIBYTE, ge=1024, description="Largest upload, or archive in one, in bytes."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least important level that is logged."
    )

    @property
    def own_url(self) -> str:
        """The address for links: the public one if set, else the one listened on."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def keys_folder(self) -> Path:
        """Where the instance's keys are."""
        return self.data / "keys"

    @property
    def databases_folder(self) -> Path:
        """Where the SQLite files are."""
        return self.data / "db"

    @property
    def blobs_folder(self) -> Path:
        """Where blobs are."""
        return self.blobs or self.data / "blobs"

    @property
    def mail_folder(self) -> Path:
        """Where mail is written when none is sent."""
        return self.data / "mail"

    @property
    def oauth(self) -> dict[str, tuple[str, str]]:
        """Client id and secret of each provider, empty where none is set."""
        return {
            "kakao": (self.oauth_kakao_id, self.oauth_kakao_secret),
            "naver": (self.oauth_naver_id, self.oauth_naver_secret),
            "google": (self.oauth_google_id, self.oauth_google_secret),
        }

    @property
    def cookies_secure(self) -> bool:
        """Whether cookies may travel over TLS only."""
        return self.public_url.startswith("https://")


def load_settings(**chosen: Any) -> Settings:
    """Settings from the environment; ``chosen`` (from the command line) goes before it.

    Raises BadSettings with one sentence for an unknown name or a bad value.
    """
    for name in os.environ:
        field = name.removeprefix(PREFIX).lower()
        ours = name.startswith(PREFIX) and not name.startswith(NOT_OURS)
        if ours and field not in Settings.model_fields:
            raise BadSettings(_unknown(name))
    try:
        return Settings(**{name: value for name, value in chosen.items() if value is not None})
    except ValidationError as error:
        raise BadSettings(_bad(error.errors(include_url=False)[0])) from None


def _unknown(name: str) -> str:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.0)
    return f"There is no setting {name}; the nearest is {near[0]}."


def _bad(error: ErrorDetails) -> str:
    name = PREFIX + str(error["loc"][0]).upper()
    said = error["msg"].removeprefix("Value error, ")
    said = said[:1].lower() + said[1:]
    if name in MAY_HOLD_PASSWORD:
        return f"{name} cannot be used: {said}."
    return f"{name} cannot be {str(error['input'])!r}: {said}."


@dataclass(frozen=True, kw_only=True)
class Described:
    """One row of the table of settings."""

    name: str
    default: str
    meaning: str


def described() -> Iterator[Described]:
    """Every setting as the documentation tells it."""
    for field, info in Settings.model_fields.items():
        default = "" if info.default in (PydanticUndefined, None) else str(info.default)
        yield Described(
            name=PREFIX + field.upper(),
            default=default if info.default is not PydanticUndefined else "by cores",
            meaning=info.description or "",
        )


def settings_page() -> str:
    """docs/settings.md, whole."""
    lines = [
        "# Settings",
        "",
        "Environment variables, read once at the start. An unknown `MOIM_` name or a value that",
        "cannot be meant stops the start with a sentence. Generated by `make docs`; edit",
        "`src/moim/platform/settings.py` instead.",
        "",
        "| Name | Default | Meaning |",
        "|---|---|---|",
    ]
    for row in described():
        default = f"`{row.default}`" if row.default else "empty"
        lines.append(f"| `{row.name}` | {default} | {row.meaning} |")
    return "\n".join(lines) + "\n"
