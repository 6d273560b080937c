// How far a plan has come, asked for again and again until it is over; the page is then loaded anew.
"use strict";

(function () {
  const place = document.getElementById("progress");
  const EVERY = 1500;
  const SLOWER = 6000;
  let found = -1;

  // The lines are drawn as somebody asks for them: those that are shown are fetched anew.
  function drawAnew() {
    const choice = document.getElementById("map_routes");
    if (!choice || !choice.checked || !window.busplan?.redraw) return;
    window.busplan.redraw();
  }

  async function look() {
    let wait = EVERY;
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (!told.html) {
        window.location.reload();
        return;
      }
      // Our own server's, with everything that people wrote escaped.
      place.innerHTML = told.html;
      if (told.found !== found) drawAnew();
      found = told.found;
    } catch {
      wait = SLOWER;
    }
    window.setTimeout(look, wait);
  }

  window.setTimeout(look, EVERY);
})();
