// Keeps the run sheet of today for where there is no cover, says how old it is, and lets nothing be lost in silence.
"use strict";
(() => {
  const { worker, scope } = document.currentScript.dataset;
  const note = document.getElementById("no-cover");
  const { at } = document.getElementById("fetched").dataset;

  // The sheet of another day must not take the place of today's. It is sent to the cab's own worker:
  // `ready` may give the one of residents' pages.
  if ("serviceWorker" in navigator && !location.search) {
    navigator.serviceWorker.register(worker, { scope }).then(({ installing, waiting, active }) => {
      const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
      (installing || waiting || active).postMessage({ page: location.pathname, files: files.map((each) => each.href || each.src) });
    }).catch(() => {});
  }

  function tell() {
    note.hidden = navigator.onLine;
    note.textContent = note.dataset.said.replace("{time}", at);
  }

  document.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    note.hidden = false;
    note.textContent = note.dataset.notSent;
    note.scrollIntoView({ block: "start" });
  });
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
})();
