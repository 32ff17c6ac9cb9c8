"""Puts workouts together: the only module that sees all four layers."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from fastapi import APIRouter

from moim.contexts.workouts.adapters.grouping import Grouper
from moim.contexts.workouts.adapters.http import (
    certificates,
    changes,
    companions,
    connections,
    exports,
    goals,
    health_auto_export,
    imports,
    joining,
    live_sessions,
    notes,
    originals,
    privacy_zones,
    recordings,
    records,
    same_route,
    shared,
    sharing,
    tracks,
    training_load,
    workouts,
)
from moim.contexts.workouts.adapters.importing import Importer, Workers
from moim.contexts.workouts.adapters.live_distances import LocalLiveDistances
from moim.contexts.workouts.adapters.portion import OwnPortion
from moim.contexts.workouts.adapters.providers.port import Provider
from moim.contexts.workouts.adapters.providers.syncing import Syncer
from moim.contexts.workouts.adapters.queries import LocalTracks
from moim.contexts.workouts.adapters.recutting import Recutter
from moim.contexts.workouts.adapters.session_keeping import SessionKeeper
from moim.contexts.workouts.adapters.sweeping import Sweeper
from moim.contexts.workouts.application.company_sight import CompanySight
from moim.contexts.workouts.application.policies import POLICIES
from moim.contexts.workouts.application.seeing import Watchers
from moim.contexts.workouts.application.sharing import Asking
from moim.contexts.workouts.application.watching import Spectators
from moim.contexts.workouts.persistence import tables
from moim.contexts.workouts.persistence.exported import exported_tables
from moim.contexts.workouts.persistence.work import SqlWork
from moim.contracts.community import Follows
from moim.contracts.users import Portraits
from moim.kernel.clock import Clock, system_clock
from moim.platform.blobs import Blobs
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.http.joining import take_in
from moim.platform.live import Hub
from moim.platform.module import Module
from moim.platform.portability import Portion, rows_portion
from moim.platform.uploads import UploadLimits
from moim.platform.vault import Vault

REVISIONS = Path(__file__).parent / "persistence" / "migrations"


def context_on(database: Database, vault: Vault, clock: Clock = system_clock) -> Context[SqlWork]:
    """The context alone, without what drives it."""
    return Context(
        name="workouts",
        database=database,
        metadata=tables.metadata,
        mailbox=tables.mailbox,
        work=partial(SqlWork, vault=vault),
        policies=POLICIES,
        clock=clock,
    )


def compose(
    context: Context[SqlWork],
    *,
    blobs: Blobs,
    workers: Workers,
    at_once: int,
    limits: UploadLimits,
    follows: Follows,
    hub: Hub | None = None,
    vault: Vault | None = None,
    providers: Mapping[str, Provider] | None = None,
    own_url: str = "",
    portraits: Portraits | None = None,
) -> tuple[Module, LocalTracks, LocalLiveDistances, Importer]:
    """The module, the answers it gives to others, and its importer.

    ``at_once`` bounds how many files are read at the same time; ``follows`` says who may see what
    is shown to followers; ``hub`` hears of live sessions. ``providers`` are makers by name, whose
    tokens ``vault`` seals; they send people back to ``own_url``. ``portraits`` shows who somebody
    is on their certificates.
    """
    importer = Importer(context=context, blobs=blobs, workers=workers, at_once=at_once)
    watchers = Watchers(follows)
    router = APIRouter()
    take_in(router, imports.routes(context, importer, limits))
    take_in(router, health_auto_export.routes(context, importer))
    take_in(router, workouts.routes(context, watchers, importer.nudge))
    take_in(router, tracks.routes(context, watchers))
    take_in(router, originals.routes(context, importer))
    take_in(router, exports.routes(context, watchers))
    take_in(router, recordings.routes(context, importer, limits))
    take_in(router, joining.routes(context, importer))
    take_in(router, goals.routes(context, importer.nudge))
    take_in(router, records.routes(context))
    take_in(router, training_load.routes(context))
    take_in(router, changes.routes(context))
    take_in(router, same_route.routes(context))
    take_in(router, certificates.routes(context, workers, portraits))
    grouper, recutter = Grouper(context=context, workers=workers), Recutter(context=context)

    def cut_anew() -> None:
        recutter.nudge()
        grouper.nudge()

    take_in(router, privacy_zones.routes(context, cut_anew))
    take_in(router, sharing.routes(context, Asking(follows)))
    take_in(router, shared.routes(context))
    take_in(router, notes.routes(context, watchers))
    take_in(router, companions.routes(context, grouper.nudge, CompanySight(watchers)))
    distances = LocalLiveDistances(context)
    keeper = SessionKeeper(
        context=context, importer=importer, hub=hub or Hub(), distances=distances
    )
    spectators = Spectators(watchers)
    live_sessions.hear(context, keeper, spectators)
    take_in(router, live_sessions.routes(context, keeper, spectators))
    sweeper = Sweeper(context=context, blobs=blobs, arrivals=importer.arrivals)
    jobs = [importer.run, sweeper.run, grouper.run, keeper.run, recutter.run]
    if vault is not None:
        syncer = Syncer(providers=providers or {}, importer=importer, vault=vault, own_url=own_url)
        take_in(router, connections.routes(syncer))
        jobs.append(syncer.run)
    own = OwnPortion(importer=importer, rest=rows_portion(context, exported_tables()))
    module = Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        portion=Portion(give=own.give, take=own.take),
        jobs=tuple(jobs),
    )
    return module, LocalTracks(context, watchers), distances, importer
