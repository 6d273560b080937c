"""An extract of OpenStreetMap in, a Valhalla that answers out.

Its programs come with the package pyvalhalla. They run without Python, so one for a newer Python will do.
"""

import json
import shutil
import subprocess  # nosec B404
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

BUILD, SERVE, CONFIGURE = "valhalla_build_tiles", "valhalla_service", "valhalla_build_config"
# Metres between two stops of one matrix: Norway is longer than Valhalla's own 400 km.
FARTHEST = 3_000_000.0
CONFIGURES_WITHIN = 60


class NoProgram(OSError):
    """Valhalla's programs are not where they were looked for."""


class NoTiles(OSError):
    """There are no tiles, or they could not be built."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Where they lie, and how its configuration is written."""

    folder: Path
    configure: tuple[str, ...]

    def path(self, name: str) -> str:
        return str(self.folder / name)


def programs(given: Path | None = None) -> Programs:
    """In the folder given (where pip put them), else as installed for this Python, else on the PATH.

    Raises NoProgram.
    """
    found = find_spec("valhalla") if given is None else None
    packages = (
        [given / "valhalla"]
        if given
        else [Path(file) for file in (found and found.origin and [found.origin]) or ()]
    )
    for package in packages:
        folder = package if package.is_dir() else package.parent
        if (folder / "bin" / SERVE).is_file():
            return Programs(folder / "bin", (sys.executable, str(folder / f"{CONFIGURE}.py")))
    service, configure = shutil.which(SERVE), shutil.which(CONFIGURE)
    if given or not service or not configure:
        raise NoProgram(f"no {SERVE} in {given or 'this Python or on the PATH'} (see docs/roads.md)")
    return Programs(Path(service).parent, (configure,))


def build(extract: Path, folder: Path, by: Programs) -> None:
    """Makes the tiles beside older ones, which stay until the new ones are whole. Raises NoTiles."""
    tiles, new = folder / "tiles", folder / "tiles.new"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(new, ignore_errors=True)
    config = written(folder / "build.json", configured(new, by))
    done = subprocess.run([by.path(BUILD), "-c", config, str(extract)], stdout=sys.stderr, check=False)  # noqa: S603  # nosec B603
    if done.returncode or not any(new.rglob("*.gph")):
        raise NoTiles(f"{extract}: {BUILD} built no tiles (exit {done.returncode})")
    shutil.rmtree(tiles, ignore_errors=True)
    new.rename(tiles)


@contextmanager
def serving(
    folder: Path, host: str, port: int, by: Programs, at_once: int = 2
) -> Iterator[subprocess.Popen[bytes]]:
    """The service, as long as it is needed. Raises NoTiles."""
    tiles = folder / "tiles"
    if not any(tiles.rglob("*.gph")):
        raise NoTiles(f"{folder}: no tiles have been built here")
    with TemporaryDirectory(prefix="busplan-roads-") as sockets:
        config = configured(tiles, by)
        listen(config, host, port, sockets)
        command = [by.path(SERVE), written(Path(sockets, "serve.json"), config), str(at_once)]
        service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=sys.stderr)  # noqa: S603  # nosec B603
        try:
            yield service
        finally:
            service.terminate()
            try:
                service.wait(10)
            except subprocess.TimeoutExpired:
                service.kill()
                service.wait()


def configured(tiles: Path, by: Programs) -> dict[str, Any]:
    """Valhalla's own, with these tiles and with longer ways."""
    place = ("--mjolnir-tile-dir", str(tiles.absolute()), "--mjolnir-tile-extract", "")
    command = [*by.configure, *place, "--mjolnir-traffic-extract", "", "--logging-type", "std_err"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=CONFIGURES_WITHIN)  # noqa: S603  # nosec B603
    if done.returncode:
        raise NoProgram(f"{CONFIGURE}: {done.stderr.decode(errors='replace')[-300:]}")
    config: dict[str, Any] = json.loads(done.stdout)
    for kind in ("auto", "bus", "truck"):
        config["service_limits"][kind]["max_matrix_distance"] = FARTHEST
    # Else one stop on an island is a fault of all.
    config["loki"]["use_connectivity"] = False
    return config


def listen(config: dict[str, Any], host: str, port: int, sockets: str) -> None:
    for part in ("loki", "thor", "odin", "meili"):
        config[part]["service"]["proxy"] = f"ipc://{sockets}/{part}"
    config["httpd"]["service"] |= {
        "listen": f"tcp://{host}:{port}",
        "loopback": f"ipc://{sockets}/loopback",
        "interrupt": f"ipc://{sockets}/interrupt",
        "drain_seconds": 1,
    }


def written(file: Path, config: dict[str, Any]) -> str:
    file.write_text(json.dumps(config, indent=1))
    return str(file)
