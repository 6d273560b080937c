// Lists what pages are kept on the device. Their headings are set as text.
"use strict";

(function () {
  const place = document.getElementById("kept");
  if (!window.caches) return;
  const { drawer, root, here, none, forgotten } = place.dataset;
  const list = place.querySelector("ul");
  const nothing = place.querySelector(".none");
  const status = place.querySelector("[role=status]");

  async function heading(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("h1");
    return { lang: page.documentElement.lang, text: found ? found.textContent : page.title };
  }

  async function row(pages, request) {
    const { lang, text } = await heading(await pages.match(request));
    const link = document.createElement("a");
    link.href = request.url;
    link.lang = lang;
    link.textContent = text;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  async function show() {
    const rows = [];
    for (const name of await caches.keys()) {
      if (!name.startsWith(`${drawer} pages `)) continue;
      const pages = await caches.open(name);
      for (const request of await pages.keys()) {
        const { pathname } = new URL(request.url);
        if (!pathname.slice(root.length).endsWith("offline") && !pathname.includes(".")) rows.push(await row(pages, request));
      }
    }
    list.replaceChildren(...rows);
    nothing.textContent = rows.length ? "" : none;
    nothing.hidden = rows.length > 0;
    place.hidden = false;
  }

  place.querySelector(".forget").addEventListener("click", async function () {
    await window.busplanMine.forget(drawer);
    await show();
    status.textContent = forgotten;
  });
  // It stands in for pages that are not kept, too.
  document.getElementById("lost").hidden = location.pathname === here;
  show();
})();
