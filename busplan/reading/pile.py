"""What was handed in, sorted by what it is; out comes the timetable that it makes together."""

from dataclasses import dataclass, field

from busplan.cell import unguarded
from busplan.reading import delimited
from busplan.reading.doubts import doubt_stops
from busplan.reading.draft import UNNAMED, Draft
from busplan.reading.fields import Fields
from busplan.reading.open_schema import OpenTables, is_open_table, read_open_table
from busplan.reading.report import WHOLE_FILE, Report
from busplan.reading.schedule import timetable_of
from busplan.reading.sheet import Sheet
from busplan.reading.sort import Sort, sort_of
from busplan.reading.source import Source
from busplan.reading.stop_list import read_stops
from busplan.reading.stops import ReadStops, join_stops, read_stop
from busplan.reading.tables import Tables, table_of
from busplan.reading.text import ARCHIVES, is_readable, text_of
from busplan.reading.tree import Branch, tree_of
from busplan.timetable import Timetable

OPEN = "open"
# A header and rows: every cell as text.
Lines = tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Pile:
    """Stops are read before all else, whichever file they are in: the rest names them."""

    reports: list[Report] = field(default_factory=list)
    sheets: list[tuple[str, Sheet]] = field(default_factory=list)
    schedule: Branch | None = None
    schedule_report: Report | None = None
    stops: ReadStops = field(default_factory=ReadStops)
    tables: Tables = field(default_factory=Tables)
    open_tables: OpenTables = field(default_factory=OpenTables)

    def report(self, file: str) -> Report:
        self.reports.append(Report(file))
        return self.reports[-1]

    @property
    def failed(self) -> bool:
        return any(report.failed for report in self.reports)

    def take(self, source: Source) -> None:
        report = self.report(source.name)
        if not is_readable(source, report):
            pass
        elif source.content.startswith(ARCHIVES):
            self.take_archive(source, report)
        elif (text := text_of(source, report)) is not None and (sort := sort_of(source, text, report)):
            self.take_text(text, sort, report)
        self.stops.unread = self.stops.unread or report.failed

    def take_text(self, text: str, sort: Sort, report: Report) -> None:
        if sort is Sort.TABLE:
            self.take_sheets(delimited.sheets_of(text, report), report)
        elif self.schedule_report:
            report.error("second_schedule", first=self.schedule_report.file)
        else:
            self.schedule_report = report
            root = tree_of(text, report)
            if isinstance(root, Branch):
                self.schedule = root
            elif root is not None:
                report.error("wrong_shape", root.place, field="version")

    def take_archive(self, source: Source, report: Report) -> None:
        """A workbook is one too. What it needs is loaded for it alone."""
        from busplan.reading import archive, workbook

        members = archive.members_of(source.content, report)
        if members is None:
            return
        if archive.is_package(members):
            self.take_sheets(workbook.sheets_of(members, report), report)
            return
        for name, content in members.items():
            self.take(Source(f"{source.name}/{name}", content))

    def take_sheets(self, sheets: list[Sheet], report: Report) -> None:
        """The tables of one file. Where none of its sheets is ours the first was meant to be the stops."""
        found = [(OPEN if is_open_table(sheet.header) else table_of(sheet), sheet) for sheet in sheets]
        ours = [(name, sheet) for name, sheet in found if name] or [("stops", sheet) for sheet in sheets[:1]]
        others = [sheet.title for sheet in sheets if not any(sheet is each for _, each in ours)]
        if others:
            report.warning("other_sheets_ignored", value=", ".join(others))
        for name, sheet in ours:
            if sheet.typed and len(ours) > 1:
                sheet.report = Report(f"{report.file} [{sheet.title}]")
            if sheet.report is not report:
                self.reports.append(sheet.report)
            if not sheet.is_empty:
                self.sheets.append((name, sheet))

    def timetable(self) -> Timetable | None:
        """None after reporting why there is none."""
        if not (self.sheets or self.schedule_report or self.failed):
            for report in self.reports:
                report.error("empty_file")
        self.read_stops()
        for name, sheet in self.sheets:
            if name == OPEN:
                sheet.lines = list(sheet.lines)
                read_open_table(sheet, self.open_tables)
            elif name != "stops":
                self.tables.add(name, sheet)
        timetable = self.scheduled()
        return None if self.failed or timetable is None else self.open_tables.joined(timetable)

    @property
    def as_it_came(self) -> tuple[Lines, ...]:
        """The tables of the open schema, once they are read; none where other tables say more."""
        if self.schedule_report or any(name != OPEN for name, _ in self.sheets):
            return ()
        return tuple(
            tuple(tuple(map(unguarded, cells)) for _, cells in sheet.lines) for _, sheet in self.sheets
        )

    def read_stops(self) -> None:
        """Those of the lists, then those in the schedule; all of them are looked at together."""
        for name, sheet in self.sheets:
            if name == "stops":
                read_stops(sheet, self.stops)
        doubts = self.report(self.schedule_report.file if self.schedule_report else "")
        if self.schedule:
            for row in Fields(self.schedule, doubts).branches("stops"):
                read_stop(row, self.stops)
                row.no_others()
        join_stops(self.stops, doubts)
        doubt_stops(self.stops.stops, self.stops.ids, doubts)
        self.stops.unread = self.stops.unread or doubts.failed
        if any(name == OPEN for name, _ in self.sheets):
            self.open_tables.ids.update(self.stops.ids)

    def scheduled(self) -> Timetable | None:
        if self.schedule_report and self.schedule is None:
            return None
        if self.schedule is None and not self.tables.rows:
            service = self.open_tables.service if self.open_tables.organisations else UNNAMED
            return Timetable(service, tuple(self.stops.stops))
        # What is told of a timetable that is not all there would be wrong.
        self.stops.unread = self.stops.unread or self.failed
        report = self.schedule_report or self.report(self.tables.file)
        tree = self.tables.joined(self.schedule or Branch({}, WHOLE_FILE, {}))
        return timetable_of(Fields(tree, report), Draft(report, self.stops, whole=self.has_schedule))

    @property
    def has_schedule(self) -> bool:
        """A file in YAML that tells of stops alone is a list of stops."""
        said = self.schedule.fields.keys() if self.schedule else {"stops"}
        return not ("stops" in said and said <= {"version", "service", "stops"})
