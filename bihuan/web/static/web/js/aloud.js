// Reads the page aloud with the voice of the browser. Nothing is sent anywhere; without a voice there is no button.
(function () {
  "use strict";
  var button = document.querySelector("[data-aloud]");
  if (!button || !window.speechSynthesis || !window.SpeechSynthesisUtterance) { return; }
  var said = button.textContent;
  function stop() { window.speechSynthesis.cancel(); button.textContent = said; button.removeAttribute("aria-pressed"); }
  function words() {
    var found = [];
    document.querySelectorAll("main :is(h1, h2, h3, p, li, label, dt, dd, th, td, button, legend, summary, figcaption)").forEach(function (one) {
      if (one === button || one.closest("[hidden]") || one.querySelector("h1, h2, h3, p, li, label, dt, dd, th, td, legend, summary")) { return; }
      // What is folded away is read once somebody unfolds it.
      if (one.checkVisibility && !one.checkVisibility()) { return; }
      var text = one.textContent.replace(/\s+/g, " ").trim();
      if (text && found[found.length - 1] !== text) { found.push(text); }
    });
    return found;
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    if (button.hasAttribute("aria-pressed")) { stop(); return; }
    var language = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
    var all = words();
    all.forEach(function (text, n) {
      var speech = new window.SpeechSynthesisUtterance(text);
      speech.lang = language;
      speech.rate = 0.9;
      if (n === all.length - 1) { speech.onend = stop; }
      window.speechSynthesis.speak(speech);
    });
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
  });
  window.addEventListener("pagehide", stop);
})();
