"""Words of a template that were changed on this instance: a version is never changed again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One version of both languages; ``number`` counts from 1."""

    name: str
    number: int
    ko_title: str
    ko_body: str
    en_title: str
    en_body: str
    author_id: UUID | None
    at: datetime
