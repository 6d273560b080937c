"""Looks for a file that breaks a reader, for as many seconds as it is given.

    python tests/fuzz yaml 600      schedules; csv: lists of stops and open tables; xlsx: workbooks

Wants the extra `fuzz`. What it learns is kept in .fuzz/yaml and used the next time. A file that breaks the
reader is left in .fuzz; mend the reader, and keep the file in tests/data/found, named for what it is.
"""

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["busplan"]):
    from fuzz.invariants import LONGEST, hold
    from fuzz.mutations import MUTATIONS
    from fuzz.seeds import NAMES, seeds

KEPT = ROOT / ".fuzz"
MEGABYTES = 500 + 60  # of which the fuzzer itself holds the last
LONGEST_RUN = 20  # seconds, with every branch counted; `hold` is stricter


def main(target: str, seconds: str = "60") -> None:
    corpus = KEPT / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(content)

    def one(content: bytes) -> None:
        hold(NAMES[target], content)

    options = {
        "max_total_time": seconds,
        "max_len": LONGEST,
        "timeout": LONGEST_RUN,
        "rss_limit_mb": MEGABYTES,
        "artifact_prefix": f"{KEPT}/{target}-",
        "print_final_stats": 1,
    }
    command = [sys.argv[0], *(f"-{option}={value}" for option, value in options.items()), str(corpus)]
    atheris.Setup(command, one, custom_mutator=MUTATIONS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in NAMES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
