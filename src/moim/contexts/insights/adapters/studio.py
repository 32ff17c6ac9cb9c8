"""Draws what needs recordings: charts of one workout, and maps of many, with their progress.

The rows are the queue: a chart that was under way when the process died is taken up again. Tracks
are another context's, so no policy may ask for them.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from moim.contexts.insights.adapters.series import figures_of
from moim.contexts.insights.adapters.ways import Grid, grid_of, packed
from moim.contexts.insights.application.charts import (
    Drawn,
    WaysRead,
    keep_ways,
    next_chart_to_draw,
    selection_of,
    settle_chart,
    ways_lacking,
    ways_of,
)
from moim.contexts.insights.application.ports import Selection
from moim.contexts.insights.domain.chart import CannotBeDrawn, Chart
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contracts.workouts import Tracks
from moim.platform.context import Context
from moim.platform.rounds import every

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
AT_ONCE = 20
"""Tracks read between two looks at whether the chart is still wanted."""


class Studio:
    """One at work in each process; two that draw the same chart do no harm."""

    def __init__(self, context: Context[Any], tracks: Tracks) -> None:
        """``tracks`` is asked in a thread."""
        self._context = context
        self._tracks = tracks
        self._nudged = asyncio.Event()
        context.on_published.append(self._nudged.set)

    async def run(self) -> None:
        """Draw whatever is asked for until cancelled."""
        what = "drawing from recordings"
        await every(LOOK_EVERY_S, self.draw_all, what=what, nudged=self._nudged)

    async def draw_all(self) -> None:
        """Draw until nothing waits."""
        while chart := await self._context.ask(next_chart_to_draw, None):
            await self._settle(chart)

    async def read_ways(
        self, about: Selection, lacking: Sequence[UUID], chart_id: UUID | None = None
    ) -> bool:
        """Read and keep ways of workouts; whether the chart they are for is still wanted."""
        for first in range(0, len(lacking), AT_ONCE):
            slice_ = lacking[first : first + AT_ONCE]
            points = await asyncio.to_thread(self._packed, slice_, about.user_id)
            done = WaysRead(
                user_id=about.user_id,
                points=points,
                chart_id=chart_id,
                progress=(first + len(slice_)) / len(lacking),
            )
            if not await self._context.run(keep_ways, done):
                return False
        return True

    async def _settle(self, chart: Chart) -> None:
        figures, error = None, None
        try:
            figures = await self._figures(chart)
        except CannotBeDrawn as refusal:
            error = refusal.code
        except Exception:
            log.exception("a chart could not be drawn")
            error = CannotBeDrawn.code
        if figures is None and error is None:
            return  # cancelled meanwhile
        drawn = Drawn(id=chart.id, user_id=chart.user_id, figures=figures, error=error)
        await self._context.run(settle_chart, drawn)

    async def _figures(self, chart: Chart) -> dict[str, Any] | None:
        if chart.kind is not ChartKind.MAP:
            axis = chart.filters.get("axis", "distance")
            return await asyncio.to_thread(self._series, chart, axis)
        about = selection_of(chart)
        lacking = await self._context.ask(ways_lacking, about)
        if not await self.read_ways(about, lacking, chart.id):
            return None
        grid = await asyncio.to_thread(grid_of, await self._context.ask(ways_of, about))
        return figures_of_grid(grid)

    def _series(self, chart: Chart, axis: str) -> dict[str, Any]:
        track = self._tracks.track_for(chart.subject_id(), chart.user_id)
        if track is not None and track.owner_id != chart.user_id:
            track = None  # somebody else's is theirs to make charts of
        return figures_of(chart.kind, track, axis)

    def _packed(self, workout_ids: Sequence[UUID], user_id: UUID) -> dict[UUID, bytes]:
        return {id: packed(self._tracks.track_for(id, user_id)) for id in workout_ids}


def figures_of_grid(grid: Grid | None) -> dict[str, Any]:
    """A map as a chart keeps it."""
    if grid is None:
        return {"rows": [], "columns": 0, "lines": 0, "cell_m": 0.0, "workouts": 0, "shown": 0}
    names = ("x", "y", "workouts")
    return {
        "rows": [dict(zip(names, cell, strict=True)) for cell in grid.cells.tolist()],
        "columns": grid.columns,
        "lines": grid.rows,
        "cell_m": round(grid.cell_m, 1),
        "workouts": grid.workouts,
        "shown": grid.shown,
    }
