// A stop is dragged to another round: the same form as "flytt til …" is sent.
"use strict";

(function () {
  const form = document.querySelector("[data-move]");
  const rounds = document.querySelector("[data-rounds]");
  if (!form || !rounds || window.matchMedia("(pointer: coarse)").matches) return;
  const hint = document.querySelector("[data-drag]");
  if (hint) hint.hidden = false;
  let dragged = null;

  for (const row of rounds.querySelectorAll("[data-turn]")) {
    row.draggable = true;
    row.addEventListener("dragstart", function (event) {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.textContent.trim());
    });
    row.addEventListener("dragend", () => (dragged = null));
  }
  for (const round of rounds.querySelectorAll("[data-to]")) {
    round.addEventListener("dragover", function (event) {
      if (!dragged || round.contains(dragged)) return;
      event.preventDefault();
      round.classList.add("over");
    });
    round.addEventListener("dragleave", () => round.classList.remove("over"));
    round.addEventListener("drop", function (event) {
      event.preventDefault();
      round.classList.remove("over");
      if (!dragged) return;
      form.elements.turn.value = dragged.dataset.turn;
      form.elements.to.value = round.dataset.to;
      form.submit();
    });
  }
})();
