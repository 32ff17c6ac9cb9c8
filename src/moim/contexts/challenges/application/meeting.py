"""People as they are met: what was told before this context listened is asked for."""

from uuid import UUID

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.domain.person import Person


def person_now(user_id: UUID, work: Work) -> Person:
    """What is known, or what the account says where it may say more; nothing is kept."""
    person = work.people.get(user_id)
    account = work.accounts.account_of(user_id) if person.may_be_older else None
    return person if account is None else person.caught_up(**vars(account))


def meet(user_id: UUID, work: Work) -> Person:
    """As ``person_now``, and it is kept from now on."""
    known = work.people.get(user_id)
    person = person_now(user_id, work)
    if person != known:
        work.people.save(person)
    return person
