// Files may be dropped on the form, and those chosen are listed.
"use strict";

(function () {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const field = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  form.querySelector("[data-drop-hint]").hidden = false;

  function tell() {
    const names = [...field.files].map(function (file) {
      const row = document.createElement("li");
      row.textContent = file.name;
      return row;
    });
    list.replaceChildren(...names);
    list.hidden = names.length === 0;
  }

  // Files let fall beside the form must not take the place of the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
  form.addEventListener("dragover", () => form.classList.add("over"));
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", function (event) {
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    tell();
  });
  field.addEventListener("change", tell);
})();
