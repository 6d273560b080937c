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

  const number = (field) => (field.value.trim() ? Number(field.value.trim().replace(",", ".")) : NaN);

  function written(degrees) {
    const text = degrees.toFixed(6).replace(/\.?0+$/, "");
    return said.comma ? text.replace(".", ",") : text;
  }

  function place() {
    const found = [number(latitude), number(longitude)];
    const isThere = found.every(Number.isFinite) && Math.abs(found[0]) <= 90 && Math.abs(found[1]) <= 180;
    return isThere ? L.latLng(found) : null;
  }

  function mark() {
    const shape = document.createElement("span");
    shape.className = "shape focus week";
    const icon = L.divIcon({ className: "pin focus", html: shape, iconSize: [44, 44] });
    return L.marker([0, 0], { icon, draggable: true, keyboard: false, autoPan: true });
  }

  function showStops(map, options) {
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: said.zoomIn, zoomOutTitle: said.zoomOut }).addTo(map);
    const trouble = document.getElementById("map_trouble");
    map.eachLayer((layer) => layer.once("tileerror", () => { trouble.textContent = said.noTiles; }));
    const marker = mark();

    function put(at) {
      marker.setLatLng(at);
      if (map.hasLayer(marker)) return;
      marker.addTo(map);
      marker.getElement().setAttribute("aria-hidden", "true");
    }

    function take(at) {
      put(at);
      latitude.value = written(at.lat);
      longitude.value = written(at.lng);
    }

    function follow() {
      const at = place();
      if (!at) return;
      put(at);
      map.panTo(at, { animate: false });
    }

    const at = place();
    if (at) {
      put(at);
      map.setView(at, Math.min(15, map.getMaxZoom()), { animate: false });
    } else if (options.bounds.length) {
      map.fitBounds(options.bounds, { padding: [24, 24], maxZoom: options.deepest, animate: false });
    }
    marker.on("dragend", () => take(marker.getLatLng()));
    map.on("click", (event) => take(event.latlng));
    document.querySelector("[data-centre]").addEventListener("click", () => take(map.getCenter()));
    for (const field of [latitude, longitude]) field.addEventListener("change", follow);
    element.dataset.stops = "1";
  }

  window.busplan = { showStops };
})();
