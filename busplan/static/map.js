// Stops on a map. All that staff have written is set as text, never as markup; all that is said comes with the page.
"use strict";

(function () {
  const element = document.getElementById("map_stops");
  const trouble = document.getElementById("map_trouble");
  if (!element) return;
  const said = element.dataset;
  const coarse = window.matchMedia("(pointer: coarse)").matches;
  // Beyond so many stops, those that would lie in one cell of the screen are drawn as one.
  const MANY = 300;
  const CELL = 72;
  const MOST_LISTED = 50;
  const PIN = coarse ? 44 : 32;
  const GROUP = 44;

  element.hidden = false;
  trouble.textContent = "";
  for (const shown of document.querySelectorAll(".map-frame [data-with-map]")) shown.hidden = false;
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
    // Leaflet has no option for the glide to what is focused.
    const glide = L.Map.prototype.panBy;
    L.Map.include({ panBy: function (by, options) { return glide.call(this, by, { ...options, animate: false }); } });
  }
  // The page scrolls under a wheel or a finger; the map moves by its buttons, or by two fingers.
  L.Map.mergeOptions({ scrollWheelZoom: false, dragging: !coarse });

  function line(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function link(stop) {
    const made = line("a", stop.name);
    made.href = stop.url;
    return made;
  }

  function popupOfStop(stop) {
    const box = document.createElement("div");
    const heading = document.createElement("h3");
    heading.append(link(stop));
    box.append(heading, line("p", stop.municipality, "muted"), line("p", stop.next));
    if (stop.distance) box.append(line("p", stop.distance, "far"));
    if (stop.news) box.append(line("p", stop.news, "news"));
    return box;
  }

  // Stops that no map can take apart.
  function popupOfGroup(stops, label) {
    const box = document.createElement("div");
    const list = document.createElement("ul");
    for (const { stop } of stops.slice(0, MOST_LISTED)) {
      const row = document.createElement("li");
      row.append(link(stop), " ", line("span", stop.distance, "muted"));
      list.append(row);
    }
    box.append(line("h3", label), list);
    return box;
  }

  function icon(className, size, content) {
    const shape = document.createElement("span");
    shape.className = "shape " + className;
    if (content) shape.textContent = content;
    return L.divIcon({ className: "pin " + className, html: shape, iconSize: [size, size] });
  }

  // Leaflet forgets the Escape key once the keyboard is inside the popup, and leaves focus nowhere.
  function takesKeyboard(popup, marker, label) {
    popup.on("add", function () {
      const box = popup.getElement();
      const close = box.querySelector(".leaflet-popup-close-button");
      const first = box.querySelector("a[href]:not(.leaflet-popup-close-button)");
      close.setAttribute("aria-label", said.close);
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", label);
      box.onkeydown = (key) => key.key === "Escape" && popup.close();
      if (first) first.focus({ preventScroll: true });
    });
    popup.on("remove", function () {
      const at = marker.getElement();
      if (at && !document.hidden) at.focus({ preventScroll: true });
    });
  }

  // Made when it is first opened: most never are.
  function open(map, marker, content, label) {
    if (!marker.popup) {
      // Within the narrowest phone's map, and clear of the zoom buttons.
      const widest = Math.min(280, map.getSize().x - 130);
      marker.popup = L.popup({
        minWidth: Math.min(180, widest),
        maxWidth: widest,
        maxHeight: Math.max(160, map.getSize().y - 120),
        offset: [0, -6],
        autoPanPaddingTopLeft: [60, 12],
        autoPanPaddingBottomRight: [12, 12],
      });
      marker.popup.setLatLng(marker.getLatLng()).setContent(content());
      takesKeyboard(marker.popup, marker, label);
    }
    marker.popup.openOn(map);
  }

  // A button answers to Enter and to the space bar.
  function pressed(marker, act) {
    marker.on("keydown", function (event) {
      const key = event.originalEvent;
      if (key.key !== "Enter" && key.key !== " ") return;
      key.preventDefault();
      // A key held down opens one thing, not all that is within it.
      if (!key.repeat) act(true);
    });
    marker.on("click", () => act(false));
  }

  function named(marker, label, keyboard) {
    marker.on("add", function () {
      const at = marker.getElement();
      if (keyboard) at.setAttribute("aria-label", label);
      else at.setAttribute("aria-hidden", "true");
    });
  }

  function markerOfStop(map, each, options) {
    const { stop, isFocus, latlng } = each;
    // On the map of one stop the others are there to look at, not to tab through.
    const keyboard = isFocus || !options.focus;
    const marker = L.marker(latlng, {
      icon: icon(isFocus ? "focus " + stop.state : stop.state, isFocus ? 44 : PIN),
      riseOnHover: true,
      zIndexOffset: isFocus ? 1000 : 0,
      keyboard,
    });
    named(marker, stop.name + ", " + (stop.distance || said.none), keyboard);
    pressed(marker, () => open(map, marker, () => popupOfStop(stop), stop.name));
    return marker;
  }

  function markerOfGroup(map, stops, options, closer) {
    const bounds = L.latLngBounds(stops.map((each) => each.latlng));
    const number = stops.length.toLocaleString(document.documentElement.lang);
    const keyboard = !options.focus;
    const marker = L.marker(bounds.getCenter(), { icon: icon("group", GROUP, number), keyboard });
    const together = said.together.replace("{n}", number);
    named(marker, said.several.replace("{n}", number), keyboard);
    pressed(marker, function (byKeyboard) {
      const zoom = Math.min(map.getBoundsZoom(bounds, false, L.point(60, 60)), map.getMaxZoom());
      const one = bounds.getSouthWest().equals(bounds.getNorthEast(), 1e-5);
      if (one || zoom <= map.getZoom()) open(map, marker, () => popupOfGroup(stops, together), together);
      else closer(bounds.getCenter(), zoom, byKeyboard ? stops[0] : null);
    });
    return marker;
  }

  // What is to be drawn: each stop by itself, or those of a cell together, and then only where one looks.
  function cells(map, all) {
    const found = new Map();
    if (all.length <= MANY) {
      for (const each of all) found.set(each.id, [each]);
      return found;
    }
    const scale = 2 ** map.getZoom();
    const view = map.getPixelBounds();
    const beside = map.getSize().divideBy(4);
    for (const each of all) {
      const x = each.at.x * scale;
      const y = each.at.y * scale;
      if (x < view.min.x - beside.x || x > view.max.x + beside.x) continue;
      if (y < view.min.y - beside.y || y > view.max.y + beside.y) continue;
      const key = each.isFocus ? each.id : Math.floor(x / CELL) + ":" + Math.floor(y / CELL);
      const there = found.get(key);
      if (there) there.push(each);
      else found.set(key, [each]);
    }
    return found;
  }

  function drawing(map, all, options) {
    const drawn = new Map();
    let next = null;

    function closer(center, zoom, first) {
      next = first && { stop: first, from: map.getZoom() };
      map.setView(center, zoom);
    }

    function draw() {
      const wanted = new Map();
      for (const [cell, stops] of cells(map, all)) {
        const key = stops.length === 1 ? "stop:" + stops[0].id : [map.getZoom(), cell, stops.length].join(":");
        wanted.set(key, stops);
      }
      for (const [key, { marker }] of drawn) {
        if (wanted.has(key) || marker.popup?.isOpen()) continue;
        marker.remove();
        drawn.delete(key);
      }
      for (const [key, stops] of wanted) {
        if (drawn.has(key)) continue;
        const one = stops.length === 1;
        const marker = one ? markerOfStop(map, stops[0], options) : markerOfGroup(map, stops, options, closer);
        drawn.set(key, { marker: marker.addTo(map), stops });
      }
      focusNext();
    }

    // Who opened a group by keyboard goes on from within it, once the map is there: a glide that is cut short
    // tells of a move, too.
    function focusNext() {
      if (!next || map.getZoom() === next.from) return;
      const there = [...drawn.values()].find(({ stops }) => stops.includes(next.stop));
      next = null;
      if (there) there.marker.getElement().focus({ preventScroll: true });
    }

    draw();
    if (all.length > MANY) map.on("moveend", draw);
  }

  function placed(feature, options) {
    const [longitude, latitude] = feature.geometry.coordinates;
    const latlng = L.latLng(latitude, longitude);
    const at = L.CRS.EPSG3857.latLngToPoint(latlng, 0);
    return { id: feature.id, stop: feature.properties, isFocus: feature.id === options.focus, latlng, at };
  }

  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async function showStops(map, options) {
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: said.zoomIn, zoomOutTitle: said.zoomOut }).addTo(map);
    if (options.bounds.length) {
      map.fitBounds(options.bounds, { padding: [24, 24], maxZoom: options.deepest, animate: false });
    }
    map.eachLayer(function (layer) {
      layer.once("tileerror", function () {
        trouble.textContent = said.noTiles;
      });
    });
    busplan.map = map;
    try {
      const stops = await fetched(options.stops);
      drawing(map, stops.features.map((feature) => placed(feature, options)), options);
      element.dataset.stops = stops.features.length;
    } catch {
      trouble.textContent = said.noStops;
    }
  }

  const busplan = { showStops, fetched, line };
  window.busplan = busplan;
})();
