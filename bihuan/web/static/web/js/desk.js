// Keys of the desk's pages. Pages work without it; here stands what only a keyboard adds. No text is made here.
(() => {
  "use strict";
  const KEPT = "desk-keys";
  const kept = () => { try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; } };
  let on = kept();

  const typing = (element) => element instanceof HTMLElement
    && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  // What is folded away is stepped over.
  const rows = () => [...document.querySelectorAll("[data-rove]")].filter((one) => !one.checkVisibility || one.checkVisibility());
  const rove = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
  };
  const go = (selector) => {
    const found = document.querySelector(selector);
    if (!found) return false;
    if (found.matches("a[href]")) found.click(); else { found.focus(); found.scrollIntoView({ block: "start" }); }
    return true;
  };
  const to = (address) => { location.href = address; };
  const search = () => { const field = document.querySelector("[data-search]"); if (field) { field.focus(); field.select(); } else to("/desk/search"); };
  const acts = () => {
    const first = document.querySelector("form[data-step], details.act[open] form");
    const field = first && first.querySelector("input:not([type=hidden]), select, textarea, button");
    if (field) field.focus(); else go("[data-key='a']");
  };
  const help = () => {
    const list = document.getElementById("keys");
    if (!list) return;
    list.open = !list.open;
    list.querySelector("summary").focus();
  };
  // A page says where its list is; only the desk's own has the desk's other pages.
  const home = () => document.getElementById("keys")?.dataset.home || "/desk";
  const KEYS = {
    j: () => rove(1), k: () => rove(-1), "?": help, a: acts, ".": () => go("a[rel=next]"),
    u: () => go("a[data-key='u']") || to(home()),
  };
  const DESK = {
    "/": search,
    m: () => go("a[data-key='m']") || to("/desk/map"),
    n: () => go("a[data-key='n']") || to("/desk/intake"),
    x: () => go("a[data-key='x']"),
    l: () => to("/ledger"), h: () => to("/desk/shift"), d: () => to("/desk/draws"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    if (!on && event.key !== "?") return;
    if (/^[0-9]$/.test(event.key)) {
      if (go(`a[data-queue="${event.key}"]`)) event.preventDefault();
      return;
    }
    const key = event.key.toLowerCase(), act = KEYS[key] || (home() === "/desk" && DESK[key]);
    if (act) { event.preventDefault(); act(); }
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.dataset.fill) {
      const field = document.querySelector(`form[data-step] [name="${CSS.escape(button.dataset.fill)}"]`);
      if (field) { field.value = button.dataset.value; field.focus(); }
    } else if (button.dataset.template) {
      const form = button.closest("form"), other = form.querySelector("textarea[data-other]");
      const field = form.querySelector("textarea:not([data-other])");
      const begin = (into, text) => { into.value = [into.value.trimEnd(), text].filter(Boolean).join("\n"); };
      if (other && button.dataset.templateOther) begin(other, button.dataset.templateOther);
      if (field) { begin(field, button.dataset.template); field.focus(); }
    } else if ("print" in button.dataset) {
      window.print();
    } else if (button.id === "keys-switch") {
      on = !on;
      try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* a browser that keeps nothing */ }
      say(button);
    }
  });

  const say = (button) => {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
  };
  const begin = () => {
    const button = document.getElementById("keys-switch");
    if (button) say(button);
    document.querySelectorAll("[data-print]").forEach((one) => { one.hidden = false; });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
