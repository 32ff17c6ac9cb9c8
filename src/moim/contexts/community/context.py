"""Puts community together: the only module that sees all four layers."""

from functools import partial
from pathlib import Path

from fastapi import APIRouter

from moim.contexts.community.adapters.album import Album
from moim.contexts.community.adapters.answers import LocalFollows
from moim.contexts.community.adapters.clockwork import Clockwork
from moim.contexts.community.adapters.http import (
    boards,
    comments,
    looking_after,
    market,
    moderation,
    own,
    pictures,
    posts,
)
from moim.contexts.community.adapters.pages import Pages
from moim.contexts.community.adapters.portion import REST, OwnPortion
from moim.contexts.community.adapters.watching import Sightings
from moim.contexts.community.application.keeping import WORDS
from moim.contexts.community.application.pictures import BLOBS
from moim.contexts.community.application.policies import POLICIES
from moim.contexts.community.domain.indexing import Stems, no_stems
from moim.contexts.community.persistence import tables
from moim.contexts.community.persistence.work import SqlWork
from moim.contracts.users import Accounts
from moim.kernel.clock import Clock, system_clock
from moim.platform.blobs import Blobs
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.deliveries import Courier
from moim.platform.http.joining import take_in
from moim.platform.module import Module
from moim.platform.portability import Portion, rows_portion
from moim.platform.processes import WorkerPool

REVISIONS = Path(__file__).parent / "persistence" / "migrations"


def context_on(
    database: Database, pages: Pages, clock: Clock = system_clock, stems: Stems = no_stems
) -> Context[SqlWork]:
    """The context alone; ``pages`` are told which boards read differently."""
    return Context(
        name="community",
        database=database,
        metadata=tables.metadata,
        mailbox=tables.mailbox,
        work=partial(SqlWork, changed=pages.changed, stems=stems),
        policies=POLICIES,
        clock=clock,
    )


def compose(
    context: Context[SqlWork],
    *,
    pages: Pages,
    blobs: Blobs,
    workers: WorkerPool,
    accounts: Accounts,
) -> tuple[Module, LocalFollows, Clockwork]:
    """The module, its answers to others, and what it does by the clock.

    ``accounts`` are asked who may decide.
    """
    sightings = Sightings(context)
    clockwork = Clockwork(context, sightings)
    album = Album(use=context, blobs=blobs, workers=workers)
    kept = OwnPortion(album=album, rest=rows_portion(context, REST))
    router = APIRouter()
    take_in(router, boards.routes(context, pages))
    take_in(router, posts.routes(context, sightings))
    take_in(router, moderation.routes(context, accounts))
    for subject in (comments, own, looking_after, market):
        take_in(router, subject.routes(context))
    take_in(router, pictures.routes(album))
    module = Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        courier=Courier(context, {BLOBS: album.forget, WORDS: clockwork.clear_words}),
        portion=Portion(give=kept.give, take=kept.take),
        jobs=(clockwork.run_views, clockwork.run_heat, clockwork.run_tidy),
    )
    return module, LocalFollows(context), clockwork
