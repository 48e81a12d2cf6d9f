// Parts that renew themselves say when they cannot: nobody takes an old board for a quiet night. No text is made here.
(() => {
  "use strict";
  const say = (lost) => document.querySelectorAll("[data-stale]").forEach((one) => { one.hidden = !lost; });
  for (const wrong of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(wrong, () => say(true));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) say(false); });
})();
