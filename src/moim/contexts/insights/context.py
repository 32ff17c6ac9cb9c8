"""Puts insights together: the only module that sees all four layers."""

from pathlib import Path

from fastapi import APIRouter

from moim.contexts.insights.adapters.http import (
    calendar,
    charts,
    courses,
    goals,
    sessions,
    totals,
)
from moim.contexts.insights.adapters.http.screens import Screens, Workers
from moim.contexts.insights.application.policies import POLICIES
from moim.contexts.insights.persistence import erasure, tables
from moim.contexts.insights.persistence.work import SqlWork
from moim.contracts.workouts import Tracks
from moim.kernel.clock import Clock, system_clock
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.module import Module
from moim.platform.portability import rows_portion

REVISIONS = Path(__file__).parent / "persistence" / "migrations"


def context_on(database: Database, clock: Clock = system_clock) -> Context[SqlWork]:
    """The context alone, without what drives it."""
    return Context(
        name="insights",
        database=database,
        metadata=tables.metadata,
        mailbox=tables.mailbox,
        work=SqlWork,
        policies=POLICIES,
        clock=clock,
    )


def compose(context: Context[SqlWork], *, tracks: Tracks, workers: Workers) -> Module:
    """The module. ``tracks`` is asked when a map is drawn, ``workers`` make pixels."""
    screens = Screens(context, workers)
    router = APIRouter()
    for subject in (calendar, totals, goals, sessions, charts):
        router.include_router(subject.routes(screens))
    router.include_router(courses.routes(screens, tracks))
    return Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        portion=rows_portion(context, (*erasure.DELETED, *erasure.KEPT)),
    )
