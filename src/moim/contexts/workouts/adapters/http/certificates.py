"""Certificates (인증샷) over HTTP: the templates there are, and one picture at a time.

Nothing is kept: the photo and the picture are gone with the answer.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.workouts.adapters.certificates.course import Piece, course_to_show
from moim.contexts.workouts.adapters.certificates.drawing import certificate
from moim.contexts.workouts.adapters.certificates.facts import Story, story_of
from moim.contexts.workouts.adapters.certificates.words import FIELDS, TEMPLATES, said
from moim.contexts.workouts.adapters.importing import Workers
from moim.contexts.workouts.adapters.track_codec import decode_track
from moim.contexts.workouts.application.certificates import certified
from moim.contexts.workouts.application.queries import OneOf
from moim.contexts.workouts.domain.certificate import (
    FIELDS_USUAL,
    GLOW_MAX,
    GLOW_USUAL,
    PHOTO_BYTES_MAX,
    PLACE_LENGTH_MAX,
    BadCertificateOption,
    Field,
    Format,
    GlowOutOfRange,
    Output,
    PhotoUnfoldsTooLarge,
    PhotoUnreadable,
    Template,
    UnknownTemplate,
    Wishes,
    choice_of,
    fields_named,
    glow_of,
    template_named,
)
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.workout import NoTrack, Workout, WorkoutNotFound
from moim.contracts.users import Portraits
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.languages import language_of
from moim.platform.http.openapi import refusals
from moim.platform.http.texts import TextNotAllowed, TextTooLong, clean_text
from moim.platform.processes import ProcessingFailed, ProcessingTooSlow
from moim.platform.ratelimit import RateLimit, TooOften
from moim.platform.uploads import (
    BrokenUpload,
    FileTooLarge,
    NotMultipart,
    TooManyFiles,
    UploadLimits,
    received,
)

LIMITS = UploadLimits(
    file_max_bytes=PHOTO_BYTES_MAX,
    total_max_bytes=PHOTO_BYTES_MAX,
    files_max=1,
    files_min=0,
)
DRAWING_MAX_S = 20.0
BURST = 120  # a hand on the slider
EVERY_S = 0.5
OPTIONS = ("template", "format", "glow", "fields", "place", "output", "preview")
MEDIA_TYPES = {Output.JPEG: "image/jpeg", Output.PNG: "image/png"}
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {kind: {} for kind in MEDIA_TYPES.values()},
        "description": "The picture; half as wide and high with `preview=true`.",
    }
}
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["template"],
                    "properties": {
                        "photo": {
                            "type": "string",
                            "format": "binary",
                            "description": "JPEG, PNG, WebP or HEIC. Without one: a ground.",
                        },
                        "template": {"type": "string", "enum": [*Template]},
                        "format": {"type": "string", "enum": [*Format], "default": "4:5"},
                        "glow": {
                            "type": "integer",
                            "minimum": 0,
                            "maximum": GLOW_MAX,
                            "default": GLOW_USUAL,
                        },
                        "fields": {
                            "type": "string",
                            "description": f"Comma-separated, of {', '.join(Field)}.",
                            "default": ",".join(FIELDS_USUAL),
                        },
                        "place": {"type": "string", "maxLength": PLACE_LENGTH_MAX},
                        "output": {"type": "string", "enum": [*Output], "default": "jpeg"},
                        "preview": {"type": "string", "enum": ["true", "false"]},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, kw_only=True)
class TemplateBody:
    """A template by its name, and what it is called."""

    name: str
    label: str
    shows_photo: bool
    needs_course: bool


@dataclass(frozen=True, kw_only=True)
class FormatBody:
    """A format and the size of its whole picture."""

    name: str
    width_px: int
    height_px: int


@dataclass(frozen=True, kw_only=True)
class FieldBody:
    """Something a certificate can tell; ``usual`` if it does unless told otherwise."""

    name: str
    label: str
    usual: bool


@dataclass(frozen=True, kw_only=True)
class ChoicesBody:
    """All there is to choose from."""

    templates: Sequence[TemplateBody]
    formats: Sequence[FormatBody]
    fields: Sequence[FieldBody]
    glow_usual: int
    glow_max: int
    place_length_max: int
    photo_max_bytes: int


def routes(
    context: Context[Any], workers: Workers, portraits: Portraits | None = None
) -> APIRouter:
    """The routes about certificates; pictures are drawn by a worker.

    ``portraits`` is asked in a thread for the photo of whose workout it is.
    """
    router = APIRouter(prefix="/v1", tags=["certificates"])
    limit = RateLimit(burst=BURST, every_s=EVERY_S)

    @router.get(
        "/certificate-templates",
        summary="What a certificate can look like and tell",
        response_model=ChoicesBody,
    )
    async def get_templates(request: Request, _: SignedIn) -> Response:
        return answer(_choices(language_of(request.scope)))

    @router.post(
        "/workouts/{workout_id}/certificates",
        summary="Draw a certificate of a workout; nothing of it is kept",
        response_class=Response,
        openapi_extra=FORM,
        responses={
            **PICTURE,
            **refusals(
                WorkoutNotFound,
                NoTrack,
                UnknownTemplate,
                BadCertificateOption,
                GlowOutOfRange,
                TextTooLong,
                TextNotAllowed,
                PhotoUnreadable,
                PhotoUnfoldsTooLarge,
                FileTooLarge,
                TooManyFiles,
                NotMultipart,
                BrokenUpload,
                ProcessingFailed,
                ProcessingTooSlow,
                TooOften,
            ),
        },
    )
    async def post_certificate(request: Request, workout_id: UUID, caller: SignedIn) -> Response:
        limit.check(caller.user_id)
        async with received(request, LIMITS) as upload:
            wishes = wishes_of(upload.fields)
            photo = upload.files[0].read() if upload.files else b""
        about = OneOf(id=workout_id, user_id=caller.user_id)
        workout, samples, circles = await context.ask(certified, about)
        language = language_of(request.scope)
        course = await asyncio.to_thread(_course, samples, circles)
        portrait = None
        if portraits is not None and Field.PORTRAIT in wishes.fields:
            portrait = await asyncio.to_thread(portraits.portrait_of, caller.user_id)
        story = _story(workout, course, wishes, language, portrait)
        picture = await workers.run(
            certificate, wishes, story, photo or None, timeout_s=DRAWING_MAX_S
        )
        return Response(
            picture,
            headers={
                "cache-control": "no-store",
                "content-disposition": f'inline; filename="{_file_name(wishes)}"',
            },
            media_type=MEDIA_TYPES[wishes.output],
        )

    return router


def wishes_of(given: dict[str, str]) -> Wishes:
    """What the form says. Raises a refusal that points at the field.

    >>> wishes_of({"template": "film", "format": "1:1", "fields": "distance"}).format
    <Format.SQUARE: '1:1'>
    """
    for name in given:
        if name not in OPTIONS:
            raise BadCertificateOption(field=name[:PLACE_LENGTH_MAX], allowed=", ".join(OPTIONS))
    usual = ",".join(FIELDS_USUAL)
    names = [name.strip() for name in given.get("fields", usual).split(",")]
    preview = given.get("preview", "false")
    if preview not in ("true", "false"):
        raise BadCertificateOption(field="preview", allowed="true, false")
    return Wishes(
        template=template_named(given.get("template", "")),
        format=choice_of(Format, given.get("format", Format.PORTRAIT), "format"),
        glow=glow_of(given.get("glow", str(GLOW_USUAL))),
        fields=fields_named([name for name in names if name]),
        place=clean_text(given.get("place", ""), PLACE_LENGTH_MAX, "place", empty=True),
        output=choice_of(Output, given.get("output", Output.JPEG), "output"),
        preview=preview == "true",
    )


def _course(samples: bytes | None, circles: Sequence[Circle]) -> tuple[Piece, ...]:
    return () if samples is None else course_to_show(decode_track(samples), circles)


def _story(
    workout: Workout,
    course: tuple[Piece, ...],
    wishes: Wishes,
    language: str,
    portrait: bytes | None,
) -> Story:
    if wishes.template.needs_course and not course:
        raise NoTrack
    return story_of(workout, course, wishes, language, portrait)


def _file_name(wishes: Wishes) -> str:
    ending = "jpg" if wishes.output is Output.JPEG else "png"
    return f"moim-{wishes.template.value}.{ending}"


def _choices(language: str) -> ChoicesBody:
    sizes = {one: one.size_px for one in Format}
    return ChoicesBody(
        templates=[
            TemplateBody(
                name=one.value,
                label=said(TEMPLATES[one], language),
                shows_photo=one.shows_photo,
                needs_course=one.needs_course,
            )
            for one in Template
        ],
        formats=[
            FormatBody(name=one.value, width_px=width, height_px=height)
            for one, (width, height) in sizes.items()
        ],
        fields=[
            FieldBody(name=one.value, label=said(FIELDS[one], language), usual=one in FIELDS_USUAL)
            for one in Field
        ],
        glow_usual=GLOW_USUAL,
        glow_max=GLOW_MAX,
        place_length_max=PLACE_LENGTH_MAX,
        photo_max_bytes=PHOTO_BYTES_MAX,
    )
