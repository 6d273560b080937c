"""A private PostgreSQL from Debian's package: made in a folder, on a socket there, gone after the tests."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


def binaries() -> Path | None:
    """The newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: float(file.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def server(bin: Path) -> Iterator[str]:
    """Gives its SQLAlchemy URL. PostgreSQL will not run as root: there it runs as `postgres`."""
    with TemporaryDirectory(prefix="busplan-pg-") as folder:
        data = Path(folder, "data")
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        run(bin / "initdb", "-D", data, "-U", "busplan", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run(bin / "pg_ctl", "-D", data, "-w", "-o", options, "-l", Path(folder, "log"), "start")
        try:
            yield f"postgresql+psycopg://busplan@/postgres?host={folder}"
        finally:
            run(bin / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.getuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")
