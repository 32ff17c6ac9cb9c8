"""What insights gives to an export, and how it takes that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from moim.contexts.insights.application.templates import (
    SavePreferences,
    SaveTemplate,
    preferences_of,
    save_preferences,
    save_template,
    templates_of,
)
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.template import Design
from moim.kernel.errors import Refusal
from moim.platform.context import Context
from moim.platform.portability import Parcel, Piece, Portion

Plain = r"\A[^\x00]*\Z"
Short = Annotated[str, msgspec.Meta(max_length=60, pattern=Plain)]
Choices = Annotated[dict[Short, Short], msgspec.Meta(max_length=20)]

TEMPLATES, PREFERENCES = "templates.jsonl", "preferences.jsonl"


class KeptDesign(msgspec.Struct, kw_only=True):
    """All of a chart but its days."""

    kind: ChartKind
    format: Literal["svg", "png", "json", "csv"] = "svg"
    filters: Choices = {}
    order: Annotated[str, msgspec.Meta(max_length=41, pattern=Plain)] | None = None
    look: Choices = {}


class KeptTemplate(msgspec.Struct, kw_only=True):
    """A line of ``templates.jsonl``."""

    name: Annotated[str, msgspec.Meta(max_length=200)]
    design: KeptDesign


class KeptPreferences(msgspec.Struct, kw_only=True):
    """The line of ``preferences.jsonl``."""

    chosen: Choices


@dataclass(frozen=True, kw_only=True)
class OwnPortion:
    """Every row; of them saved templates and preferences come back.

    Figures are reckoned anew from the workouts that came back, and charts are drawn from them.
    """

    use: Context[Any]
    rest: Portion

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """Every row."""
        return await self.rest.give(user_id)

    async def take(self, user_id: UUID, parcel: Parcel) -> Sequence[str]:
        """Each template by itself, in the order in which they were saved."""
        return [
            *await self._take_templates(user_id, parcel),
            *await self._take_preferences(user_id, parcel),
        ]

    async def _take_templates(self, user_id: UUID, parcel: Parcel) -> list[str]:
        templates, left = parcel.rows(TEMPLATES, KeptTemplate)
        held = [(one.name, one.design) for one in await self.use.ask(templates_of, user_id)]
        for kept in templates:
            design = Design(**msgspec.structs.asdict(kept.design))
            if (kept.name, design) in held:
                continue
            command = SaveTemplate(user_id=user_id, name=kept.name, design=design)
            try:
                made = await self.use.run(save_template, command)
            except Refusal as refusal:
                left.append(f"template {kept.name[:60]!r} ({refusal.sentence('en')})")
            else:
                held.append((made.name, made.design))
        return left

    async def _take_preferences(self, user_id: UUID, parcel: Parcel) -> list[str]:
        preferences, left = parcel.rows(PREFERENCES, KeptPreferences, 1)
        chosen = (await self.use.ask(preferences_of, user_id)).chosen
        for liked in preferences:
            if liked.chosen == chosen:
                continue
            command = SavePreferences(user_id=user_id, chosen=liked.chosen)
            try:
                await self.use.run(save_preferences, command)
            except Refusal as refusal:
                left.append(f"preferences ({refusal.sentence('en')})")
        return left
