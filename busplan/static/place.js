// A mark to drag, or a place to press, on the map: the degrees are written into the fields, and the other way.
"use strict";

(function () {
  const element = document.getElementById("map_stops");
  if (!element) return;
  const said = element.dataset;
  const latitude = document.getElementById(said.latitude);
  const longitude = document.getElementById(said.longitude);
  element.hidden = false;
  for (const shown of document.querySelectorAll(".map-frame [data-with-map]")) shown.hidden = false;
  L.Map.mergeOptions({ scrollWheelZoom: false });

  const number = (field) => Number(field.value.trim().replace(",", "."));

  function written(degrees) {
    const text = degrees.toFixed(6).replace(/\.?0+$/, "");
    return said.comma ? text.replace(".", ",") : text;
  }

  function showStops(map) {
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: said.zoomIn, zoomOutTitle: said.zoomOut }).addTo(map);
    const shape = document.createElement("span");
    shape.className = "shape focus week";
    const icon = L.divIcon({ className: "pin focus", html: shape, iconSize: [44, 44] });
    const at = L.latLng(number(latitude), number(longitude));
    const marker = L.marker(at, { icon, draggable: true, keyboard: false, autoPan: true }).addTo(map);
    marker.getElement().setAttribute("aria-hidden", "true");
    map.setView(at, Math.min(15, map.getMaxZoom()), { animate: false });

    function take(place) {
      marker.setLatLng(place);
      latitude.value = written(place.lat);
      longitude.value = written(place.lng);
    }

    function follow() {
      const place = [number(latitude), number(longitude)];
      if (!place.every(Number.isFinite) || Math.abs(place[0]) > 90 || Math.abs(place[1]) > 180) return;
      marker.setLatLng(place);
      map.panTo(place, { animate: false });
    }

    marker.on("dragend", () => take(marker.getLatLng()));
    map.on("click", (event) => take(event.latlng));
    for (const field of [latitude, longitude]) field.addEventListener("change", follow);
    element.dataset.stops = "1";
  }

  window.busplan = { showStops };
})();
