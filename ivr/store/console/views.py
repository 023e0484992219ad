"""Views of the calls that people saved by name: an address each, of its owner, perhaps for everybody to use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from ivr.store.console.database import ConsoleDatabase
from ivr.store.console.schema import accounts, views
from ivr.store.upserts import insert_into

MOST = 50  # of one account


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query` is that of the page's address. `owner` is the name of an account."""

    id: int
    owner: str
    name: str
    query: str
    shared: bool


class ViewRows:
    def __init__(self, database: ConsoleDatabase) -> None:
        self._database = database

    def of(self, account_id: int) -> tuple[SavedView, ...]:
        """The account's own and everybody's shared ones, by name."""
        mine = or_(views.c.account_id == account_id, views.c.shared == 1)
        query = (
            select(views.c.id, accounts.c.name.label("owner"), views.c.name, views.c.query, views.c.shared)
            .join(accounts, accounts.c.id == views.c.account_id)
            .where(mine)
            .order_by(func.lower(views.c.name), views.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(SavedView(row.id, row.owner, row.name, row.query, bool(row.shared)) for row in rows)

    def save(self, account_id: int, name: str, query: str, shared: bool, at: datetime) -> bool:
        """A new one, or in the place of the account's own of that name. False: it has too many already."""
        row = {"account_id": account_id, "name": name, "query": query, "shared": int(shared), "created_at": at}
        with self._database.writing() as connection:
            others = select(func.count()).where(views.c.account_id == account_id, views.c.name != name)
            if connection.execute(others).scalar_one() >= MOST:
                return False
            insert = insert_into(connection, views).values(row)
            changed = {key: insert.excluded[key] for key in ("query", "shared", "created_at")}
            connection.execute(insert.on_conflict_do_update(index_elements=["account_id", "name"], set_=changed))
        return True

    def remove(self, account_id: int, view_id: int) -> None:
        """Only the account's own."""
        with self._database.writing() as connection:
            connection.execute(delete(views).where(views.c.account_id == account_id, views.c.id == view_id))
