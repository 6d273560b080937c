// A button that copies what stands in a field. It is there only where it works.
"use strict";

(function () {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button.copy")) {
    const field = document.getElementById(button.dataset.copies);
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async function () {
      field.select();
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
      setTimeout(function () { button.textContent = label; }, 3000);
    });
  }
})();
