// The map is fetched when it comes near what is seen: most who look for a time never scroll to it.
"use strict";

(function () {
  const scripts = document.currentScript.dataset.scripts.split(" ");
  const element = document.getElementById("map_stops");

  // It has its place from the first, so that nothing moves when it comes.
  element.hidden = false;
  document.getElementById("map_trouble").textContent = "";
  for (const shown of document.querySelectorAll(".map-frame [data-with-map]")) shown.hidden = false;

  function fetchAll() {
    for (const address of scripts) {
      const script = document.createElement("script");
      script.src = address;
      // In this order.
      script.async = false;
      document.head.append(script);
    }
  }

  if (!("IntersectionObserver" in window)) {
    fetchAll();
    return;
  }
  const watcher = new IntersectionObserver(
    function (seen) {
      if (!seen.some((each) => each.isIntersecting)) return;
      watcher.disconnect();
      fetchAll();
    },
    { rootMargin: "300px 0px" },
  );
  watcher.observe(element);
})();
