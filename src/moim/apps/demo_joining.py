"""How the demo's crew gets in: signs up, says what one says, sets goals; and who else is there."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from moim.apps.demo_crew import PASSWORD, Member
from moim.apps.house import House
from moim.apps.people import account_of
from moim.contexts.insights.application.rebuilding import people_after
from moim.contexts.users.adapters.common_passwords import common_passwords
from moim.contexts.users.adapters.door import EMAIL
from moim.contexts.users.adapters.hashing import Cost, Hashing
from moim.contexts.users.application.accounts import (
    SignUp,
    VerifyEmail,
    judge_sign_up,
    sign_up,
    verify_email,
)
from moim.contexts.users.application.profiles import EditProfile, edit_profile
from moim.contexts.users.application.queries import WhoIs, own_account, public_profiles
from moim.contexts.users.domain.password import PasswordPolicy
from moim.contexts.workouts.application.companions import SetConsent, set_consent
from moim.contexts.workouts.application.goals import SetGoal, set_goal
from moim.contexts.workouts.application.queries import all_goals, list_zones
from moim.contexts.workouts.application.zones import SetZones, set_zones
from moim.contexts.workouts.domain.companions import Consent
from moim.contexts.workouts.domain.zones import estimated_zones
from moim.kernel.ids import new_id
from moim.platform.context import Context


def context_named(house: House, name: str) -> Context[Any]:
    """One of the contexts in this process."""
    return next(context for context in house.contexts if context.name == name)


async def strangers(house: House, known: Collection[UUID]) -> int:
    """How many open accounts there are beside those ``known``."""
    insights, users = context_named(house, "insights"), context_named(house, "users")
    count, last = 0, None
    while people := await insights.ask(people_after, last):
        others = [person for person in people if person not in known]
        count, last = count + len(await users.ask(public_profiles, others)), people[-1]
    return count


async def joined(house: House, member: Member) -> UUID:
    """The member's account; a new one if there is none, whoever may sign up otherwise."""
    known = await account_of(house, member.address)
    if known is not None:
        return known
    users = context_named(house, "users")
    values = {
        "nickname": member.nickname,
        "region": member.region,
        "region_public": True,
        "preferred_device": member.device.value,
        "gender": member.gender.value,
        "birth_year": member.birth_year,
        "bio": member.bio,
    }
    policy = PasswordPolicy(common_passwords())
    email, profile = judge_sign_up(member.address, PASSWORD, values, policy, users.clock())
    command = SignUp(
        user_id=new_id(),
        email=email,
        email_hash=house.vault.blind_index(EMAIL, email.key).hex(),
        password_hash=await _hashing().hash(PASSWORD),
        profile=profile,
    )
    user_id: UUID = (await users.run(sign_up, command)).id
    return user_id


async def settle_in(house: House, members: Sequence[tuple[Member, UUID]], since: date) -> None:
    """What one says after signing up, for those who have not; the goals come last of it."""
    users, workouts = context_named(house, "users"), context_named(house, "workouts")
    for member, user_id in members:
        if await workouts.ask(all_goals, user_id):
            continue
        account = await users.ask(own_account, WhoIs(user_id=user_id))
        if account.email_verified_at is None and account.verification is not None:
            await users.run(verify_email, VerifyEmail(link=account.verification.id))
        body = {
            "resting_heart_rate_bpm": member.resting_bpm,
            "max_heart_rate_bpm": member.max_bpm,
        }
        edit = EditProfile(user_id=user_id, values=body, health_consent=True)
        await users.run(edit_profile, edit)
        await workouts.run(set_consent, SetConsent(user_id=user_id, consent=Consent.NAMED))
        if not await workouts.ask(list_zones, user_id):
            zones = estimated_zones(
                since, resting_bpm=member.resting_bpm, greatest_bpm=member.max_bpm
            )
            await workouts.run(set_zones, SetZones(user_id=user_id, zones=zones))
        for aim in member.aims:
            await workouts.run(set_goal, SetGoal(user_id=user_id, aim=aim))


@cache
def _hashing() -> Hashing:
    return Hashing(Cost())
