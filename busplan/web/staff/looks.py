"""Files in, what a person should look at before they are published out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from busplan import publishing
from busplan.publishing import HandIn, Preview, Standing
from busplan.store import Draft, Drafts
from busplan.timetable import BadTimetable, Problem, Severity
from busplan.web import tongue
from busplan.web.staff.who import store, today
from busplan.words import problem as sentences
from busplan.words.language import SOURCE

# What would take residents by surprise is published only when somebody has typed that it is meant.
TYPED = ("many_visits_gone", "stop_in_use_removed")
YES = ("ja", "yes", "jo")
DRIVES = ("gap_shorter_than_drive", "vehicle_in_two_places")
DAYS_OFF = ("visit_on_public_holiday", "visit_in_school_break", "week_53_breaks_odd_even")
TOLD_IN = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Look:
    """A draft beside what is in force now. Without `hand_in` it can no longer be read as it is."""

    draft: Draft
    standing: Standing
    hand_in: HandIn | None
    preview: Preview | None
    problems: tuple[Problem, ...]

    @property
    def overtaken(self) -> bool:
        return self.draft.is_open and self.draft.base != self.standing.number

    @property
    def to_type(self) -> tuple[str, ...]:
        """The codes of what needs a typed yes."""
        found = {problem.code for problem in self.problems}
        return tuple(code for code in TYPED if code in found)

    @property
    def grave(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.code in self.to_type]

    @property
    def drives(self) -> list[Problem]:
        return self._of(DRIVES)

    @property
    def days_off(self) -> list[Problem]:
        return self._of(DAYS_OFF)

    @property
    def others(self) -> list[Problem]:
        return [each for each in self.problems if each.code not in (*DRIVES, *DAYS_OFF, *TYPED)]

    def _of(self, codes: Collection[str]) -> list[Problem]:
        return [problem for problem in self.problems if problem.code in codes]


def look(draft: Draft) -> Look:
    seen = glance(draft)
    if seen.hand_in is None:
        return seen
    return replace(seen, preview=publishing.preview(seen.standing, seen.hand_in.timetable, today()))


def glance(draft: Draft) -> Look:
    """Whether it can be read, and what is to be looked at; without the preview, which takes the longest."""
    standing = publishing.standing(store())
    try:
        found = publishing.look_at(standing, Drafts(store()).files(draft.id), today(), TYPED)
    except BadTimetable as bad:
        return Look(draft, standing, None, None, bad.problems)
    return Look(draft, standing, found, None, found.doubts)


def told(problem: Problem) -> str:
    """What is wrong, in the reader's language."""
    return sentences.message(problem, language())


def advice(problem: Problem) -> str:
    """What to do."""
    return sentences.hint(problem, language())


def language() -> str:
    code = tongue.words().code
    return code if code in TOLD_IN else SOURCE


def by_file(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """In the order they are told."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.file, []).append(problem)
    return found


def is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR
