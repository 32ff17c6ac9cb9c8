"""Puts insights together: the only module that sees all four layers."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter

from moim.contexts.insights.adapters.http import (
    boards,
    calendar,
    charts,
    courses,
    dashboard,
    feedback,
    goals,
    sessions,
    shares,
    templates,
    totals,
    watching,
)
from moim.contexts.insights.adapters.http.screens import Screens, Workers
from moim.contexts.insights.adapters.portion import OwnPortion
from moim.contexts.insights.adapters.studio import Studio
from moim.contexts.insights.application.policies import POLICIES
from moim.contexts.insights.persistence import erasure, tables
from moim.contexts.insights.persistence.work import SqlWork
from moim.contracts.community import Follows
from moim.contracts.users import Photos
from moim.contracts.workouts import Companies, RecordDays, Tracks
from moim.kernel.clock import Clock, system_clock
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.http.joining import take_in
from moim.platform.live import Hub
from moim.platform.module import Module
from moim.platform.portability import Portion, rows_portion

REVISIONS = Path(__file__).parent / "persistence" / "migrations"


def context_on(
    database: Database,
    follows: Follows,
    clock: Clock = system_clock,
    hub: Hub | None = None,
) -> Context[SqlWork]:
    """The context alone, without what drives it.

    ``follows`` is asked who blocked whom; ``hub`` hears of what moves on screens.
    """
    return Context(
        name="insights",
        database=database,
        metadata=tables.metadata,
        mailbox=tables.mailbox,
        work=partial(SqlWork, hub=hub or Hub(), follows=follows),
        policies=POLICIES,
        clock=clock,
    )


def compose(
    context: Context[SqlWork],
    *,
    tracks: Tracks,
    companies: Companies,
    records: RecordDays,
    photos: Photos,
    workers: Workers,
    hub: Hub | None = None,
) -> Module:
    """The module. ``tracks`` is asked when a map is drawn, ``workers`` make pixels.

    ``records`` is asked when a month is shown, ``companies`` when a map is to show who was there.

    ``photos`` is asked when a chart is drawn that its owner looks at or takes along.
    ``hub`` learns the topics that are told through the context's.
    """
    screens = Screens(context, workers, photos)
    studio = Studio(context, tracks)
    watching.hear(context, hub or Hub())
    router = APIRouter()
    take_in(router, calendar.routes(screens, records))
    for subject in (totals, goals, sessions, charts, shares, templates, feedback, boards):
        take_in(router, subject.routes(screens))
    take_in(router, dashboard.routes(screens, studio))
    take_in(router, courses.routes(screens, tracks, companies))
    rows = rows_portion(context, (*erasure.DELETED, *erasure.KEPT))
    own = OwnPortion(use=context, rest=rows)
    return Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        jobs=(studio.run,),
        portion=Portion(give=own.give, take=own.take),
    )
