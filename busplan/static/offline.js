// Keeps the site for when there is no cover, and says how old a page is that was kept.
"use strict";

(function () {
  const said = document.currentScript.dataset;

  function day(date, locale) {
    const parts = { timeZone: said.zone, day: "numeric", month: "long", year: "numeric" };
    // Not every browser knows nynorsk; the months have the same names.
    return new Intl.DateTimeFormat([locale, "nb"], parts).format(date);
  }

  function hour(date) {
    const parts = { timeZone: said.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const found = new Intl.DateTimeFormat("en-GB", parts).formatToParts(date);
    const of = (type) => found.find((part) => part.type === type).value;
    return said.clock.replace("HH", of("hour")).replace("mm", of("minute"));
  }

  // The bus's own day and hour, wherever the device is.
  function tell(kept) {
    const date = new Date(kept);
    if (Number.isNaN(date.getTime()) || document.querySelector(".offline")) return;
    const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    const words = [
      navigator.onLine ? said.slow : said.without,
      said.kept.replace("{date}", day(date, locale)).replace("{time}", hour(date)),
    ];
    if (day(date, "en-GB") !== day(new Date(), "en-GB")) words.push(said.old);
    const banner = document.createElement("div");
    banner.className = "offline";
    banner.setAttribute("role", "status");
    document.querySelector("main").before(banner);
    const line = document.createElement("p");
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = said.again;
    again.addEventListener("click", function (event) {
      event.preventDefault();
      location.reload();
    });
    line.append(words.join(" "), " ", again);
    banner.append(line);
  }

  async function keep() {
    await navigator.serviceWorker.register(said.worker, { scope: said.root });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: said.keep.split(" ") });
  }

  if (document.documentElement.dataset.kept) tell(document.documentElement.dataset.kept);
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("message", function (event) {
    if (event.data && event.data.kept) tell(event.data.kept);
  });
  navigator.serviceWorker.startMessages();
  // A browser may refuse to keep anything; the site is the same without.
  window.addEventListener("load", () => keep().catch(() => {}));
})();
