"""A file in, the same file with a slip in it out.

A fuzzer's own changes of bits and bytes nearly always give what is no YAML or no archive at all.
"""

import io
import random
import zipfile
from collections.abc import Callable

import atheris
from fuzz.slips import slipped

Mutator = Callable[[bytes, int, int], bytes]


def text(content: bytes, most: int, seed: int) -> bytes:
    """Slips; now and then what the fuzzer would do by itself."""
    chance = random.Random(seed)
    if chance.random() < 0.2:
        return atheris.Mutate(content, most)
    made = slipped(content.decode("utf-8", "replace"), chance).encode("utf-8", "replace")
    return made if len(made) <= most else content


def workbook(content: bytes, most: int, seed: int) -> bytes:
    """One part changed; changing the archive itself would mostly break its sums."""
    chance = random.Random(seed)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = {name: book.read(name) for name in book.namelist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return atheris.Mutate(content, most)
    if not parts or chance.random() < 0.1:
        return atheris.Mutate(content, most)
    chosen = chance.choice([name for name in parts if name.startswith("xl/")] or list(parts))
    change = text if chance.random() < 0.7 else lambda part, room, _: atheris.Mutate(part, room)
    parts[chosen] = change(parts[chosen], len(parts[chosen]) + 1_000, seed)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return made.getvalue() if made.tell() <= most else content


MUTATIONS: dict[str, Mutator] = {"yaml": text, "csv": text, "xlsx": workbook}
