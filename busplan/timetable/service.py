"""Who runs the bus, in which time zone, and in whose words."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Credit:
    """Thanks to a source that asks for it."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One mobile library. The id ends up in every calendar event, so it is chosen once and kept.

    What is borrowed at one visit is due `loan_visits` visits later; 0 means that the service does not say.
    """

    name: str
    id: str = "busplan"
    short_name: str = ""
    owner: str = ""
    timezone: str = "Europe/Oslo"
    language: str = "nb"
    sample: bool = False
    url: str = ""
    credits: tuple[Credit, ...] = ()
    loan_visits: int = 0

    def __post_init__(self) -> None:
        if self.loan_visits < 0:
            raise ValueError("nothing is due before it is borrowed")

    @property
    def called(self) -> str:
        """What people call it, for a calendar's narrow lines."""
        return self.short_name or self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
