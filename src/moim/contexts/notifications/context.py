"""Puts notifications together: the only module that sees all four layers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import APIRouter

from moim.contexts.notifications.adapters.calendar_files import invitation
from moim.contexts.notifications.adapters.carrying import Carrier, Carrying
from moim.contexts.notifications.adapters.channels.email import EmailCarrier
from moim.contexts.notifications.adapters.http.announcements import announcement_routes
from moim.contexts.notifications.adapters.http.bounces import bounce_routes
from moim.contexts.notifications.adapters.http.inbox import inbox_routes
from moim.contexts.notifications.adapters.http.phones import Texting, phone_routes
from moim.contexts.notifications.adapters.http.settings import settings_routes
from moim.contexts.notifications.adapters.http.staff import priority_routes, template_routes
from moim.contexts.notifications.adapters.http.subscriptions import subscription_routes
from moim.contexts.notifications.adapters.http.text_refusals import text_refusal_routes
from moim.contexts.notifications.adapters.http.text_reports import text_report_routes
from moim.contexts.notifications.adapters.portion import OwnPortion
from moim.contexts.notifications.adapters.signals import Signals
from moim.contexts.notifications.adapters.spreader import Spreader
from moim.contexts.notifications.application.instance import Instance
from moim.contexts.notifications.application.policies import POLICIES
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.persistence import tables
from moim.contexts.notifications.persistence.erasure import DELETED
from moim.contexts.notifications.persistence.work import SqlWork
from moim.contracts.community import Follows, Moderators
from moim.contracts.users import Contacts, ResetLinks
from moim.kernel.clock import Clock, system_clock
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.http.joining import take_in
from moim.platform.mail import Mailer
from moim.platform.module import Module
from moim.platform.portability import Portion, rows_portion
from moim.platform.vault import Vault

REVISIONS = Path(__file__).parent / "persistence" / "migrations"


def context_on(
    database: Database,
    vault: Vault,
    signals: Signals,
    instance: Instance,
    clock: Clock = system_clock,
) -> Context[SqlWork]:
    """The context alone, without what drives it."""
    return Context(
        name="notifications",
        database=database,
        metadata=tables.metadata,
        mailbox=tables.mailbox,
        work=partial(SqlWork, vault=vault, signals=signals, instance=instance),
        policies=POLICIES,
        clock=clock,
    )


@dataclass(frozen=True, kw_only=True)
class Others:
    """Whom this context asks: about people, and about who follows whom."""

    contacts: Contacts
    links: ResetLinks
    follows: Follows
    moderators: Moderators


@dataclass(frozen=True, kw_only=True)
class Providers:
    """``offered`` maps each provider of addresses to what judges one; ``texting`` sends codes.

    ``reports_secret`` is what whoever carries text messages reports with; empty: it does not.
    """

    offered: Mapping[str, Callable[[str], None]]
    public_key: str
    push_hosts_any: bool = False
    texting: Texting | None = None
    reports_secret: str = ""


def compose(
    context: Context[SqlWork],
    *,
    signals: Signals,
    vault: Vault,
    others: Others,
    mailer: Mailer,
    sender: str,
    own_url: str,
    carriers: Mapping[Channel, Carrier],
    providers: Providers,
) -> tuple[Module, Carrying, Spreader]:
    """The module, and the workers that it runs. ``carriers`` are those beside e-mail."""
    email = EmailCarrier(
        contacts=others.contacts,
        links=others.links,
        mailer=mailer,
        vault=vault,
        own_url=own_url,
        sender=sender,
        calendar=invitation,
    )
    carrying = Carrying(context, {Channel.EMAIL: email, **carriers}, signals)
    spreader = Spreader(context, others.follows, others.moderators, signals)
    router = APIRouter()
    for routes in (
        inbox_routes,
        settings_routes,
        announcement_routes,
        priority_routes,
        template_routes,
    ):
        take_in(router, routes(context))
    take_in(
        router,
        subscription_routes(
            context,
            vault=vault,
            offered=providers.offered,
            public_key=providers.public_key,
            push_hosts_any=providers.push_hosts_any,
        ),
    )
    take_in(router, bounce_routes(context, others.contacts))
    take_in(router, phone_routes(context, texting=providers.texting))
    take_in(router, text_refusal_routes(context))
    take_in(router, text_report_routes(context, secret=providers.reports_secret))
    own = OwnPortion(use=context, rest=rows_portion(context, DELETED))
    module = Module(
        context=context,
        revisions=REVISIONS,
        router=router,
        jobs=(*carrying.jobs(), spreader.run),
        portion=Portion(give=own.give, take=own.take),
    )
    return module, carrying, spreader
