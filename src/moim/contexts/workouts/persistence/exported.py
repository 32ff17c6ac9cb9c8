"""Which tables an export holds row by row: all that name a person and are not told better."""

from collections.abc import Sequence

from moim.contexts.workouts.persistence.erasure import DELETED

TOLD_OTHERWISE = frozenset(
    {"workouts", "tracks", "sources", "goals", "zone_definitions", "privacy_zones"}
)
"""In ``workouts.jsonl`` with the originals, and in files of their own."""

NOT_OF_THE_PERSON = frozenset(
    {
        "user_keys",
        "connection_tries",
        "provider_notices",
        "revisions",
        "tasks",
        "company_tasks",
        "recuts",
        "signatures",
    }
)
"""How far some work is; nothing that anybody said or did."""


def exported_tables() -> Sequence[str]:
    """Their names."""
    return [name for name in DELETED if name not in TOLD_OTHERWISE | NOT_OF_THE_PERSON]
