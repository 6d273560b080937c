"""A file of the travelling salesman problem with time windows (Ascheuer's form) into a day of one bus."""

from busplan.planner import BadFile, Instance, Stop, Vehicle, Weights, Window


def read(text: str) -> Instance:
    """How many places, the matrix, then a window for each; the first is the depot. What a visit takes is in its legs."""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        places = int(rows[0][0])
        legs = [[float(cell) for cell in row] for row in rows[1 : 1 + places]]
        windows = [(float(row[0]), float(row[1])) for row in rows[1 + places : 1 + 2 * places]]
    except (IndexError, ValueError) as why:
        raise BadFile(f"Not a TSPTW file: {why}") from why
    if len(windows) != places or any(len(row) != places for row in legs):
        raise BadFile("Not a TSPTW file: a row and a window for each place were expected.")
    turned = [*range(1, places), 0]
    matrix = tuple(tuple(legs[a][b] if a != b else 0.0 for b in turned) for a in turned)
    begins, ends = windows[0]
    return Instance(
        stops=tuple(Stop(0, windows=(Window(*window),)) for window in windows[1:]),
        vehicles=(Vehicle(begins=begins, ends=ends),),
        minutes=matrix,
        km=matrix,
        weekdays=1,
        weights=Weights(day=0, moved=0, minute=0, unserved=1e6),
        rest=None,
        grid=0,
    )
