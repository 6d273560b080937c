// Stops on a map. All that staff have written is set as text, never as markup.
"use strict";

(function () {
  const element = document.getElementById("map_stops");
  const trouble = document.getElementById("map_trouble");
  if (!element) return;
  element.hidden = false;
  trouble.textContent = "";
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
  }

  // The page scrolls under a wheel or a finger; the map moves by its buttons, or by two fingers.
  L.Map.mergeOptions({
    scrollWheelZoom: false,
    dragging: !window.matchMedia("(pointer: coarse)").matches,
  });

  function line(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function popup(stop) {
    const box = document.createElement("div");
    const heading = document.createElement("h3");
    const link = line("a", stop.name);
    link.href = stop.url;
    heading.append(link);
    box.append(heading, line("p", stop.municipality, "muted"), line("p", stop.next));
    if (stop.distance) box.append(line("p", stop.distance, "far"));
    if (stop.news) box.append(line("p", stop.news, "news"));
    return box;
  }

  function pin(isFocus) {
    return L.divIcon({ className: isFocus ? "pin focus" : "pin", iconSize: [28, 28], iconAnchor: [14, 14] });
  }

  // Leaflet forgets the Escape key once the keyboard is inside the popup, and leaves focus nowhere.
  function takesKeyboard(map, marker) {
    marker.on("popupopen", function (event) {
      const box = event.popup.getElement();
      const close = box.querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", "Lukk");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", marker.options.alt);
      box.addEventListener("keydown", function (key) {
        if (key.key === "Escape") map.closePopup();
      });
      const link = box.querySelector("a[href]:not(.leaflet-popup-close-button)");
      if (link) link.focus();
    });
    marker.on("popupclose", function () {
      const at = marker.getElement();
      if (at && !document.hidden) at.focus({ preventScroll: true });
    });
  }

  function marked(map, feature, options) {
    const isFocus = feature.id === options.focus;
    const [longitude, latitude] = feature.geometry.coordinates;
    const stop = feature.properties;
    const marker = L.marker([latitude, longitude], {
      icon: pin(isFocus),
      alt: stop.name,
      riseOnHover: true,
      // On the map of one stop the others are there to look at, not to tab through.
      keyboard: isFocus || !options.focus,
    });
    marker.on("add", function () {
      marker.getElement().setAttribute("aria-label", stop.name);
    });
    // Within the narrowest phone's map, and clear of the zoom buttons.
    const widest = Math.min(280, map.getSize().x - 110);
    marker.bindPopup(() => popup(stop), {
      minWidth: Math.min(180, widest),
      maxWidth: widest,
      autoPanPaddingTopLeft: [56, 12],
      autoPanPaddingBottomRight: [12, 12],
    });
    takesKeyboard(map, marker);
    return marker.addTo(map);
  }

  function showStops(map, options) {
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: "Zoom inn", zoomOutTitle: "Zoom ut" }).addTo(map);
    if (options.bounds.length) {
      map.fitBounds(options.bounds, { padding: [24, 24], maxZoom: options.deepest, animate: false });
    }
    map.eachLayer(function (layer) {
      layer.once("tileerror", function () {
        trouble.textContent = "Kartbakgrunnen kan ikke hentes akkurat nå. Stoppene vises likevel.";
      });
    });
    fetch(options.stops)
      .then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      })
      .then(function (stops) {
        for (const feature of stops.features) marked(map, feature, options);
        element.dataset.stops = stops.features.length;
      })
      .catch(function () {
        trouble.textContent = "Stoppene kunne ikke hentes til kartet. Resten av siden virker som vanlig.";
      });
  }

  window.busplan = { showStops };
})();
