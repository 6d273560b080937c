"""The small timetable as the files that staff would hand in, and where things lie."""

from pathlib import Path
from zoneinfo import ZoneInfo

from busplan.reading import Source, read
from busplan.timetable import BadTimetable, Severity, Timetable

ROOT = Path(__file__).parent.parent
OSLO = ZoneInfo("Europe/Oslo")
SHARED = ROOT.parent / "shared"

STOPS_CSV = """\
id,name,municipality,address,lat,lon,kind,open_to,note
hol,Hol torg,Nes,2150 Årnes,60.1200,11.4700,place,everyone,Ved torget
skole,Nes skole,Nes,,60.1300,11.4800,school,school,
aas,Ås,Ås,1430 Ås,59.6600,10.7900,place,everyone,
hjem,Hjemmebesøk,Nes,,,,home,,
"""
SCHEDULE_YAML = """\
version: 1
service:
  id: testbussen
  name: Testbussen
  sample: no
seasons:
  - {id: host, from: 2026-08-17, to: 2026-12-18}
closures:
  - {date: 2026-10-06, reason: Høstferie}
routes:
  - id: tirsdag
    name: Tirsdagsruta
    vehicle: Bussen
    weekday: tuesday
    every_weeks: 3
    anchor: 2026-08-25
    stops:
      - {stop: skole, from: 09:00, to: 10:30}
      - {stop: hjem, from: 10:45, to: 11:15}
      - {stop: hol, from: 12:30, to: 13:00}
  - id: aas
    vehicle: Bussen
    dates: [2026-11-26, 2026-12-03]
    stops:
      - {stop: aas, from: "14:00", to: 14:30}
notices:
  - {date: 2026-12-03, stop: aas, what: cancelled, reason: Bussen er på verksted}
  - {date: 2026-11-17, stop: hol, what: moved, new_date: 2026-11-18, new_from: 16:00, reason: Møte}
"""
# The season after that, without Ås and with Bø.
NEXT_STOPS_CSV = STOPS_CSV.replace("aas,Ås,Ås,1430 Ås,59.6600,10.7900", "bo,Bø,Nes,,60.1500,11.5000")
NEXT_YAML = """\
service: {id: testbussen, name: Testbussen}
seasons:
  - {id: var, from: 2027-01-04, to: 2027-06-18}
routes:
  - id: tirsdag
    vehicle: Bussen
    weekday: tuesday
    every_weeks: 2
    anchor: 2027-01-05
    stops:
      - {stop: hol, from: 12:30, to: 13:00}
      - {stop: bo, from: 13:30, to: 14:00}
"""

# The same as tables under one another, in the words of those who keep them.
TABLES_CSV = (
    """\
[Tjeneste]
id;navn;eksempeldata
testbussen;Testbussen;nei

[Stoppesteder]
"""
    + STOPS_CSV.replace(",", ";")
    + """
[Sesonger]
id;fra;til
host;2026-08-17;2026-12-18

[Ruter]
rute;rutenavn;buss;ukedag;antall uker;første dag;datoer
tirsdag;Tirsdagsruta;Bussen;tirsdag;3;2026-08-25;
aas;;Bussen;;;;2026-11-26, 2026-12-03

[Ruteplan]
rute;stoppested;fra kl.;til kl.
tirsdag;skole;09:00;10:30
tirsdag;hjem;10:45;11:15
tirsdag;hol;12:30;13:00
aas;aas;14:00;14:30

[Stengte dager]
dato;årsak
2026-10-06;Høstferie

[Meldinger]
dato;stopp;hva;ny dato;ny fra;grunn
2026-12-03;aas;innstilt;;;Bussen er på verksted
2026-11-17;hol;flyttet;2026-11-18;16:00;Møte
"""
)


def tables() -> dict[str, str]:
    """Each of them by its title."""
    parts = (part.partition("]") for part in TABLES_CSV.split("[")[1:])
    return {title: text.strip() + "\n" for title, _, text in parts}


def rows() -> dict[str, list[list[str]]]:
    """The same as rows of cells, which a workbook is made of."""
    return {title: [line.split(";") for line in text.splitlines()] for title, text in tables().items()}


def again(content: bytes, name: str) -> Timetable:
    """What was written, read again; each fault told with the line it is found on."""
    try:
        return read(Source(name, content)).timetable
    except BadTimetable as bad:
        lines = ["", *content.decode("utf-8", "replace").splitlines()]
        faults = [each for each in bad.problems if each.severity is Severity.ERROR]
        raise AssertionError([(each.code, each.value, lines[each.line]) for each in faults]) from bad
