// Covering parts of a photo before it is shown: rectangles drawn over it by finger, mouse or keys, sent as shares of the
// picture. What is sent is decided and drawn by the server; here nothing is hidden from anybody.
(() => {
  "use strict";
  const WHOLE = 10000, STEP = 200, LEAST = 200, TAP = 1400;
  const SVG = "http://www.w3.org/2000/svg";
  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
  const read = text => (text || "").split(";").filter(Boolean).map(part => {
    const [x, y, w, h] = part.split(",").map(share => Math.round(Number(share) * WHOLE));
    return { x, y, w, h };
  });
  const share = value => (value / WHOLE).toFixed(4);
  const write = parts => parts.map(({ x, y, w, h }) => [x, y, w, h].map(share).join(",")).join(";");

  const list = document.querySelector("[data-choosing]");
  if (!list) return;
  const most = Number(list.dataset.most);

  for (const photo of list.querySelectorAll("[data-photo]")) {
    const field = photo.querySelector("[data-areas]");
    if (!field) continue;
    const svg = photo.querySelector("svg"), cover = photo.querySelector("[data-cover]"), less = photo.querySelector("[data-less]");
    const how = photo.querySelector("[data-how]");
    const locked = read(field.dataset.locked).map(one => JSON.stringify(one));
    const parts = read(field.value).map(one => ({ ...one, locked: locked.includes(JSON.stringify(one)) }));
    let held = null;

    const draw = focus => {
      field.value = write(parts);
      less.disabled = !parts.some(one => !one.locked);
      svg.replaceChildren(...parts.map((one, n) => {
        const rect = document.createElementNS(SVG, "rect");
        for (const [name, value] of Object.entries({ x: one.x, y: one.y, width: one.w, height: one.h })) rect.setAttribute(name, value);
        if (!one.locked) {
          rect.setAttribute("tabindex", "0");
          rect.setAttribute("role", "button");
          rect.setAttribute("aria-label", `${list.dataset.part} ${n + 1}: ${list.dataset.keys}`);
        }
        rect.dataset.n = n;
        return rect;
      }));
      if (focus !== undefined) svg.querySelector(`[data-n="${focus}"]`)?.focus();
    };
    const fit = one => {
      one.w = clamp(one.w, LEAST, WHOLE); one.h = clamp(one.h, LEAST, WHOLE);
      one.x = clamp(one.x, 0, WHOLE - one.w); one.y = clamp(one.y, 0, WHOLE - one.h);
    };
    const at = event => {
      const box = svg.getBoundingClientRect();
      return { x: clamp(Math.round((event.clientX - box.left) / box.width * WHOLE), 0, WHOLE), y: clamp(Math.round((event.clientY - box.top) / box.height * WHOLE), 0, WHOLE) };
    };

    cover.addEventListener("click", event => {
      const on = cover.getAttribute("aria-pressed") !== "true";
      cover.setAttribute("aria-pressed", String(on));
      svg.classList.toggle("drawing", on);
      how.hidden = !on;
      // By keys there is nothing to drag with: a part in the middle, to be moved.
      if (on && event.detail === 0 && parts.length < most) {
        parts.push({ x: 4000, y: 4000, w: 2000, h: 2000 });
        draw(parts.length - 1);
      }
    });
    less.addEventListener("click", () => {
      const last = parts.findLastIndex(one => !one.locked);
      if (last >= 0) parts.splice(last, 1);
      draw();
    });
    // While parts are drawn, a tap on the picture covers and chooses nothing.
    svg.addEventListener("click", event => { if (svg.classList.contains("drawing")) event.preventDefault(); });
    svg.addEventListener("pointerdown", event => {
      if (!svg.classList.contains("drawing") || held || event.button) return;
      const from = at(event), n = Number(event.target.dataset?.n ?? -1), known = parts[n];
      if (known && !known.locked) held = { one: known, from, was: { ...known } };
      else if (parts.length < most) {
        const one = { x: from.x, y: from.y, w: 0, h: 0 };
        parts.push(one);
        held = { one, from };
      } else return;
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", event => {
      if (!held) return;
      const { one, from, was } = held, to = at(event);
      if (was) { one.x = was.x + to.x - from.x; one.y = was.y + to.y - from.y; fit(one); }
      else { one.x = Math.min(from.x, to.x); one.y = Math.min(from.y, to.y); one.w = Math.abs(to.x - from.x); one.h = Math.abs(to.y - from.y); }
      draw();
    });
    svg.addEventListener("pointerup", () => {
      if (!held) return;
      const { one, from, was } = held;
      if (!was && one.w < LEAST && one.h < LEAST) Object.assign(one, { x: from.x - TAP / 2, y: from.y - TAP / 2, w: TAP, h: TAP });
      fit(one);
      held = null;
      draw();
    });
    svg.addEventListener("pointercancel", () => {
      if (held?.was) Object.assign(held.one, held.was);
      else if (held) parts.splice(parts.indexOf(held.one), 1);
      held = null;
      draw();
    });
    svg.addEventListener("keydown", event => {
      const n = Number(event.target.dataset?.n ?? -1), one = parts[n], way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!one || one.locked) return;
      if (event.key === "Delete" || event.key === "Backspace") {
        parts.splice(n, 1);
        draw();
        cover.focus();
      } else if (way) {
        if (event.shiftKey) { one.w += way[0] * STEP; one.h += way[1] * STEP; } else { one.x += way[0] * STEP; one.y += way[1] * STEP; }
        fit(one);
        draw(n);
      } else return;
      event.preventDefault();
    });
    photo.querySelector("[data-tools]").hidden = false;
    draw();
  }
})();
