"""What an account may do beyond its own things."""

from enum import StrEnum

from moim.kernel.errors import Forbidden


class Role(StrEnum):
    """From the least to the most; ``organiser`` runs gatherings and moderates nobody."""

    USER = "user"
    ORGANISER = "organiser"
    MODERATOR = "moderator"
    STAFF = "staff"
    OWNER = "owner"


class MayNotGrant(Forbidden):
    """Roles below one's own, of accounts below one's own; nobody makes or unmakes an owner."""

    code = "may-not-grant"
    ko = "이 계정의 권한을 바꿀 수 없습니다. 자신보다 낮은 권한만 주거나 뺄 수 있습니다."
    en = "You may not change these roles. Only roles below your own can be given or taken."


Roles = frozenset[Role]

EVERYBODY: Roles = frozenset({Role.USER})
_RANKS = list(Role)
_GRANTS_FROM = _RANKS.index(Role.STAFF)
_MODERATES_FROM = _RANKS.index(Role.MODERATOR)

MODERATING: Roles = frozenset(_RANKS[_MODERATES_FROM:])
"""The roles that may decide about what others wrote."""


def may_moderate(these: Roles, others: Roles) -> bool:
    """Whether an account with these roles may lock and unlock one with the others."""
    rank = _highest(these)
    return rank >= _MODERATES_FROM and rank > _highest(others)


def may_grant(these: Roles, before: Roles, after: Roles) -> bool:
    """Whether an account with these roles may change another's from ``before`` to ``after``."""
    rank = _highest(these)
    reached = max(_highest(before), _highest(after))
    return rank >= _GRANTS_FROM and rank > reached


def grantable(these: Roles, others: Roles) -> list[Role]:
    """The roles beside ``user`` that an account with these may give or take from the others."""
    return [
        role
        for role in _RANKS[1:]
        if may_grant(these, others, others | {role}) and role is not Role.OWNER
    ]


def _highest(roles: Roles) -> int:
    return max((_RANKS.index(role) for role in roles), default=0)
