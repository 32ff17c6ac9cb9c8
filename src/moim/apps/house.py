"""The whole of Moim in one process: every context over its own database, one bus, one edge."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from fastapi import FastAPI

import moim
from moim.apps.admin import admin_routes
from moim.apps.makers import providers_of
from moim.apps.pages import dev_mail_routes, page_routes
from moim.contexts.challenges import context as challenges
from moim.contexts.community import context as community
from moim.contexts.community.adapters.answers import LocalFollows, LocalModerators
from moim.contexts.community.adapters.kiwi import KiwiStems, NoKiwi
from moim.contexts.community.adapters.pages import Pages
from moim.contexts.community.domain.indexing import Stems, no_stems
from moim.contexts.insights import context as insights
from moim.contexts.notifications import context as notifications
from moim.contexts.notifications.adapters.channels.carriers import Outside
from moim.contexts.notifications.adapters.channels.vapid import Vapid
from moim.contexts.notifications.adapters.signals import Signals
from moim.contexts.notifications.application.instance import Instance
from moim.contexts.users import context as users
from moim.contexts.users.adapters.hashing import Cost
from moim.contexts.users.adapters.oauth.providers import offered
from moim.contexts.users.adapters.queries import LocalContacts, LocalPhotos
from moim.contexts.workouts import context as workouts
from moim.contexts.workouts.adapters.importing import Importer
from moim.contexts.workouts.adapters.live_distances import LocalLiveDistances
from moim.contexts.workouts.adapters.queries import LocalRecordDays, LocalTracks
from moim.contracts.users import Accounts, Contacts
from moim.kernel.clock import Clock, system_clock
from moim.platform.auth import Authenticator
from moim.platform.blobs import FolderBlobs, sweep_all
from moim.platform.bus import EmbeddedBus
from moim.platform.context import Context
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database, open_database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
from moim.platform.http.live import live_routes
from moim.platform.live import Hub
from moim.platform.mail import FileMailer, Mailer, mailer_for
from moim.platform.module import Module
from moim.platform.portability import Portion
from moim.platform.processes import WorkerPool
from moim.platform.pumps import Pumps
from moim.platform.revocations import Revocations
from moim.platform.schema_version import is_newest
from moim.platform.settings import BadSettings, Settings
from moim.platform.tokens import Tokens
from moim.platform.uploads import UploadLimits
from moim.platform.vault import Vault

log = logging.getLogger(__name__)

NAMES = ("users", "workouts", "insights", "challenges", "notifications", "community")
WORKER_IMPORTS = (
    "moim.contexts.workouts.adapters.reading",
    "moim.contexts.workouts.adapters.certificates.drawing",
)
FILES_MAX = 1_000
SWITCH_INTERVAL_S = 0.0005  # the writer threads hand over sooner than the usual 5 ms


@dataclass(frozen=True, kw_only=True)
class House:
    """All parts, put together but not moving."""

    settings: Settings
    modules: Sequence[Module]
    pumps: Pumps
    workers: WorkerPool
    blobs: FolderBlobs
    vault: Vault
    importer: Importer
    contacts: Contacts
    authenticator: Authenticator
    mailer: Mailer
    hub: Hub

    @property
    def portions(self) -> Mapping[str, Portion]:
        """What each context gives to an export and takes back, by its name."""
        return {module.context.name: module.portion for module in self.modules if module.portion}

    @property
    def contexts(self) -> Sequence[Context[Any]]:
        """The contexts in this process."""
        return [module.context for module in self.modules]

    def migrate(self) -> None:
        """Bring every database to what the code expects."""
        behind = [
            (module.context.database, module.revisions)
            for module in self.modules
            if not is_newest(module.context.database, module.revisions)
        ]
        if behind:
            from moim.platform import migrations  # noqa: PLC0415 - heavy, and seldom needed

            for database, revisions in behind:
                migrations.upgrade(database, revisions, vault=self.vault)

    @asynccontextmanager
    async def moving(self) -> AsyncIterator[None]:
        """Events move and jobs run while inside."""
        for module in self.modules:
            for ready in module.ready:
                await ready()
        sweep_all(self.settings.blobs_folder)
        self.pumps.start()
        jobs = [_job(job()) for module in self.modules for job in module.jobs]
        jobs.append(_job(self.workers.warm()))
        try:
            yield
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            await self.pumps.stop()
            await self.workers.close()

    def close(self) -> None:
        """Let go of every database."""
        for module in self.modules:
            module.context.database.close()


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What every context of the house stands on."""

    settings: Settings
    databases: Mapping[str, Database]
    vault: Vault
    workers: WorkerPool
    mailer: Mailer
    hub: Hub
    clock: Clock

    def blobs(self, context: str) -> FolderBlobs:
        """A folder a context: each removes what no row of its own names."""
        return FolderBlobs(self.settings.blobs_folder / context)


def build(settings: Settings, clock: Clock = system_clock, cost: Cost | None = None) -> House:
    """Put the house together as the settings say. ``cost`` is Argon2id's, ours by default."""
    _must_have_all(settings)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    settings.data.mkdir(parents=True, exist_ok=True)
    databases = {
        name: open_database(name, settings.database, settings.databases_folder) for name in NAMES
    }
    vault = Vault(settings.keys_folder)
    authenticator = Authenticator(
        Tokens(settings.keys_folder, settings.own_url),
        SessionCookies(vault, secure=settings.cookies_secure),
        Revocations(),
        clock,
    )
    workers = WorkerPool(settings.workers_parsing, WORKER_IMPORTS)
    ground = _Ground(
        settings=settings,
        databases=databases,
        vault=vault,
        workers=workers,
        mailer=mailer_for(settings.mail, settings.mail_from, settings.mail_folder),
        hub=Hub(),
        clock=clock,
    )
    return _put_together(ground, authenticator, cost)


def _put_together(ground: _Ground, authenticator: Authenticator, cost: Cost | None) -> House:
    settings = ground.settings
    portions: dict[str, Portion] = {}
    of_users, contacts = _users(ground, authenticator, portions, cost)
    of_community, follows = _community(ground, contacts)
    blobs = ground.blobs("workouts")
    photos = LocalPhotos(of_users.context, ground.blobs("users"))
    of_workouts, tracks, distances, importer = _workouts(ground, blobs, follows, photos)
    of_insights = insights.compose(
        insights.context_on(ground.databases["insights"], follows, ground.clock, ground.hub),
        tracks=tracks,
        companies=tracks,
        records=LocalRecordDays(of_workouts.context),
        photos=photos,
        workers=ground.workers,
        hub=ground.hub,
    )
    of_challenges, _keeper = challenges.compose(
        challenges.context_on(
            ground.databases["challenges"], follows, distances, contacts, ground.clock
        ),
        tracks=tracks,
        blobs=ground.blobs("challenges"),
        hub=ground.hub,
    )
    moderators = LocalModerators(of_community.context, contacts)
    of_notifications = _notifications(ground, contacts, follows, moderators)
    modules = (of_users, of_workouts, of_insights, of_challenges, of_notifications, of_community)
    bus = EmbeddedBus()
    for module in modules:
        bus.join(module.context)
        module.context.answers_seal = ground.vault.seal("answers")
        if module.portion is not None:
            portions[module.context.name] = module.portion
    bus.check(existing=NAMES)
    couriers = [module.courier for module in modules if module.courier]
    return House(
        settings=settings,
        modules=modules,
        pumps=Pumps([module.context for module in modules], bus, couriers),
        workers=ground.workers,
        blobs=blobs,
        vault=ground.vault,
        importer=importer,
        contacts=contacts,
        authenticator=authenticator,
        mailer=ground.mailer,
        hub=ground.hub,
    )


def _workouts(
    ground: _Ground, blobs: FolderBlobs, follows: LocalFollows, portraits: LocalPhotos
) -> tuple[Module, LocalTracks, LocalLiveDistances, Importer]:
    """Recordings, the tracks that others draw, and how far those are who are on their way."""
    settings = ground.settings
    return workouts.compose(
        workouts.context_on(ground.databases["workouts"], ground.vault, ground.clock),
        blobs=blobs,
        workers=ground.workers,
        at_once=settings.workers_parsing + 1,
        limits=UploadLimits(
            file_max_bytes=settings.upload_total_max_bytes,
            total_max_bytes=settings.upload_total_max_bytes,
            files_max=FILES_MAX,
        ),
        vault=ground.vault,
        providers=providers_of(settings, ground.vault),
        own_url=settings.own_url,
        follows=follows,
        hub=ground.hub,
        portraits=portraits,
    )


def _users(
    ground: _Ground,
    authenticator: Authenticator,
    portions: Mapping[str, Portion],
    cost: Cost | None,
) -> tuple[Module, LocalContacts]:
    """Accounts, and how their people are reached."""
    settings = ground.settings
    return users.compose(
        users.context_on(ground.databases["users"], ground.vault, ground.clock),
        vault=ground.vault,
        authenticator=authenticator,
        mailer=ground.mailer,
        blobs=ground.blobs("users"),
        workers=ground.workers,
        own_url=settings.own_url,
        sign_up_open=settings.signup == "open",
        providers=offered(settings.oauth),
        portions=portions,
        cost=cost,
    )


def _community(ground: _Ground, accounts: Accounts) -> tuple[Module, LocalFollows]:
    """Boards, and who follows and blocks whom, which others ask."""
    pages = Pages()
    module, follows, _clockwork = community.compose(
        community.context_on(
            ground.databases["community"], pages, ground.clock, _stems(ground.settings)
        ),
        pages=pages,
        blobs=ground.blobs("community"),
        workers=ground.workers,
        accounts=accounts,
    )
    return module, follows


def _stems(settings: Settings) -> Stems:
    if settings.morphemes == "":
        return no_stems
    try:
        return KiwiStems()
    except NoKiwi as absent:
        raise BadSettings(str(absent)) from None


def _notifications(
    ground: _Ground, people: LocalContacts, follows: LocalFollows, moderators: LocalModerators
) -> Module:
    """Notices by every channel that the settings name."""
    settings = ground.settings
    signals = Signals(ground.hub)
    vapid = Vapid(settings.keys_folder, _contact_of(settings), ground.clock)
    outside = Outside(
        vapid=vapid,
        fcm_account=settings.fcm_account,
        solapi=(settings.solapi_key, settings.solapi_secret, settings.solapi_sender),
        clock=ground.clock,
        any_host=settings.private_targets,
        alimtalk=settings.alimtalk,
        own_url=settings.own_url,
    )
    name, address = parseaddr(settings.mail_from)
    instance = Instance(
        sender=name or "Moim",
        contact=address,
        optout=f"{settings.own_url}/settings/notifications",
        optout_phone=settings.optout_phone,
        phone=settings.solapi_sender,
        address=settings.sender_address,
    )
    database = ground.databases["notifications"]
    module, _carrying, _spreader = notifications.compose(
        notifications.context_on(database, ground.vault, signals, instance, ground.clock),
        signals=signals,
        vault=ground.vault,
        others=notifications.Others(
            contacts=people, links=people, follows=follows, moderators=moderators
        ),
        mailer=ground.mailer,
        sender=settings.mail_from,
        own_url=settings.own_url,
        carriers=outside.carriers(),
        providers=notifications.Providers(
            offered=outside.offered(),
            public_key=vapid.public,
            push_hosts_any=settings.private_targets,
            texting=outside.texting(),
            reports_secret=settings.solapi_reports,
        ),
    )
    return module


def _contact_of(settings: Settings) -> str:
    """Where a push service reaches whoever hosts this: an address of the web, or of mail."""
    if settings.public_url.startswith("https://"):
        return settings.public_url
    return f"mailto:{parseaddr(settings.mail_from)[1]}"


def app_of(house: House) -> FastAPI:
    """The house's doors: every route, moving from the first request to the stop."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with house.moving():
            yield

    app = make_app(
        version=moim.__version__,
        base_url=house.settings.public_url,
        authenticator=house.authenticator,
        ready={context.name: _reachable(context) for context in house.contexts},
        lifespan=lifespan,
    )
    for module in house.modules:
        take_in(app, module.router)
    take_in(app, live_routes(house.hub))
    take_in(app, admin_routes(house.contexts, moim.__version__))
    if isinstance(house.mailer, FileMailer):
        take_in(app, dev_mail_routes(house.mailer))
    take_in(app, page_routes())
    return app


def _must_have_all(settings: Settings) -> None:
    """Refuse a choice of contexts: without a broker nobody could hear those left out."""
    chosen = set(NAMES) if settings.contexts == "all" else set(settings.contexts.split(","))
    if unknown := chosen - set(NAMES):
        raise BadSettings(f"MOIM_CONTEXTS names {min(unknown)}; there are {', '.join(NAMES)}.")
    if left_out := set(NAMES) - chosen:
        raise BadSettings(
            f"MOIM_CONTEXTS leaves out {min(left_out)}; with the bus in this process "
            "(MOIM_BUS=process) every context must be in it."
        )


def _reachable(context: Context[Any]) -> Any:
    async def check() -> None:
        await context.database.ask(lambda connection: connection.exec_driver_sql("SELECT 1").all())

    return check


def _job(work: Any) -> "asyncio.Task[None]":
    async def forever() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await work
            except Exception:
                log.exception("a job ended early")

    return asyncio.create_task(forever())
