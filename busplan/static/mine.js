// A resident's own stops: kept on the device when asked for, and on no other. All names are set as text.
"use strict";

(function () {
  if (window.busplanMine) return;
  const MOST = 30;
  const LONGEST = 200;

  // Whatever may lie in the drawer, what comes out is a list of stops.
  function drawer(name) {
    function isStop(each) {
      const whole = (text) => typeof text === "string" && text.length > 0 && text.length <= LONGEST;
      return each !== null && typeof each === "object" && whole(each.id) && whole(each.name);
    }
    return {
      stops() {
        try {
          const found = JSON.parse(localStorage.getItem(name));
          if (!Array.isArray(found)) return [];
          const ids = new Set();
          return found
            .filter((each) => isStop(each) && !ids.has(each.id) && ids.add(each.id))
            .slice(0, MOST)
            .map(({ id, name }) => ({ id, name }));
        } catch {
          return [];
        }
      },
      put(stops) {
        try {
          if (stops.length) localStorage.setItem(name, JSON.stringify(stops));
          else localStorage.removeItem(name);
          return true;
        } catch {
          return false;
        }
      },
    };
  }

  // Everything of ours: the stops, the pages, and the worker that keeps them.
  async function forget(name) {
    drawer(name).put([]);
    if (navigator.serviceWorker) {
      const there = await navigator.serviceWorker.getRegistration();
      if (there) await there.unregister();
    }
    if (window.caches) {
      for (const each of await caches.keys()) if (each.startsWith(`${name} `)) await caches.delete(each);
    }
  }

  // The worker keeps the pages of these stops, and of no others.
  async function keepPages(paths) {
    if (!navigator.serviceWorker) return;
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ stops: paths });
  }

  // What is told of every stop. Fails without cover.
  async function every(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function pagesOf(stops, known) {
    return stops.filter((each) => Object.hasOwn(known, each.id)).map((each) => known[each.id].url);
  }

  function made(tag, text, className) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function button(text, className) {
    const element = made("button", text, className);
    element.type = "button";
    return element;
  }

  // Where it is told what has come of a click.
  function told(tag) {
    const element = made(tag, "");
    element.setAttribute("role", "status");
    return element;
  }

  function onTheStop(place) {
    const said = place.dataset;
    const { stop, name: called } = said;
    const mine = drawer(said.drawer);
    const keep = button(said.keep, "plain");
    const star = made("span", "", "star");
    star.setAttribute("aria-hidden", "true");
    keep.prepend(star);
    const status = told("span");
    const isMine = () => mine.stops().some((each) => each.id === stop);
    const show = () => keep.setAttribute("aria-pressed", String(isMine()));
    keep.addEventListener("click", function () {
      const others = mine.stops().filter((each) => each.id !== stop);
      const wanted = !isMine();
      if (wanted && others.length >= MOST) status.textContent = said.full;
      else if (!mine.put(wanted ? [...others, { id: stop, name: called }] : others)) status.textContent = said.refused;
      else {
        status.textContent = wanted ? said.kept : said.removed.replace("{name}", () => called);
        every(said.stops).then((known) => keepPages(pagesOf(mine.stops(), known))).catch(() => {});
      }
      show();
    });
    window.addEventListener("storage", show);
    show();
    place.append(keep, " ", status);
    place.hidden = false;
  }

  function onTheFront(place) {
    const said = place.dataset;
    const mine = drawer(said.drawer);
    const heading = made("h2", said.heading);
    heading.id = "mine-heading";
    heading.tabIndex = -1;
    place.setAttribute("role", "region");
    place.setAttribute("aria-labelledby", heading.id);
    const list = made("ul", "");
    const status = told("p");
    const everything = button(said.forget, "plain");
    place.append(heading, list, status, everything);
    let known = null;

    function next(stop) {
      const found = Object.hasOwn(known, stop.id) && known[stop.id];
      const box = made("div", "");
      if (!found) {
        box.append(made("p", said.gone.replace("{name}", () => stop.name)));
        return box;
      }
      const link = made("a", found.name, "name");
      link.href = found.url;
      const head = made("p", "");
      head.append(link, " ", made("span", found.municipality, "muted"));
      const off = found.off.map((each) => made("p", `✕ ${each}`, "off"));
      box.append(head, ...off, made("p", [found.next, found.distance && `(${found.distance})`].filter(Boolean).join(" ")));
      if (found.news) box.append(made("p", found.news, "muted"));
      return box;
    }

    function row(stop) {
      const item = made("li", "");
      const remove = button("✕", "plain");
      remove.setAttribute("aria-label", said.remove.replace("{name}", () => stop.name));
      remove.addEventListener("click", function () {
        mine.put(mine.stops().filter((each) => each.id !== stop.id));
        show();
        if (known) keepPages(pagesOf(mine.stops(), known));
        status.textContent = said.removed.replace("{name}", () => stop.name);
        heading.focus();
      });
      item.append(known ? next(stop) : made("p", stop.name, "name"), remove);
      return item;
    }

    function show() {
      const stops = mine.stops();
      list.replaceChildren(...stops.map(row));
      everything.hidden = stops.length === 0;
      if (stops.length) place.hidden = false;
    }

    async function ask() {
      try {
        known = await every(said.stops);
        show();
      } catch {
        status.textContent = said.away;
      }
      if (known) await keepPages(pagesOf(mine.stops(), known));
    }

    everything.addEventListener("click", async function () {
      await forget(said.drawer);
      show();
      status.textContent = said.forgotten;
      heading.focus();
    });
    window.addEventListener("storage", show);
    show();
    if (mine.stops().length) ask();
    else keepPages([]);
  }

  window.busplanMine = { forget };
  const onStop = document.getElementById("keep");
  const onFront = document.getElementById("mine");
  if (onStop) onTheStop(onStop);
  if (onFront) onTheFront(onFront);
})();
