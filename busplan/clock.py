"""The only place where the time of day is read."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Clock:
    """The real time, or the one moment it has been set to. Without a zone that moment is the service's."""

    fixed: datetime | None = None

    def now(self, zone: tzinfo) -> datetime:
        """Aware, in the zone."""
        if self.fixed is None:
            return datetime.now(UTC).astimezone(zone)
        if self.fixed.tzinfo is None:
            return self.fixed.replace(tzinfo=zone)
        return self.fixed.astimezone(zone)
