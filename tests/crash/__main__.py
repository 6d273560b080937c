"""Every fault at every write: `.venv/bin/python tests/crash [NAME OF AN ACT]`. Some minutes."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from acts import acts
from loop import Act, Point, broken, points

WORKERS = 2


def tried(act: Act, work: Path) -> list[str]:
    found, new = points(act, work)

    def one(numbered: tuple[int, Point]) -> list[str]:
        number, point = numbered
        return [f"{point}: {fault}" for fault in broken(point, work / f"{act.name} {number}", new)]

    with ThreadPoolExecutor(WORKERS) as workers:
        faults = [fault for each in workers.map(one, enumerate(found)) for fault in each]
    print(f"{act.name}: {len(found)} points, {len(faults)} half states", *faults, sep="\n  ", flush=True)
    return faults


def main(only: str = "") -> None:
    with TemporaryDirectory(prefix="busplan-crash-") as folder:
        work = Path(folder)
        faults = [fault for act in acts(work) if only in act.name for fault in tried(act, work)]
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
