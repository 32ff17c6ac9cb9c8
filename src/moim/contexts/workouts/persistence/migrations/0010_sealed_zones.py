"""Privacy zones lie under the keys of their owners; those that lay open are sealed.

Both ways by a new table: of a column that PostgreSQL drops the bytes stay.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant
from moim.platform.migrations import vault_of
from moim.platform.transactions import SCRUB
from moim.platform.vault import UserKey

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PURPOSE = "workouts.privacy_zones"
PLACE = ("name", "lat", "lon", "radius_m", "shift_bearing_deg", "shift_m")
ZONES, ANEW = "privacy_zones", "privacy_zones_anew"

Row = sa.RowMapping


def upgrade() -> None:
    def sealed(row: Row, key: UserKey) -> dict[str, Any]:
        place = msgspec.json.encode({name: row[name] for name in PLACE})
        return {"sealed": key.encrypt(place.decode(), PURPOSE)}

    _replace(_open(), _sealed(), sealed)


def downgrade() -> None:
    def opened(row: Row, key: UserKey) -> dict[str, Any]:
        place: dict[str, Any] = msgspec.json.decode(key.decrypt(row["sealed"], PURPOSE))
        return place

    _replace(_sealed(), _open(), opened)


def _open() -> list[sa.Column[Any]]:
    numbers = [sa.Column(name, sa.Float, nullable=False) for name in PLACE[1:]]
    return [sa.Column("name", sa.String(40), nullable=False), *numbers]


def _sealed() -> list[sa.Column[Any]]:
    return [sa.Column("sealed", sa.LargeBinary, nullable=False)]


def _shared() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    ]


def _replace(
    before: list[sa.Column[Any]],
    after: list[sa.Column[Any]],
    turned: Callable[[Row, UserKey], dict[str, Any]],
) -> None:
    connection = op.get_bind()
    shared = _shared()
    old = sa.Table(ZONES, sa.MetaData(), *_shared(), *before)
    new = op.create_table(ANEW, *shared, *after)
    for row in connection.execute(sa.select(old)).mappings().all():
        kept = {column.name: row[column.name] for column in shared}
        connection.execute(sa.insert(new), kept | turned(row, _key_of(row["user_id"])))
        connection.info[SCRUB] = True
    op.drop_table(ZONES)
    op.rename_table(ANEW, ZONES)
    op.create_index("privacy_zones_of_user", ZONES, ["user_id", "id"])


def _key_of(user_id: Any) -> UserKey:
    connection, vault = op.get_bind(), vault_of(op.get_context())
    columns = (sa.Column("user_id", sa.Uuid), sa.Column("wrapped", sa.LargeBinary))
    keys = sa.Table("user_keys", sa.MetaData(), *columns)
    asked = sa.select(keys.c.wrapped).where(keys.c.user_id == user_id)
    wrapped = connection.execute(asked).scalar()
    if wrapped is None:
        wrapped = vault.new_user_key(user_id)
        connection.execute(sa.insert(keys).values(user_id=user_id, wrapped=wrapped))
    return vault.open_user_key(user_id, wrapped)
