"""Roads in and out of a database: what an engine gave once is not asked again."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from busplan.store.database import Database
from busplan.store.tables import LEGS

# As many as every database takes in one question.
MOST_AT_ONCE = 400
ENDS = (LEGS.c.from_north, LEGS.c.from_east, LEGS.c.to_north, LEGS.c.to_east)
# Latitude and longitude in hundred thousandths of a degree.
Spot = tuple[int, int]
Pair = tuple[Spot, Spot]
# The version of the data, metres and seconds; without these where no road leads.
KeptLeg = tuple[str, int | None, int | None]


class Legs:
    """The roads of one database, of all engines."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, engine: str, spots: Sequence[Spot]) -> dict[Pair, KeptLeg]:
        """Those between the spots, of whatever version. Raises StoreUnavailable."""
        if not self.database.has_tables():
            return {}
        wanted, found = set(spots), {}
        asked = select(*ENDS, LEGS.c.version, LEGS.c.metres, LEGS.c.seconds).where(LEGS.c.engine == engine)
        with self.database.reading() as connection:
            for begin in range(0, len(spots), MOST_AT_ONCE):
                some = tuple_(*ENDS[:2]).in_(spots[begin : begin + MOST_AT_ONCE])
                for north, east, to_north, to_east, *leg in connection.execute(asked.where(some)):
                    if (to_north, to_east) in wanted:
                        found[(north, east), (to_north, to_east)] = (leg[0], leg[1], leg[2])
        return found

    def keep(self, engine: str, legs: Mapping[Pair, KeptLeg]) -> None:
        """In the place of older ones. Raises StoreUnavailable."""
        if not legs:
            return
        self.database.prepare()
        names = [column.name for column in LEGS.columns]
        rows = [
            dict(zip(names, (engine, *one, *other, *leg), strict=True)) for (one, other), leg in legs.items()
        ]
        add = sqlite.insert(LEGS) if self.database.is_sqlite else postgresql.insert(LEGS)
        newer = {name: add.excluded[name] for name in ("version", "metres", "seconds")}
        with self.database.writing() as connection:
            connection.execute(
                add.on_conflict_do_update(index_elements=[LEGS.c.engine, *ENDS], set_=newer), rows
            )
