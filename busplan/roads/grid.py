"""Metres in a UTM zone in, degrees out.

Krüger's series in the third flattening, as C. F. F. Karney writes them: "Transverse Mercator with an
accuracy of a few nanometers", Journal of Geodesy 85 (2011), eq. 7 to 11, 19 to 21, 36, to the fourth power.
The ellipsoid is GRS 80 (EUREF89); WGS84 is the same to a tenth of a millimetre.
"""

import numpy as np

from busplan.roads.estimate import Numbers

EQUATOR, FLATTENING = 6378137.0, 1 / 298.257222101
SCALE, FALSE_EAST = 0.9996, 500_000.0
N = FLATTENING / (2 - FLATTENING)
ECCENTRICITY = np.sqrt(FLATTENING * (2 - FLATTENING))
RADIUS = EQUATOR / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
BETA = (
    N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96 - N**4 / 360,
    N**2 / 48 + N**3 / 15 - 437 * N**4 / 1440,
    17 * N**3 / 480 - 37 * N**4 / 840,
    4397 * N**4 / 161280,
)
STEPS = 4


def degrees(east: Numbers, north: Numbers, zone: int = 33) -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes, on the northern half of the Earth."""
    xi, eta = north / (SCALE * RADIUS), (east - FALSE_EAST) / (SCALE * RADIUS)
    turned = xi + 1j * eta
    sphere = turned - sum(beta * np.sin(2 * power * turned) for power, beta in enumerate(BETA, 1))
    along, up = np.real(sphere), np.imag(sphere)
    conformal = np.sin(along) / np.hypot(np.sinh(up), np.cos(along))
    longitude = np.degrees(np.arctan2(np.sinh(up), np.cos(along))) + 6 * zone - 183
    return np.degrees(np.arctan(geographic(conformal))), longitude


def geographic(conformal: Numbers) -> Numbers:
    """The tangent of the latitude, by Newton's method (Karney's eq. 19 to 21)."""
    tangent = conformal
    for _ in range(STEPS):
        secant = np.hypot(1, tangent)
        sigma = np.sinh(ECCENTRICITY * np.arctanh(ECCENTRICITY * tangent / secant))
        here = tangent * np.hypot(1, sigma) - sigma * secant
        slope = (1 + (1 - ECCENTRICITY**2) * tangent**2) / ((1 - ECCENTRICITY**2) * secant)
        tangent = tangent + (conformal - here) / np.hypot(1, here) * slope
    return tangent
