"""Files and options in; the timetable, its rota, the roads and the limits that a question is about out."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from busplan import settings
from busplan.cli.kept import in_force, opened
from busplan.cli.options import DAY, database_option, now_option
from busplan.cli.said import loaded, today
from busplan.cli.talk import fail, show, talk, told_plainly
from busplan.timetable import BadTimetable, Problem, Stop, Timetable

if TYPE_CHECKING:
    from busplan.planning.ground import Ground
    from busplan.planning.limits import Limits
    from busplan.planning.rounds import Rounds
    from busplan.planning.wishes import Fault, Wishes
    from busplan.roads.roads import Roads

Command = TypeVar("Command", bound=Callable[..., Any])
IN_FORCE = "in-force"

day_option = click.option(
    "--day", "on", type=DAY, help="The rota of this day. Else today's, or of the next season to begin."
)


def shared(command: Command) -> Command:
    """The options of every question about a timetable."""
    for option in (
        click.option("--factor", help="How many times what the roads say a drive takes, such as 1.15."),
        click.option("--leg-minutes", help="Minutes set aside for each drive besides."),
        click.option("--depots", help="Where the buses stand at night, such as 59.95,11.05."),
        click.option("--shift", help="When a bus may be out, such as 07:30-19:00."),
        day_option,
        database_option,
        now_option,
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Given:
    """All that a question is about."""

    timetable: Timetable
    rounds: "Rounds"
    ground: "Ground"
    limits: "Limits"
    roads: "Roads"
    said: settings.Settings

    @property
    def language(self) -> str:
        return self.said.language

    @property
    def names(self) -> dict[str, str]:
        return {stop.id: stop.name for stop in self.timetable.stops}

    def wishes(self) -> "Wishes":
        from busplan.planning.wishes import wishes_of

        return wishes_of(self.rounds, self.ground, self.limits)

    def basis(self) -> str:
        """What drives are founded on, and whether the depot is known."""
        from busplan.planning.ground import depot_of

        matrix = self.ground.matrix
        told = [self.sentence("basis", basis=matrix.basis.shown)]
        pairs = len(matrix) * (len(matrix) - 1)
        if 0 < matrix.estimates < pairs:
            told.append(self.sentence("estimated", count=matrix.estimates, all=pairs))
        if not all(self.ground.point(depot_of(vehicle)) for vehicle in self.rounds.vehicles):
            told.append(self.sentence("no_depot"))
        return " ".join(told)

    def sentence(self, code: str, **facts: object) -> str:
        from busplan.words.planning import said

        return said(code, self.language, **facts)


def settings_of(words: dict[str, Any]) -> settings.Settings:
    return loaded(
        database=words["database"],
        now=words["now"],
        drive_factor=words["factor"],
        leg_minutes=words["leg_minutes"],
        depots=words["depots"],
        shift=words["shift"],
    )


def given(files: Iterable[Path], words: dict[str, Any], added: Iterable[Stop] = ()) -> Given:
    """`words` are the options of `shared`."""
    said = settings_of(words)
    with told_plainly():
        timetable = timetable_of(files, said)
        more = tuple(stop for stop in added if timetable.stop(stop.id) is None)
        timetable = replace(timetable, stops=(*timetable.stops, *more))
        return about(timetable, said, day_of(words["on"], said))


def about(timetable: Timetable, said: settings.Settings, day: date) -> Given:
    from busplan.planning.ground import ground_of
    from busplan.planning.limits import limits_of
    from busplan.planning.today import rounds_of

    limits, rounds, roads = limits_of(said), rounds_of(timetable, day), roads_of(said)
    if not rounds.turns:
        fail("No round is driven on that day or after it.")
    ground = ground_of(timetable.stops, rounds.vehicles, limits, roads)
    if ground.matrix.basis.trouble:
        talk(f"busplan: {ground.matrix.basis.trouble}")
    return Given(timetable, rounds, ground, limits, roads, said)


def roads_of(said: settings.Settings) -> "Roads":
    """The database is opened only where an engine's answers are kept in it."""
    from busplan.roads.engines import engine_of
    from busplan.roads.roads import Roads

    engine = engine_of(said)
    if engine is None:
        return Roads()
    from busplan.store import Legs

    return Roads(engine, Legs(opened(said)))


def timetable_of(files: Iterable[Path], said: settings.Settings) -> Timetable:
    """Of files or folders, or what is in force. What a person should look at is told by `check`, not here."""
    files = list(files)
    if not files or [str(file) for file in files] == [IN_FORCE]:
        return in_force(said).timetable
    from busplan import reading

    read = reading.read(*map(reading.Source.from_file, unfolded(files)))
    if "stops" in read.lacks:
        raise BadTimetable([Problem(str(files[0]), 0, 0, "missing_table", facts={"table": "stops"})])
    return read.timetable


def unfolded(files: Iterable[Path]) -> Iterator[Path]:
    """Of a folder the tables and schedules in it."""
    for file in files:
        if file.is_dir():
            yield from sorted(
                each
                for each in file.iterdir()
                if each.suffix in (".csv", ".yaml", ".xlsx") and each.is_file()
            )
        else:
            yield file


def day_of(on: datetime | None, said: settings.Settings) -> date:
    return on.date() if on else today(said)


@contextmanager
def needing_the_planner() -> Iterator[None]:
    """Also tells what makes no sense in the wishes, all of it."""
    from busplan.planning.wishes import BadWishes

    try:
        yield
    except ModuleNotFoundError as missing:
        raise click.ClickException(f"{missing.name} is missing: pip install 'busplan[planner]'") from missing
    except BadWishes as bad:
        for fault in bad.faults:
            talk(told(fault))
        sys.exit(1)


def told(fault: "Fault") -> str:
    from busplan.words.planning import said

    return said(
        fault.code,
        loaded().language,
        stop=fault.stop_id,
        vehicle=fault.vehicle,
        minutes=fault.minutes or 0.0,
        value=fault.value,
        line=fault.line,
    )


def as_json(value: Any) -> str:
    """No road is null: JSON knows no infinity."""
    return json.dumps(finite(value), default=str, ensure_ascii=False)


def finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    return None if isinstance(value, float) and isinf(value) else value


def stops_of(file: Path | None, said: settings.Settings) -> tuple[Stop, ...]:
    """New stops, in a table of stops."""
    if file is None:
        return ()
    from busplan import reading

    with told_plainly():
        read = reading.read(reading.Source.from_file(file))
        show(read.doubts, said.language, err=True)
        return read.timetable.stops
