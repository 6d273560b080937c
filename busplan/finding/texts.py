"""Numbered texts in, those that hold all the words somebody asked for out, with how far off each is."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from busplan.finding.fold import joined, words

# How far off a match is: by where the word stands, and by how it is like what was asked.
FIELD = 2
BEGUN, INSIDE, SLIP = 3, 12, 24
SHORTEST_BEGINNING, SHORTEST_INSIDE = 2, 3
SHORTEST_WITH_ONE_SLIP, SHORTEST_WITH_TWO = 4, 8
END = "\n"
LAST_LETTER = chr(0x10FFFF)


class Texts:
    """Each text is a row of fields, the name first. A match in an early field counts for more."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        holders: dict[str, dict[int, int]] = defaultdict(dict)
        for number, (name, *others) in enumerate(rows):
            of_name = words(name)
            holders[joined(of_name)][number] = 0
            for field, found in enumerate((of_name, *map(words, others)), start=1):
                for word in found:
                    holders[word].setdefault(number, FIELD * field)
        holders.pop("", None)
        self.holders = dict(holders)
        self.vocabulary = sorted(self.holders)
        self.written = END + END.join(self.vocabulary) + END
        self.begins = [0, *accumulate(len(word) + 1 for word in self.vocabulary)]
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.vocabulary:
            self.by_length[len(word)].append(word)

    def find(self, asked: list[str], loosely: bool = False, fields: int | None = None) -> dict[int, int]:
        """The texts that hold every word, each with its distance. Loosely: within words, and with slips.

        With a number of fields, only the first of them are looked at.
        """
        farthest = None if fields is None else FIELD * fields
        whole = self.holding(joined(asked), loosely, farthest)
        if len(asked) < 2:
            return whole
        found: dict[int, int] | None = None
        for word in asked:
            near = self.holding(word, loosely, farthest)
            if found is None:
                found = near
            else:
                fewer, more = sorted((found, near), key=len)
                found = {number: far + more[number] for number, far in fewer.items() if number in more}
            if not found:
                break
        return whole | (found or {}) | {number: 0 for number, far in whole.items() if far == 0}

    def holding(self, word: str, loosely: bool, farthest: int | None) -> dict[int, int]:
        found: dict[int, int] = {}
        for known, far in self.like(word, loosely):
            of = self.holders[known]
            if farthest is not None:
                of = {number: field for number, field in of.items() if field <= farthest}
            for number, field in of.items():
                distance = far + field
                if distance < found.get(number, distance + 1):
                    found[number] = distance
        return found

    def like(self, word: str, loosely: bool) -> Iterator[tuple[str, int]]:
        """Words of the texts with how far off they are, the word itself at 0."""
        if word in self.holders:
            yield word, 0
        if len(word) >= SHORTEST_BEGINNING:
            first = bisect_right(self.vocabulary, word)
            last = bisect_left(self.vocabulary, word + LAST_LETTER)
            yield from ((known, BEGUN) for known in islice(self.vocabulary, first, last))
        if loosely:
            yield from ((known, INSIDE) for known in self.holding_within(word))
            yield from self.with_slips(word)

    def holding_within(self, word: str) -> Iterator[str]:
        """One search through all that is written is faster than one through each word."""
        at = self.written.find(word) if len(word) >= SHORTEST_INSIDE else -1
        while at >= 0:
            number = bisect_right(self.begins, at - 1) - 1
            yield self.vocabulary[number]
            at = self.written.find(word, self.begins[number + 1])

    def with_slips(self, word: str) -> Iterator[tuple[str, int]]:
        """A letter too many, too few, wrong, or two that changed places."""
        slips = (len(word) >= SHORTEST_WITH_ONE_SLIP) + (len(word) >= SHORTEST_WITH_TWO)
        for length in range(len(word) - slips, len(word) + slips + 1) if slips else ():
            known = self.by_length.get(length, ())
            near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
            yield from ((one, SLIP * int(edits)) for one, edits, _ in near)
