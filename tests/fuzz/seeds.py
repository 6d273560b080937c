"""What the fuzzers begin with: the files of the tests, the sample, and others where they are at hand."""

from collections.abc import Iterator

from small import ROOT, SCHEDULE_YAML, SHARED, STOPS_CSV

NAMES = {"yaml": "schedule.yaml", "csv": "stops.csv", "xlsx": "stops.xlsx"}
SMALL = {"yaml": SCHEDULE_YAML, "csv": STOPS_CSV}
SAMPLE = {"yaml": ROOT / "schedule.yaml", "csv": ROOT / "data" / "stops.csv"}
LARGEST = 8_000  # bytes: from larger ones a fuzzer learns slowly
FOLDERS = (ROOT / "tests" / "data", SHARED / "data" / "bad", SHARED / "data" / "uk")


def seeds(target: str) -> Iterator[bytes]:
    if target in SMALL:
        yield SMALL[target].encode()
        yield SAMPLE[target].read_bytes()
    for folder in filter(lambda folder: folder.is_dir(), FOLDERS):
        for file in sorted(folder.rglob(f"*.{target}")):
            if file.stat().st_size <= LARGEST:
                yield file.read_bytes()
