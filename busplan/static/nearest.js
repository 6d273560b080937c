// The stops nearest to where one stands. Asked only at a click, and worked out here: no position leaves the device.
"use strict";

(function () {
  const box = document.getElementById("nearest");
  if (!box || !navigator.geolocation || !window.isSecureContext) return;
  const MOST = 5;
  const RADIUS = 6371008.8;
  const said = box.dataset;
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  const button = box.querySelector("button");
  box.hidden = false;

  // In metres, along a sphere (haversine).
  function distance(one, other) {
    const radians = Math.PI / 180;
    const north = Math.sin(((other.latitude - one.latitude) * radians) / 2);
    const east = Math.sin(((other.longitude - one.longitude) * radians) / 2);
    const narrower = Math.cos(one.latitude * radians) * Math.cos(other.latitude * radians);
    return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(north * north + narrower * east * east)));
  }

  function told(metres) {
    const language = document.documentElement.lang || "nb";
    const near = metres < 950;
    const amount = near ? Math.round(metres / 10) * 10 : metres / 1000;
    const number = amount.toLocaleString(language, { maximumFractionDigits: amount < 100 && !near ? 1 : 0 });
    return (near ? said.metres : said.kilometres).replace("{n}", number);
  }

  function part(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function row({ stop, metres }) {
    const made = document.createElement("li");
    const link = part("a", stop.name);
    link.href = stop.url;
    const next = part("span", stop.next + (stop.distance ? " (" + stop.distance + ")" : ""), "when");
    made.append(link, " ", part("span", stop.municipality + " · " + told(metres), "muted"), " ", next);
    return made;
  }

  function nearest(stops, here) {
    const measured = stops.features.map(function (feature) {
      const [longitude, latitude] = feature.geometry.coordinates;
      return { stop: feature.properties, metres: distance(here, { latitude, longitude }) };
    });
    return measured.sort((one, other) => one.metres - other.metres).slice(0, MOST);
  }

  function position() {
    return new Promise(function (found, failed) {
      navigator.geolocation.getCurrentPosition((place) => found(place.coords), failed, {
        maximumAge: 60000,
        timeout: 15000,
      });
    });
  }

  async function stops() {
    const answer = await fetch(said.stops);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function excuse(fault) {
    if (!(window.GeolocationPositionError && fault instanceof GeolocationPositionError)) return said.failed;
    return fault.code === fault.PERMISSION_DENIED ? said.denied : said.unknown;
  }

  button.addEventListener("click", async function () {
    status.textContent = said.asking;
    list.replaceChildren();
    try {
      const [all, here] = await Promise.all([stops(), position()]);
      list.replaceChildren(...nearest(all, here).map(row));
      status.textContent = said.found;
    } catch (fault) {
      status.textContent = excuse(fault);
    }
  });
})();
