"""Rounds and a stop in, where it fits out: ranked, with the times it would get and whom it shifts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, pairwise
from math import inf, isinf, lcm

from busplan.planning.dayline import drive, km_of
from busplan.planning.ground import Ground, depot_of
from busplan.planning.mending import FIXED, GRID, Chain, mended, upward
from busplan.planning.rounds import Rounds, Turn
from busplan.planning.shortfalls import Shift
from busplan.planning.wishes import HALF_AN_HOUR, Opening, Wish, Wishes

# What a minute counts that others are shifted, beside one that the bus drives more.
OF_A_SHIFT = 0.2
# A day more for the bus and its driver comes after every place on a day that is driven anyway.
OF_A_NEW_DAY = 24 * 60
# The new stop has no time yet that anybody knows.
LIGHT = 1e-3
NEW = -1
ALL_DAY = Opening(0, 24 * 60 - 1)


@dataclass(frozen=True, slots=True)
class Fit:
    """One place for it. `minutes` and `km` are what the bus drives more each time it is visited.

    `rounds` are all rounds with it in. `new_day` says that the bus would not drive that day without it.
    """

    turn: Turn
    minutes: float
    km: float
    shifts: tuple[Shift, ...]
    rounds: Rounds
    new_day: bool

    @property
    def rank(self) -> float:
        shifted = sum(abs(shift.becomes - shift.was) for shift in self.shifts)
        return self.minutes + OF_A_SHIFT * shifted + OF_A_NEW_DAY * self.new_day


@dataclass(frozen=True, slots=True)
class Place:
    """In each of the weeks of the turn the same bus; `chains` are the turns of each such day that is unlike
    the others, and `at` where among them the new one goes."""

    turn: Turn
    chains: tuple[tuple[int, ...], ...]
    at: tuple[int, ...]
    opening: Opening


def fits(rounds: Rounds, stop_id: str, ground: Ground, wishes: Wishes, most: int = 10) -> tuple[Fit, ...]:
    """The best first, at most one for each day. The stop must lie on the ground; today's turns are taken out.

    Others are shifted no farther than their own wishes let them.
    """
    wish, today = wishes.of(stop_id), rounds.turns_of(stop_id)
    minutes = wish.minutes or (today[0].minutes if today else HALF_AN_HOUR)
    left = rounds.without(stop_id)
    every = wish.every or (today[0].every if today else rounds.weeks)
    left = replace(left, weeks=lcm(rounds.weeks, every))
    fitting = Fitting(left, ground, wishes)
    turns = [
        Turn(weekday, week, 0, minutes, stop_id, "" if bus.name.startswith("(") else bus.name, every)
        for bus in wishes.buses
        for weekday in bus.weekdays
        for week in range(every)
        if bus.name in (wish.vehicles or (bus.name,)) and weekday in (wish.weekdays or (weekday,))
    ]
    return fitting.best(turns, wish, most)


def moved(
    rounds: Rounds, number: int, to: tuple[str, int, int], ground: Ground, wishes: Wishes
) -> Fit | None:
    """A turn, by its number, put where it fits best on the bus, weekday and week of `to`; None if nowhere.

    All turns keep their numbers.
    """
    turn = rounds.turns[number]
    vehicle, weekday, week = to
    left = replace(rounds, turns=rounds.turns[:number] + rounds.turns[number + 1 :])
    there = replace(turn, vehicle=vehicle, weekday=weekday, week=week % turn.every)
    found = Fitting(left, ground, wishes).best([there], wishes.of(turn.stop_id), 1)
    if not found:
        return None
    *others, new = found[0].rounds.turns
    turns = (*others[:number], new, *others[number:])
    return replace(found[0], rounds=replace(rounds, turns=turns))


class Fitting:
    """Where a turn may be put into rounds."""

    def __init__(self, rounds: Rounds, ground: Ground, wishes: Wishes) -> None:
        self.rounds, self.ground, self.wishes = rounds, ground, wishes
        self.numbers = rounds.numbers()
        self.drives: dict[tuple[str, str], float] = {}

    def best(self, turns: Sequence[Turn], wish: Wish, most: int) -> tuple[Fit, ...]:
        """What the bus drives more is soon known, and no rank is less: what is dearer need not be tried."""
        order = count()
        asked: list[tuple[float, int, Place]] = []
        for turn in turns:
            for place in self.places(turn, wish):
                least = self.more(place) + OF_A_NEW_DAY * (not any(place.chains))
                heappush(asked, (least, next(order), place))
        found: dict[tuple[str, int, int], Fit] = {}
        while asked:
            least, _, place = heappop(asked)
            ranks = sorted(fit.rank for fit in found.values())
            if isinf(least) or (len(ranks) >= most and least > ranks[most - 1]):
                break
            fit = self.fit(place)
            day = (place.turn.vehicle, place.turn.weekday, place.turn.week)
            if fit and (day not in found or fit.rank < found[day].rank):
                found[day] = fit
        return tuple(sorted(found.values(), key=lambda fit: (fit.rank, fit.turn))[:most])

    def places(self, turn: Turn, wish: Wish) -> Iterator[Place]:
        weeks = range(turn.week, self.rounds.weeks, turn.every)
        days = [tuple(self.numbers.get((week, turn.weekday, turn.bus), ())) for week in weeks]
        chains = tuple(dict.fromkeys(days))
        openings = [each for each in wish.openings if turn.weekday in (each.weekdays or (turn.weekday,))]
        for opening in openings if wish.openings else [ALL_DAY]:
            if opening.ends - opening.begins < turn.minutes:
                continue
            for at in range(len(chains[0]) + 1):
                timed = turn.at(self.early(turn, chains[0], at, opening))
                yield Place(timed, chains, (at, *self.where(timed, chains[1:])), opening)

    def where(self, turn: Turn, chains: Sequence[Sequence[int]]) -> list[int]:
        """In the other weeks, by its time."""
        turns = self.rounds.turns
        return [sum(turns[number].begins <= turn.begins for number in chain) for chain in chains]

    def early(self, turn: Turn, chain: Sequence[int], at: int, opening: Opening) -> int:
        """When it could begin after the one before it, or before all others."""
        latest = opening.ends - turn.minutes
        if at:
            before = self.rounds.turns[chain[at - 1]]
            least = before.ends + self.drive(before.stop_id, turn.stop_id)
        elif chain:
            after = self.rounds.turns[chain[0]]
            least = after.begins - turn.minutes - self.drive(turn.stop_id, after.stop_id) - GRID
        else:
            begins = self.shift(turn)[0]
            least = (8 * 60 if begins == -inf else begins) + self.drive(depot_of(turn.bus), turn.stop_id)
        whole = 0.0 if isinf(least) else upward(least)
        return int(min(max(whole, opening.begins), latest))

    def more(self, place: Place) -> float:
        """Minutes that the bus drives more, in the middle of its days."""
        found = [self.legs(place, *each) for each in zip(place.chains, place.at, strict=True)]
        return sum(into + out - without for into, out, without in found) / len(found)

    def legs(self, place: Place, chain: Sequence[int], at: int) -> tuple[float, float, float]:
        """The drives to it and from it, and the one that they replace."""
        before, after = self.neighbours(place, chain, at)
        here = place.turn.stop_id
        without = self.drive(before, after) if chain else 0.0
        return self.drive(before, here), self.drive(here, after), 0.0 if isinf(without) else without

    def neighbours(self, place: Place, chain: Sequence[int], at: int) -> tuple[str, str]:
        depot = depot_of(place.turn.bus)
        ids = [depot, *(self.rounds.turns[number].stop_id for number in chain), depot]
        return ids[at], ids[at + 1]

    def drive(self, one: str, other: str) -> float:
        """The same few are asked for again and again."""
        found = self.drives.get((one, other))
        if found is None:
            found = self.drives[one, other] = drive(self.ground, self.wishes.limits, one, other)
        return found

    def fit(self, place: Place) -> Fit | None:
        turns = self.rounds.turns
        used = {number for chain in place.chains for number in chain}
        times = {number: float(turns[number].begins) for number in used} | {NEW: float(place.turn.begins)}
        weights = {n: FIXED for n in used if self.wishes.kept(turns[n].stop_id)} | {NEW: LIGHT}
        chains = [self.chain(place, *each) for each in zip(place.chains, place.at, strict=True)]
        # A day that shares stops with these must be kept as well.
        chains += [self.chain(None, other, 0) for other in self.others(place, used)]
        for number in {n for chain in chains for n in chain.keys} - times.keys():
            times[number] = float(turns[number].begins)
        new = mended(chains, times, weights)
        if new is None or not self.open(place, new) or not self.short_enough(place, new):
            return None
        return self.told(place, new)

    def others(self, place: Place, used: set[int]) -> list[tuple[int, ...]]:
        here = {(place.turn.weekday, place.turn.bus)}
        days = {
            tuple(numbers)
            for (_, weekday, bus), numbers in self.numbers.items()
            if (weekday, bus) in here and used.intersection(numbers)
        }
        return sorted(days - set(place.chains))

    def chain(self, place: Place | None, chain: Sequence[int], at: int) -> Chain[int]:
        """What is there already needs no more than it has; the new one needs its drives."""
        turns = self.rounds.turns
        numbers = [*chain[:at], NEW, *chain[at:]] if place else list(chain)
        of = {number: turns[number] for number in chain}
        if place:
            of[NEW] = place.turn
        needs = []
        for one, other in pairwise(numbers):
            takes = self.drive(of[one].stop_id, of[other].stop_id)
            least = upward(of[one].minutes + (0.0 if isinf(takes) else takes))
            now = of[other].begins - of[one].begins
            needs.append(least if NEW in (one, other) else min(least, now))
        first, last = of[numbers[0]], of[numbers[-1]]
        begins, ends = self.shift(first)
        earliest = begins + self.drive(depot_of(first.bus), first.stop_id)
        earliest = earliest if isinf(earliest) else upward(earliest)
        latest = ends - self.drive(last.stop_id, depot_of(last.bus)) - last.minutes
        # A day that is outside its shift already gets no farther out.
        if chain and numbers[0] != NEW:
            earliest = min(earliest, first.begins)
        if chain and numbers[-1] != NEW:
            latest = max(latest, last.begins)
        return Chain(tuple(numbers), tuple(needs), earliest, latest)

    def shift(self, turn: Turn) -> tuple[float, float]:
        bus, limits = self.wishes.bus(turn.bus), self.wishes.limits
        begins = bus.begins if bus and bus.begins is not None else limits.begins
        ends = bus.ends if bus and bus.ends is not None else limits.ends
        return -inf if begins is None else begins, inf if ends is None else ends

    def open(self, place: Place, new: dict[int, float]) -> bool:
        """Whether all that is shifted is within its opening hours."""
        here = place.opening.begins <= new[NEW] <= place.opening.ends - place.turn.minutes
        turns = self.rounds.turns
        return here and all(
            self.wishes.allows(turns[number], begins)
            for number, begins in new.items()
            if number != NEW and begins != turns[number].begins
        )

    def short_enough(self, place: Place, new: dict[int, float]) -> bool:
        """Within the longest day, or no longer than it is without."""
        bus, limits = self.wishes.bus(place.turn.bus), self.wishes.limits
        longest = bus.longest if bus and bus.longest is not None else limits.longest
        if longest is None:
            return True
        for chain, at in zip(place.chains, place.at, strict=True):
            numbers = [*chain[:at], NEW, *chain[at:]]
            if self.out(numbers, new, place) > max(longest, self.out(chain, {}, place)):
                return False
        return True

    def out(self, numbers: Sequence[int], new: dict[int, float], place: Place) -> float:
        """From depot to depot."""
        if not numbers:
            return 0.0
        turns = [place.turn if number == NEW else self.rounds.turns[number] for number in numbers]
        begins = [new.get(number, turn.begins) for number, turn in zip(numbers, turns, strict=True)]
        depot = depot_of(place.turn.bus)
        there, home = self.drive(depot, turns[0].stop_id), self.drive(turns[-1].stop_id, depot)
        return begins[-1] + turns[-1].minutes + home - begins[0] + there

    def told(self, place: Place, new: dict[int, float]) -> Fit:
        turns = list(self.rounds.turns)
        shifts = []
        for number, begins in sorted(new.items()):
            if number != NEW and round(begins) != turns[number].begins:
                was = turns[number]
                turns[number] = was.at(round(begins))
                first = next(self.rounds.dates(was, self.rounds.monday, self.rounds.monday.max))
                shifts.append(
                    Shift(was.stop_id, was.bus, was.weekday, first, was.begins, turns[number].begins)
                )
        here = place.turn.at(round(new[NEW]))
        rounds = replace(self.rounds, turns=(*turns, here))
        new_day = not any(place.chains)
        return Fit(here, self.more(place), self.km(place), tuple(shifts), rounds, new_day)

    def km(self, place: Place) -> float:
        found = []
        for chain, at in zip(place.chains, place.at, strict=True):
            before, after = self.neighbours(place, chain, at)
            without = km_of([before, after], self.ground) if chain else 0.0
            found.append(km_of([before, place.turn.stop_id, after], self.ground) - without)
        return sum(found) / len(found)
