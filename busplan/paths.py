"""Where our own files lie: inside the installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def templates() -> Path:
    return first_there("templates")


def sample() -> tuple[Path, Path]:
    """The sample's stops and schedule."""
    seed = PACKAGE / "seed"
    home = seed if seed.is_dir() else PACKAGE.parent
    return home / "data" / "stops.csv", home / "schedule.yaml"


def first_there(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
