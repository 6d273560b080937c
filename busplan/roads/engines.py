"""Settings in, the road engine they name out."""

from busplan.roads.engine import Engine
from busplan.roads.ors import PUBLIC, OpenRouteService
from busplan.roads.osrm import Osrm
from busplan.roads.valhalla import Valhalla
from busplan.roads.vehicle import vehicle_of
from busplan.settings import Settings


def engine_of(said: Settings) -> Engine | None:
    """None where the straight line is to do."""
    address, vehicle, version = said.roads_address, vehicle_of(said), said.roads_version
    if said.roads == "valhalla":
        return Valhalla(address or "http://127.0.0.1:8002", vehicle, version)
    if said.roads == "osrm":
        return Osrm(address or "http://127.0.0.1:5000", vehicle, version)
    if said.roads == "ors":
        return OpenRouteService(address or PUBLIC, vehicle, said.roads_key, version)
    return None
