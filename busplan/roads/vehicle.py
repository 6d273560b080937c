"""Settings in, the bus as a road engine is told of it out."""

from dataclasses import dataclass

from busplan.settings import Settings


@dataclass(frozen=True, slots=True)
class Vehicle:
    """Metres, tonnes and km/h. `kind` is truck or bus: whose signs and speeds it follows."""

    kind: str = "truck"
    height: float = 3.6
    width: float = 2.5
    length: float = 9.5
    weight: float = 14.0
    axle_load: float = 9.0
    top_speed: float = 80.0

    @property
    def shown(self) -> str:
        """`truck 3.6x2.5x9.5 m, 14 t, 9 t, 80 km/h`: what is kept for one bus is not for another."""
        size = f"{self.height:g}x{self.width:g}x{self.length:g} m"
        return f"{self.kind} {size}, {self.weight:g} t, {self.axle_load:g} t, {self.top_speed:g} km/h"


def vehicle_of(said: Settings) -> Vehicle:
    return Vehicle(
        said.vehicle_kind,
        float(said.vehicle_height),
        float(said.vehicle_width),
        float(said.vehicle_length),
        float(said.vehicle_weight),
        float(said.vehicle_axle_load),
        float(said.vehicle_top_speed),
    )
