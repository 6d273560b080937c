import network
import pytest

from busplan.roads import tiles


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """A folder with the tiles of the town."""
    folder = tmp_path_factory.mktemp("town")
    by = network.programs()
    network.write(folder / "town.osm.pbf")
    tiles.build(folder / "town.osm.pbf", folder / "roads", by)
    return folder / "roads"


@pytest.fixture(scope="session")
def valhalla(town):
    """The address of a real Valhalla that knows the town."""
    with network.valhalla(town) as address:
        yield address
