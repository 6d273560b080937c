"""What has been made, kept until there is no more room; what nobody has asked for the longest goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

MOST = 500
MOST_OCTETS = 64 * 1024 * 1024
Made = TypeVar("Made")


class Kept(Generic[Made]):
    """By key; at most so many, and of at most so many octets together."""

    def __init__(self, most: int = MOST, octets: int = MOST_OCTETS) -> None:
        self.most, self.room = most, octets
        self.made: OrderedDict[Hashable, tuple[Made, int]] = OrderedDict()
        self.lock = Lock()

    def __len__(self) -> int:
        return len(self.made)

    def get(self, key: Hashable) -> Made | None:
        with self.lock:
            found = self.made.get(key)
            if found is None:
                return None
            self.made.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, made: Made, octets: int) -> None:
        with self.lock:
            self._drop(key)
            self.made[key] = made, octets
            self.room -= octets
            while len(self.made) > self.most or (self.room < 0 and len(self.made) > 1):
                self._drop(next(iter(self.made)))

    def _drop(self, key: Hashable) -> None:
        if key in self.made:
            self.room += self.made.pop(key)[1]
