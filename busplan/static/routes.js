// The routes on the map, when somebody wants to see them: a line for each, and its name as a button beside the map.
"use strict";

(function () {
  const choice = document.getElementById("map_routes");
  if (!choice || !window.busplan) return;
  const trouble = document.getElementById("map_trouble");
  const note = document.getElementById("map_routes_note");
  const names = document.getElementById("map_route_names");
  const LOOKS = 6;
  // Some browsers remember a tick when the page is loaded anew.
  choice.checked = "shown" in choice.dataset;
  let layer = null;
  let chosen = null;

  // Told from one another by how they are broken, too.
  function drawn(feature, number) {
    const places = feature.geometry.coordinates.map(([longitude, latitude]) => [latitude, longitude]);
    const route = L.polyline(places, { className: "route look-" + (number % LOOKS), weight: 4 });
    return route.bindTooltip(() => busplan.line("span", feature.properties.name), { sticky: true });
  }

  function choose(button, route) {
    if (chosen) {
      chosen.button.setAttribute("aria-pressed", "false");
      chosen.route.getElement()?.classList.remove("chosen");
    }
    const same = chosen && chosen.button === button;
    chosen = same ? null : { button, route };
    names.classList.toggle("some", Boolean(chosen));
    busplan.map.getPane("overlayPane").classList.toggle("some", Boolean(chosen));
    if (same) return;
    button.setAttribute("aria-pressed", "true");
    route.getElement().classList.add("chosen");
    route.bringToFront();
    busplan.map.fitBounds(route.getBounds(), { padding: [30, 30], maxZoom: 13 });
  }

  function named(feature, route, number) {
    const row = document.createElement("li");
    const button = busplan.line("button", feature.properties.name, "route-name");
    const sign = document.createElement("span");
    sign.className = "dash look-" + (number % LOOKS);
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.prepend(sign);
    button.addEventListener("click", () => choose(button, route));
    row.append(button);
    return row;
  }

  async function show() {
    if (!layer) {
      const { features } = await busplan.fetched(choice.dataset.routes);
      const lines = features.map(drawn);
      layer = L.layerGroup(lines);
      names.replaceChildren(...features.map((feature, number) => named(feature, lines[number], number)));
    }
    if (!choice.checked) return;
    layer.addTo(busplan.map);
    names.hidden = note.hidden = false;
  }

  function hide() {
    if (chosen) choose(chosen.button, chosen.route);
    layer?.remove();
    names.hidden = note.hidden = true;
  }

  async function change() {
    try {
      if (choice.checked) await show();
      else hide();
    } catch {
      choice.checked = false;
      trouble.textContent = choice.dataset.failed;
    }
  }

  // Lines that have become others since.
  busplan.redraw = function () {
    if (chosen) return;
    layer?.remove();
    layer = null;
    change();
  };
  choice.addEventListener("change", change);
  if (choice.checked) change();
})();
