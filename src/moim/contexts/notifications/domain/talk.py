"""What is kept of community's posts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post as far as notices need it; ``edit_told_at`` when its readers heard of an edit."""

    post_id: UUID
    author_id: UUID
    board: str
    title: str
    edit_told_at: datetime | None
