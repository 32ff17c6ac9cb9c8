"""Puts users together: the only module that sees all four layers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from fastapi import APIRouter

from moim.contexts.users.adapters.album import Album
from moim.contexts.users.adapters.bearers import Bearers
from moim.contexts.users.adapters.common_passwords import common_passwords
from moim.contexts.users.adapters.door import Door
from moim.contexts.users.adapters.edge import FOR_EVER, Edge
from moim.contexts.users.adapters.exporting import Exporter
from moim.contexts.users.adapters.hashing import Cost, Hashing
from moim.contexts.users.adapters.http.accounts import account_routes
from moim.contexts.users.adapters.http.activities import activity_routes
from moim.contexts.users.adapters.http.audit import audit_routes
from moim.contexts.users.adapters.http.exports import export_routes
from moim.contexts.users.adapters.http.feedback import feedback_routes
from moim.contexts.users.adapters.http.finding import finding_routes
from moim.contexts.users.adapters.http.moderation import moderation_routes
from moim.contexts.users.adapters.http.oauth import oauth_routes
from moim.contexts.users.adapters.http.passwords import password_routes
from moim.contexts.users.adapters.http.personal_tokens import personal_token_routes
from moim.contexts.users.adapters.http.photos import photo_routes
from moim.contexts.users.adapters.http.preferences import preference_routes
from moim.contexts.users.adapters.http.second_factors import second_factor_routes
from moim.contexts.users.adapters.http.sessions import session_routes
from moim.contexts.users.adapters.limits import Limits
from moim.contexts.users.adapters.mail import Post
from moim.contexts.users.adapters.oauth.client import Client
from moim.contexts.users.adapters.oauth.entrance import Entrance
from moim.contexts.users.adapters.oauth.providers import Provider
from moim.contexts.users.adapters.portion import OwnPortion
from moim.contexts.users.adapters.queries import LocalContacts
from moim.contexts.users.adapters.sweep import Sweep
from moim.contexts.users.adapters.watch import Watch
from moim.contexts.users.application.mails import CHANNEL
from moim.contexts.users.application.photos import BLOBS
from moim.contexts.users.application.policies import POLICIES
from moim.contexts.users.domain.identity import ProviderName
from moim.contexts.users.domain.password import PasswordPolicy
from moim.contexts.users.persistence import tables
from moim.contexts.users.persistence.revoked import revoked
from moim.contexts.users.persistence.work import SqlWork
from moim.kernel.clock import Clock, system_clock
from moim.platform.auth import Authenticator
from moim.platform.blobs import Blobs
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.deliveries import Courier
from moim.platform.http.joining import take_in
from moim.platform.mail import Mailer
from moim.platform.module import Module
from moim.platform.portability import Portion
from moim.platform.processes import WorkerPool
from moim.platform.revocations import Revoked
from moim.platform.tokens import ACCESS_LIFETIME_S
from moim.platform.vault import Vault

REVISIONS = Path(__file__).parent / "persistence" / "migrations"
ACCESS_LIFETIME = timedelta(seconds=ACCESS_LIFETIME_S)


def context_on(database: Database, vault: Vault, clock: Clock = system_clock) -> Context[SqlWork]:
    """The context alone, without what drives it."""
    return Context(
        name="users",
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
    vault: Vault,
    authenticator: Authenticator,
    mailer: Mailer,
    blobs: Blobs,
    workers: WorkerPool,
    own_url: str,
    sign_up_open: bool,
    providers: Mapping[ProviderName, Provider],
    portions: Mapping[str, Portion] | None = None,
    cost: Cost | None = None,
) -> tuple[Module, LocalContacts]:
    """The module, and the answers it gives to others.

    ``portions`` is what every context gives to an export, this one's alone by default; ``cost``
    is Argon2id's, ours by default.
    """
    hashing = Hashing(cost or Cost())
    door = Door(
        use=context,
        hashing=hashing,
        policy=PasswordPolicy(common_passwords()),
        vault=vault,
        tokens=authenticator.tokens,
        limits=Limits(),
        clock=context.clock,
        open=sign_up_open,
    )
    edge = Edge(
        cookies=authenticator.cookies,
        revocations=authenticator.revocations,
        vault=vault,
        clock=context.clock,
    )
    client = Client(context.clock)
    entrance = Entrance(door=door, client=client, providers=providers, own_url=own_url)
    router = _routes(context, door, edge, entrance)
    album = Album(use=context, blobs=blobs, workers=workers)
    take_in(router, photo_routes(album, door.limits))
    own = OwnPortion(album=album)
    portion = Portion(give=own.give, take=own.take)
    exporter = Exporter(
        use=context,
        blobs=blobs,
        portions={"users": portion} if portions is None else portions,
        clock=context.clock,
    )
    take_in(router, export_routes(exporter, door.limits))
    authenticator.find_personal = bearers = Bearers(context)
    contacts = LocalContacts(context, vault, own_url)
    post = Post(contacts, mailer, vault, own_url)
    watch = Watch(partial(_revoked, context), authenticator.revocations, context.clock)
    module = Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        courier=Courier(context, {CHANNEL: post.send, BLOBS: album.forget}),
        ready=(watch.load,),
        jobs=(watch.run, bearers.run, Sweep(context).run, exporter.run),
        portion=portion,
    )
    return module, contacts


def _routes(context: Context[SqlWork], door: Door, edge: Edge, entrance: Entrance) -> APIRouter:
    """All but the routes of what lies in files: the photo and the export."""
    router = APIRouter()
    for part in (
        account_routes(door, edge),
        session_routes(door, edge),
        password_routes(door, edge),
        moderation_routes(door, edge),
        finding_routes(door),
        personal_token_routes(context, edge),
        preference_routes(context),
        oauth_routes(entrance, edge),
        audit_routes(context, edge),
        second_factor_routes(door),
        activity_routes(context, door.limits),
        feedback_routes(context, door.limits),
    ):
        take_in(router, part)
    return router


async def _revoked(context: Context[SqlWork]) -> list[Revoked]:
    now: datetime = context.clock()
    return await context.database.ask(
        lambda connection: revoked(connection, now, ACCESS_LIFETIME, FOR_EVER)
    )
