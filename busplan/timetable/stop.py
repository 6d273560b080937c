"""A place where the bus stops, and whom it stops for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of place a stop is."""

    PLACE = "place"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    CARE_HOME = "care_home"
    HOME = "home"


class Audience(StrEnum):
    """Who may come aboard."""

    EVERYONE = "everyone"
    CHILDREN_FIRST = "children_first"
    SCHOOL = "school"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on Earth, WGS84 degrees. Raises ValueError off the Earth (NaN included)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is not on Earth")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. Its id is given by staff and never used again for another.

    `access` is how one gets aboard there.
    With `school_days` it is visited on school days only: the school breaks of its municipality close it.
    `until` is its last day, where only a season that ends has it. `became` is the id of the stop that it
    is now: its new one, or that of the stop it was joined with.
    """

    id: str
    name: str
    municipality: str
    point: Point | None
    address: str = ""
    kind: Kind = Kind.PLACE
    audience: Audience = Audience.EVERYONE
    note: str = ""
    school_days: bool = False
    until: date | None = None
    became: str = ""
    access: str = ""

    def stands(self, day: date) -> bool:
        """Whether it is a stop still, that day and after it."""
        return self.until is None or day <= self.until

    @property
    def lasts(self) -> bool:
        """Whether it will be a stop after all that is known."""
        return self.until is None and not self.became

    @property
    def public(self) -> bool:
        """A home visit is known to the driver and the planner, and to nobody else."""
        return self.kind is not Kind.HOME
