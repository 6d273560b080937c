"""A real Valhalla, on a town that the tests have written themselves."""

from dataclasses import replace

import numpy as np
import pytest
from network import (
    BANK,
    BRIDGE,
    FAR_AWAY,
    LOW_BRIDGE,
    ON_THE_ISLAND,
    ON_THE_NORTH_BANK,
    ON_THE_SOUTH_BANK,
    at,
)

from busplan.fetching import Unavailable
from busplan.roads.leg import spot
from busplan.roads.reach import inside
from busplan.roads.roads import Roads
from busplan.roads.valhalla import Valhalla
from busplan.roads.vehicle import Vehicle
from busplan.timetable import Point

BUS = Vehicle()
BANKS = [ON_THE_SOUTH_BANK, ON_THE_NORTH_BANK]


@pytest.mark.parametrize("kind", ["truck", "bus"])
def test_a_bus_that_is_too_heavy_drives_round_by_the_other_bridge(valhalla, kind):
    heavy = Roads(Valhalla(valhalla, replace(BUS, kind=kind))).matrix(BANKS)
    light = Roads(Valhalla(valhalla, replace(BUS, kind=kind, weight=3.5))).matrix(BANKS)
    assert light.km[0, 1] == pytest.approx(2.81, abs=0.02)
    # Five streets to the west and back again.
    assert heavy.km[0, 1] == pytest.approx(2.81 + 2 * 2.0, abs=0.05)
    assert heavy.minutes[0, 1] > light.minutes[0, 1] + 3
    assert (heavy.estimates, heavy.basis.engine, heavy.basis.trouble) == (0, "valhalla", "")
    assert heavy.basis.version.startswith("20")


def test_the_road_is_drawn_over_the_bridge_that_bears_the_bus(valhalla):
    heavy = Roads(Valhalla(valhalla, BUS)).way(*BANKS)
    light = Roads(Valhalla(valhalla, replace(BUS, weight=3.5))).way(*BANKS)
    assert heavy.line[0] == ON_THE_SOUTH_BANK
    assert crossed(heavy) == at(0, LOW_BRIDGE).longitude
    assert crossed(light) == at(0, BRIDGE).longitude
    assert heavy.leg.metres > light.leg.metres + 3900


def crossed(way):
    """The street by which it crosses the river."""
    [south] = [p.longitude for p in way.line if p.latitude == pytest.approx(at(BANK, 0).latitude, abs=1e-5)][
        -1:
    ]
    return pytest.approx(south, abs=1e-5)


def test_a_stop_that_no_road_leads_to_is_told_and_spoils_nothing(valhalla):
    """One on an island, one where there is no road at all."""
    found = Roads(Valhalla(valhalla, BUS)).matrix([*BANKS, ON_THE_ISLAND, FAR_AWAY])
    assert found.cut_off == (2, 3)
    assert np.isfinite(found.minutes[:2, :2]).all()
    assert np.isinf(found.minutes[:2, 2:]).all()
    assert (found.estimates, found.basis.trouble) == (0, "")
    assert Roads(Valhalla(valhalla, BUS)).way(ON_THE_SOUTH_BANK, ON_THE_ISLAND) is None


def test_more_pairs_than_it_takes_at_once_are_asked_in_blocks(valhalla):
    places = [at(row, column / 2) for row in range(8) for column in range(8)]
    engine = Valhalla(valhalla, BUS)
    found = Roads(engine).matrix(places)
    assert (len(found), found.estimates, found.cut_off) == (64, 0, ())
    few = [0, 17, 63]
    again = Roads(engine).matrix([places[each] for each in few])
    assert np.allclose(found.km[np.ix_(few, few)], again.km, atol=0.02)


def test_who_walks_to_the_stop_in_time(valhalla):
    """Ten minutes are 850 m along the streets; across the river is farther, but for the bridge."""
    rings = Valhalla(valhalla, BUS).reach(at(2, BRIDGE), 10)
    near, far = at(1, BRIDGE), at(0, BRIDGE + 3)
    assert inside(rings, [near, far]).tolist() == [True, False]
    # Where there is no road, nobody comes farther than where they stand.
    assert not inside(Valhalla(valhalla, BUS).reach(FAR_AWAY, 10), [near, Point(62.01, 11.0)]).any()


def test_a_valhalla_that_is_away_is_told():
    gone = Valhalla("http://127.0.0.1:1", BUS)
    with pytest.raises(Unavailable, match="valhalla"):
        gone.table([spot(ON_THE_SOUTH_BANK)], [spot(ON_THE_NORTH_BANK)])
    with pytest.raises(Unavailable):
        gone.way(*BANKS)
