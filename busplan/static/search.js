// Suggestions of stops while a name is typed. Without this file the form does the same by a page.
// The field is an ARIA 1.2 combobox with a list.
"use strict";

(function () {
  const input = document.getElementById("find");
  if (!input) return;
  const MOST = 8;
  // A shorter word is too like others.
  const SHORTEST = 4;
  const said = input.dataset;
  const count = document.getElementById("find-count");
  const list = document.createElement("ul");
  let stops = null;
  let active = -1;
  let saying = 0;

  list.id = "find-list";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said.label);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  // As busplan/finding/fold.py, so that the two find alike.
  const LETTERS = { æ: "ae", ø: "o", œ: "oe", đ: "d", ð: "d", ŋ: "n", ŧ: "t", þ: "th", ł: "l", ı: "i", ß: "ss" };

  function single(text) {
    return text.replace(/a[ae]+|oe+/g, (found) => found[0]);
  }

  function words(text) {
    const bare = text.slice(0, 200).toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "");
    const plain = bare.replace(/[æøœđðŋŧþłıß]/g, (letter) => LETTERS[letter]);
    return single(plain).match(/[\p{L}\p{N}]+/gu) || [];
  }

  // Whether another begins with the word but for one slip of the pen: a letter other, left out, too many, or two swapped.
  function slips(word, other) {
    let same = 0;
    while (same < word.length && word[same] === other[same]) same += 1;
    const rest = (typed, meant) => other.startsWith(word.slice(same + typed), same + meant);
    const swapped = word[same] === other[same + 1] && word[same + 1] === other[same];
    return rest(1, 1) || rest(0, 1) || rest(1, 0) || (swapped && rest(2, 2));
  }

  function nearly(asked) {
    const meant = (word, other) => other.startsWith(word) || (word.length >= SHORTEST && slips(word, other));
    const there = (stop) => asked.every((word) => stop[3].split(" ").some((other) => meant(word, other)));
    return stops.filter(there).slice(0, MOST);
  }

  // By letter, and only where that gives nothing with a slip.
  function matching(text) {
    const asked = words(text);
    if (!asked.length) return [];
    const exact = exactly(asked);
    return exact.length ? exact : nearly(asked);
  }

  // Those whose whole name begins so come first; short names are first in the list that is sent.
  function exactly(asked) {
    const whole = single(asked.join(""));
    const begun = [];
    const others = [];
    for (const stop of stops) {
      const known = " " + stop[3];
      if (stop[3].startsWith(whole)) begun.push(stop);
      else if (others.length < MOST && asked.every((word) => known.includes(" " + word))) others.push(stop);
      if (begun.length === MOST) break;
    }
    return begun.concat(others).slice(0, MOST);
  }

  function option(stop, number) {
    const made = document.createElement("li");
    const place = document.createElement("span");
    made.id = "find-" + number;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.url = said.stop.replace(/-$/, encodeURIComponent(stop[0]));
    place.className = "muted";
    place.textContent = stop[2];
    made.append(stop[1], " ", place);
    return made;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  function choose(number) {
    const options = list.children;
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = number;
    if (options[active]) {
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  // Told once the typing rests, or a screen reader would speak at every letter.
  function tell(found) {
    clearTimeout(saying);
    saying = setTimeout(function () {
      const many = found === 1 ? said.one : said.many.replace("{n}", found);
      count.textContent = found ? many : said.none;
    }, 400);
  }

  function close() {
    clearTimeout(saying);
    count.textContent = "";
    show([]);
  }

  function suggest() {
    if (!stops) return;
    const found = matching(input.value);
    show(found);
    if (words(input.value).length) tell(found.length);
    else close();
  }

  // A list that could not be had is asked for again the next time; the form is there all the while.
  async function load() {
    if (stops) return;
    try {
      const answer = await fetch(said.stops);
      if (!answer.ok) return;
      stops = await answer.json();
    } catch {
      return;
    }
    if (document.activeElement === input && input.value !== input.defaultValue) suggest();
  }

  function go(number) {
    window.location.assign(list.children[number].dataset.url);
  }

  input.addEventListener("focus", load);
  input.addEventListener("input", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", function (key) {
    const last = list.children.length - 1;
    if (key.isComposing) return;
    if (key.key === "ArrowDown" || key.key === "ArrowUp") {
      if (list.hidden) suggest();
      const step = key.key === "ArrowDown" ? active + 1 : active - 1;
      const end = list.children.length - 1;
      if (end >= 0) choose(step > end ? -1 : step < -1 ? end : step);
      key.preventDefault();
    } else if (key.key === "Enter" && active >= 0 && active <= last) {
      key.preventDefault();
      go(active);
    } else if (key.key === "Escape" && !list.hidden) {
      key.preventDefault();
      close();
    }
  });
  // The field keeps the focus while an option is pressed, or the list would be gone before the click.
  list.addEventListener("mousedown", (press) => press.preventDefault());
  list.addEventListener("click", function (press) {
    const chosen = press.target.closest("[role=option]");
    if (chosen) go([...list.children].indexOf(chosen));
  });
  if (document.activeElement === input) load();
})();
