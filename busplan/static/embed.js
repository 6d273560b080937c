// Tells the page around an embed how high it is, if that page cares to listen. It hears nothing itself.
"use strict";

(function () {
  if (window.parent === window) return;
  const content = document.querySelector("main");
  function tell() {
    const borders = document.body.offsetHeight - document.body.clientHeight;
    const height = Math.ceil(content.getBoundingClientRect().height) + borders;
    window.parent.postMessage({ busplanHeight: height }, "*");
  }
  new ResizeObserver(tell).observe(content);
})();
