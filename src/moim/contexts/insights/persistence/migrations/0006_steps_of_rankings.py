"""A rank is a sum over coarse steps; who had a place before places were compared has it again.

Revision 0005 left everybody without a place until the ranking was told next, and that tells only
of those who move. What stands is enough: the value last told, and the ranks last told, which say
whether more or less of it is better.
"""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

POINTS_A_UNIT = 1_000
STEP_BITS = 6

places = sa.table(
    "places",
    sa.column("challenge_id", sa.Uuid()),
    sa.column("user_id", sa.Uuid()),
    sa.column("inside", sa.Boolean()),
    sa.column("value", sa.Float()),
    sa.column("behind", sa.BigInteger()),
    sa.column("reached_at", Instant()),
)
ranks = sa.table(
    "ranks",
    sa.column("challenge_id", sa.Uuid()),
    sa.column("user_id", sa.Uuid()),
    sa.column("at", Instant()),
    sa.column("rank", sa.Integer()),
)


def upgrade() -> None:
    steps = op.create_table(
        "place_steps",
        sa.Column("challenge_id", sa.Uuid(), primary_key=True),
        sa.Column("step", sa.Integer(), primary_key=True),
        sa.Column("entrants", sa.Integer(), nullable=False),
    )
    for (challenge_id,) in op.get_bind().execute(sa.select(places.c.challenge_id).distinct()).all():
        _place_again(challenge_id)
        counts: dict[int, int] = defaultdict(int)
        p = places.c
        standing = (p.challenge_id == challenge_id, p.inside, p.behind.is_not(None))
        for (behind,) in op.get_bind().execute(sa.select(p.behind).where(*standing)):
            counts[_step_of(behind)] += 1
        rows = [
            {"challenge_id": challenge_id, "step": step, "entrants": entrants}
            for step, entrants in counts.items()
        ]
        if rows:
            op.bulk_insert(steps, rows)


def downgrade() -> None:
    op.drop_table("place_steps")


def _place_again(challenge_id: Any) -> None:
    p, r = places.c, ranks.c
    connection = op.get_bind()
    last = sa.select(r.user_id, sa.func.max(r.at).label("at")).where(r.challenge_id == challenge_id)
    newest = last.group_by(r.user_id).subquery()
    told = connection.execute(
        sa.select(p.user_id, p.value, p.behind, r.at)
        .join(ranks, sa.and_(r.challenge_id == p.challenge_id, r.user_id == p.user_id))
        .join(newest, sa.and_(newest.c.user_id == r.user_id, newest.c.at == r.at))
        .where(p.challenge_id == challenge_id, p.value.is_not(None))
        .order_by(r.rank, r.at)
    ).all()
    less_is_better = len(told) > 1 and told[0].value < told[-1].value
    for one in told:
        if one.behind is None:
            points = round(one.value * POINTS_A_UNIT)
            mine = (p.challenge_id == challenge_id, p.user_id == one.user_id)
            placed = sa.update(places).where(*mine)
            behind = points if less_is_better else -points
            connection.execute(placed.values(behind=behind, reached_at=one.at))


def _step_of(behind: int) -> int:
    size = abs(behind)
    halvings = max(0, size.bit_length() - STEP_BITS - 1)
    step = (halvings << STEP_BITS) + (size >> halvings)
    return -step if behind < 0 else step
