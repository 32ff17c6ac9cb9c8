"""Puts challenges together: the only module that sees all four layers."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter

from moim.contexts.challenges.adapters.http import (
    asides,
    challenges,
    entries,
    results,
    reviews,
    shares,
)
from moim.contexts.challenges.adapters.keeping import Keeper
from moim.contexts.challenges.adapters.portion import OwnPortion
from moim.contexts.challenges.application.policies import POLICIES
from moim.contexts.challenges.persistence import erasure, tables
from moim.contexts.challenges.persistence.work import SqlWork
from moim.contracts.community import Follows
from moim.contracts.users import Accounts
from moim.contracts.workouts import LiveDistances, Tracks
from moim.kernel.clock import Clock, system_clock
from moim.platform.blobs import Blobs
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
    live_distances: LiveDistances,
    accounts: Accounts,
    clock: Clock = system_clock,
) -> Context[SqlWork]:
    """The context alone, without what drives it.

    ``follows`` is asked who follows whom, ``live_distances`` how far somebody is right now, and
    ``accounts`` about people who are older than what was heard of them.
    """
    return Context(
        name="challenges",
        database=database,
        metadata=tables.metadata,
        mailbox=tables.mailbox,
        work=partial(SqlWork, follows=follows, live_distances=live_distances, accounts=accounts),
        policies=POLICIES,
        clock=clock,
    )


def compose(
    context: Context[SqlWork], *, tracks: Tracks, blobs: Blobs, hub: Hub
) -> tuple[Module, Keeper]:
    """The module and its keeper: ``tracks`` are looked at for fairness, ``hub`` hears of moves."""
    keeper = Keeper(context=context, hub=hub, tracks=tracks, blobs=blobs)
    keeper.hear()
    router = APIRouter()
    take_in(router, asides.routes(context))
    take_in(router, reviews.routes(context))
    take_in(router, results.routes(context))
    take_in(router, shares.routes(context))
    take_in(router, entries.routes(context))
    take_in(router, challenges.routes(context))
    own = OwnPortion(use=context, rest=rows_portion(context, erasure.GIVEN))
    module = Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        jobs=(keeper.run, keeper.run_telling),
        portion=Portion(give=own.give, take=own.take),
    )
    return module, keeper
