// While what was sent is worked on, the form says so, and is not sent twice.
"use strict";

(function () {
  const forms = document.querySelectorAll("form[data-busy]");

  function statusOf(form) {
    const status = document.createElement("div");
    status.className = "busy";
    status.setAttribute("role", "status");
    form.append(status);
    return status;
  }

  function tell(status, sentence) {
    const said = document.createElement("p");
    said.textContent = sentence;
    const bar = document.createElement("progress");
    bar.setAttribute("aria-hidden", "true");
    status.replaceChildren(said, bar);
  }

  for (const form of forms) {
    const status = statusOf(form);
    let sent = false;
    form.addEventListener("submit", function (event) {
      if (sent) {
        event.preventDefault();
        return;
      }
      sent = true;
      tell(status, form.dataset.busy);
      // Not disabled: it would be no place for the keyboard any longer, and its own value would not be sent.
      if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    });
    // Who comes back by the browser's own button finds the form as it was.
    window.addEventListener("pageshow", function () {
      sent = false;
      status.replaceChildren();
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    });
  }
})();
