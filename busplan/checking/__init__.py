"""Files in, one whole timetable out and all that a person should look at, or every problem with its place.

Beside what `reading` finds in the files alone: what they change of what is in force, when they run out, and
whether they can be driven.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from busplan import reading
from busplan.checking.comparison import doubt_changes, still_named
from busplan.checking.doubts import Doubts
from busplan.checking.driving import doubt_driving
from busplan.checking.ending import doubt_end
from busplan.reading import Source
from busplan.reading.report import told
from busplan.timetable import BadTimetable, Changes, Problem, Timetable, in_succession

__all__ = ["Checked", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A timetable, what a person should look at, and what it changes of what is in force.

    `lacks` as in `reading.Reading`.
    """

    timetable: Timetable
    doubts: tuple[Problem, ...]
    changes: Changes | None
    lacks: tuple[str, ...]


def check(
    *sources: Source,
    today: date | None = None,
    against: Timetable | None = None,
    accept: Collection[str] = (),
    most: int | None = None,
) -> Checked:
    """`against` is what is in force; `accept` are codes of errors that somebody has said yes to; of more
    visits to come than `most` nothing is worked out.

    Without `today` all days are ahead, and nothing is said of when it ends. Raises BadTimetable with every
    problem.
    """
    since = today or date.min
    try:
        read = reading.read(*sources)
    except BadTimetable as bad:
        told = still_named(bad.problems, sources, against, since) if against else ()
        raise BadTimetable(in_order(sources, (*bad.problems, *told))) from bad
    if most is not None and read.timetable.has_more_than(most, since):
        facts = {"limit": str(most)}
        raise BadTimetable((*read.doubts, Problem(sources[0].name, 0, 0, "too_many_visits", facts=facts)))
    doubts = Doubts(sources, read.places, accept)
    new = then = read.timetable
    changes = None
    if against is not None:
        then = in_succession(new, against) if new.seasons else against
        changes = doubt_changes(new, against, then, since, doubts)
    visits = new.visits(since, new.horizon(since))
    doubt_driving(visits, doubts)
    if today:
        coming = visits if then is new else then.visits(today, then.horizon(today))
        doubt_end(new.seasons, coming, today, doubts)
    problems = in_order(sources, (*read.doubts, *doubts.problems))
    if doubts.failed:
        raise BadTimetable(problems)
    return Checked(new, problems, changes, read.lacks)


def in_order(sources: Iterable[Source], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file as they were given, sheet by sheet and member by member as reading told them, and by place;
    no more of them than a person would read."""
    problems = list(problems)
    names = [source.name for source in sources]
    seen = {file: number for number, file in enumerate(dict.fromkeys(each.file for each in problems))}

    def order(problem: Problem) -> tuple[int, int, int, int]:
        given = (number for number, name in enumerate(names) if is_within(problem.file, name))
        return next(given, len(names)), seen[problem.file], problem.line, problem.column

    return told(sorted(problems, key=order))


def is_within(file: str, name: str) -> bool:
    """Whether it is that file, a sheet of it or a member: `plan.xlsx [Ruter]`, `all.zip/plan.xlsx`."""
    return file == name or file.startswith((f"{name} [", f"{name}/"))
