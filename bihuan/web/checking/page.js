// The page: what was chosen, the check, the result as elements. Nothing is ever written as HTML, nothing is sent.

import { base64url, hex, text, utf8 } from "./bytes.js";
import { checkFile } from "./check.js";
import { means, sha256 } from "./crypto.js";
import { readCode } from "./leaves.js";
import { CHECKS, FINDINGS, REPLIES, SAYS, STATES, VERBS, VERDICTS } from "./words.js";

const page = document.getElementById("page");
const asked = location.hash.slice(1).split("-");
const state = {
  language: asked.includes("en") || (!asked.includes("zh") && !/^zh/i.test(navigator.language)) ? 1 : 0,
  large: asked.includes("large"),
  bytes: null, trust: null, code: null, typed: "", result: null, busy: false, note: "", own: false, phone: "",
};

const say = (pair, ...parts) => parts.reduce((said, part) => said.replace("{}", part), pair[state.language]);

/** An element with its attributes and children; texts are texts. */
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const moment = (seconds) => {
  const form = { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(state.language ? "en" : "zh-CN", form).format(new Date(seconds * 1000));
};

let turn = 0;

/** Of several checks under way only the one that began last speaks: it is about what is chosen now. */
async function check() {
  if (!state.bytes) return;
  const mine = ++turn;
  [state.result, state.busy] = [null, true];
  show("");
  let result = null;
  try {
    const found = await checkFile(state.bytes, state.trust, state.code);
    result = { ...found, print: hex(await sha256(utf8(found.trust))), means: await means() };
  } finally {
    if (mine === turn) {
      [state.result, state.busy] = [result, false];
      show("");
    }
  }
}

const worst = (lines) => ["fails", "open"].find((one) => lines.some((line) => line.state === one)) ?? "holds";

function show(note) {
  state.note = note || (state.busy ? say(SAYS.checking) : "");
  const typing = document.getElementById("code")?.value;
  document.documentElement.lang = state.language ? "en" : "zh-Hans";
  document.documentElement.dataset.reading = state.large ? "large" : "";
  document.title = say(SAYS.title);
  const language = document.getElementById("language");
  language.textContent = say(SAYS.language);
  language.lang = state.language ? "zh-Hans" : "en";
  document.getElementById("size").textContent = say(state.large ? SAYS.ordinary : SAYS.large);
  hush();
  const parts = [el("header", { class: "tight" }, el("h1", {}, say(SAYS.title)), el("p", {}, say(SAYS.lead))), giving()];
  if (state.result && !state.note) parts.push(...results());
  parts.push(limits());
  call();
  const focused = document.activeElement?.id;
  page.replaceChildren(...parts);
  // What somebody is typing stays when a check ends meanwhile.
  if (typing !== undefined) document.getElementById("code").value = typing;
  if (typing) document.getElementById("code").closest("details").open = true;
  if (focused) document.getElementById(focused)?.focus();
}

/** The voice of the browser, offered beside large type as on the other pages. What changes the page ends the reading. */
const voice = globalThis.SpeechSynthesisUtterance ? globalThis.speechSynthesis : null;
const aloud = document.getElementById("aloud");

function hush() {
  if (aloud.hasAttribute("aria-pressed")) voice.cancel();
  aloud.removeAttribute("aria-pressed");
  aloud.textContent = say(SAYS.aloud);
  aloud.hidden = !voice || !state.large;
}

function read() {
  if (aloud.hasAttribute("aria-pressed")) return hush();
  const parts = [...page.querySelectorAll("h1, h2, h3, p, li, label, dt, dd")].filter((one) => !one.querySelector("p, li, label, dd"));
  const spoken = parts.map((one) => Object.assign(new SpeechSynthesisUtterance(one.textContent), { lang: state.language ? "en-GB" : "zh-CN", rate: 0.9 }));
  spoken[spoken.length - 1].onend = hush;
  spoken.forEach((one) => voice.speak(one));
  aloud.setAttribute("aria-pressed", "true");
  aloud.textContent = say(SAYS.silent);
}

/** Whom to talk to instead: a line, and in large type a bar that stays in sight. */
function call() {
  const place = document.getElementById("call");
  place.hidden = !state.phone;
  place.className = state.large ? "call" : "small";
  const link = el("a", { href: `tel:${state.phone}` }, state.large ? say(SAYS.call, state.phone) : state.phone);
  place.replaceChildren(state.large ? "" : say(SAYS.talk), link);
}

function giving() {
  const chosen = (use) => async ({ target }) => {
    if (!target.files[0]) return;
    try {
      await use(new Uint8Array(await target.files[0].arrayBuffer()));
    } catch {
      show(say(SAYS.unread));
    }
  };
  const give = async (bytes) => { [state.bytes, state.own] = [bytes, false]; await check(); };
  const dropped = async (event) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) await give(new Uint8Array(await file.arrayBuffer()));
  };
  const typed = async (event) => {
    event.preventDefault();
    state.typed = document.getElementById("code").value;
    state.code = state.typed.trim() ? await readCode(state.typed) : null;
    if (state.typed.trim() && !state.code) show(say(SAYS.badCode));
    else await check();
  };
  const over = (event) => event.preventDefault();
  return el("section", { class: "sheet give", ondragover: over, ondrop: dropped },
    el("div", {}, el("label", { for: "file" }, say(state.bytes ? SAYS.another : SAYS.file)),
      el("input", { type: "file", id: "file", onchange: chosen(give) })),
    el("p", { id: "note", role: "status", class: "soft" }, state.note || (state.own ? say(SAYS.loaded) : state.bytes ? "" : say(SAYS.none))),
    el("details", { open: Boolean(state.trust || state.typed) }, el("summary", { id: "more" }, say(SAYS.more)),
      el("form", { class: "tight", onsubmit: typed },
        el("div", {}, el("label", { for: "trust" }, say(SAYS.ownTrust)),
          el("input", { type: "file", id: "trust", onchange: chosen((bytes) => { state.trust = text(bytes) ?? ""; return check(); }) })),
        el("div", {}, el("label", { for: "code" }, say(SAYS.ownCode)),
          el("input", { type: "text", id: "code", autocomplete: "off", spellcheck: "false", value: state.typed })),
        el("button", { class: "button", id: "again" }, say(SAYS.again)))));
}

function results() {
  const { lines } = state.result;
  const verdict = worst(lines);
  const kinds = Object.keys(CHECKS).map((kind) => [kind, lines.filter((line) => line.check === kind)]);
  return [
    el("section", { class: `sheet verdict tight ${verdict}`, "data-verdict": verdict, "aria-labelledby": "result" },
      el("h2", { id: "result", tabindex: "-1" }, say(VERDICTS[verdict])),
      el("ul", { class: "checks" }, kinds.filter(([, some]) => some.length).map(([kind, some]) => one(kind, some)))),
    state.result.steps ? steps() : null,
    state.result.shown.length ? shown() : null,
    keys(),
  ].filter(Boolean);
}

/** One kind of check; where its steps differ, the worst speaks and names its steps. */
function one(kind, some) {
  const now = worst(some);
  const named = some.filter((line) => line.state === now);
  const at = named.map((line) => line.n).filter((n) => n !== null);
  const which = kind !== "chain" && at.length && (kind === "inclusion" || kind === "word" || kind === "waiting" || kind === "shown") && (now !== "holds" || kind === "word")
    ? `${at.map((n) => say(SAYS.stepNo, n + 1)).join(state.language ? ", " : "、")}${state.language ? ": " : "："}` : "";
  const count = kind === "inclusion" ? ` ${some.filter((line) => line.state === "holds").length}/${state.result.steps}` : kind === "witnesses" ? ` ${named[0].where}` : "";
  return el("li", { "data-check": kind, "data-state": now },
    el("p", { class: `mark ${now}` }, say(STATES[now])),
    el("h3", {}, say(CHECKS[kind].title), el("span", { class: "number soft" }, count)),
    el("div", {}, el("p", { class: "small" }, which, say(CHECKS[kind][now]))));
}

function steps() {
  const { proven, waiting, lines } = state.result;
  const rows = Array.from({ length: state.result.steps }, (_, n) => {
    const leaf = proven.get(n);
    const failed = lines.some((line) => line.n === n && line.state === "fails");
    const kind = failed ? "fails" : leaf ? "holds" : "open";
    const facts = leaf ? told(leaf.fields) : [];
    const place = leaf ? say(SAYS.inLog, Number(leaf.index) + 1, leaf.head.size) : "";
    const seen = leaf && leaf.head.times.size ? say(SAYS.seen, moment(Math.max(...leaf.head.times.values()))) : "";
    const due = waiting.has(n) ? say(SAYS.promisedBy, moment(waiting.get(n).by)) : "";
    return el("li", { class: kind },
      el("h3", {}, `${say(SAYS.stepNo, n + 1)} · ${leaf?.fields.k ? say(VERBS[leaf.fields.k] ?? [leaf.fields.k, leaf.fields.k]) : say(leaf ? SAYS.hidden : STATES[kind])}`),
      facts.length ? el("p", { class: "small" }, facts.join(" · ")) : null,
      el("p", { class: "small soft number" }, [place, seen, due].filter(Boolean).join(" · ")));
  });
  return el("section", { class: "tight", "aria-labelledby": "steps" }, el("h2", { id: "steps" }, say(SAYS.steps)), el("ol", { class: "sheet steps" }, rows));
}

/** What a leaf tells, in words. */
function told(fields) {
  return [
    fields.t,
    fields.f ? `${say(FINDINGS[fields.f] ?? [fields.f, fields.f])}${state.language ? ": " : "："}${say(REPLIES[fields.r] ?? ["—", "—"])}` : null,
    fields.s ? say(SAYS.score, fields.s) : null,
    fields.u ? say(SAYS.unit, fields.u) : null,
    fields.due ? say(SAYS.due, fields.due) : null,
    fields.l === 1 ? say(SAYS.late) : null,
    fields.i ? say(SAYS.imported) : null,
  ].filter((part) => typeof part === "string");
}

function shown() {
  const rows = state.result.shown.map(({ n, name, value }) =>
    el("div", {}, el("dt", {}, `${say(SAYS.stepNo, n + 1)} · ${name}`), el("dd", {}, typeof value === "string" ? value : JSON.stringify(value))));
  return el("section", { class: "tight", "aria-labelledby": "shown" }, el("h2", { id: "shown" }, say(SAYS.shownTitle)), el("dl", { class: "sheet facts" }, rows));
}

function keys() {
  const heads = [...state.result.heads.values()].filter(Boolean);
  const row = (title, value) => el("div", {}, el("dt", {}, title), el("dd", {}, value));
  const witnesses = heads.slice(0, 1).flatMap((head) => [...head.times].map(([key, at]) => row(say(SAYS.witness), `${key.name} · ${moment(at)}`)));
  const print = state.result.print.match(/.{4}/g).slice(0, 8).join(" ");
  return el("section", { class: "tight", "aria-labelledby": "keys" }, el("h2", { id: "keys" }, say(SAYS.keys)),
    el("dl", { class: "sheet facts" }, heads.slice(0, 1).map((head) => row(say(SAYS.origin), head.origin)), witnesses,
      row(say(SAYS.fingerprint), el("code", {}, print)), row(say(SAYS.means), say(SAYS[state.result.means]))));
}

function limits() {
  return el("section", { class: "tight", "aria-labelledby": "cannot" }, el("h2", { id: "cannot" }, say(SAYS.cannot)),
    el("ul", { class: "dots tight sheet" }, SAYS.limits.map((pair) => el("li", {}, say(pair)))),
    el("p", { class: "small soft" }, say(SAYS.pageHash)));
}

document.getElementById("language").addEventListener("click", () => { state.language = 1 - state.language; show(""); });
document.getElementById("size").addEventListener("click", () => { state.large = !state.large; show(""); });
aloud.addEventListener("click", read);
addEventListener("pagehide", hush);
for (const id of ["language", "size"]) document.getElementById(id).hidden = false;
page.hidden = false;
show("");

// Served by a district, the page fetches the receipt of the matter that is open in this browser; offline it never asks.
if (location.protocol.startsWith("http") && location.pathname.startsWith("/r/")) {
  fetch(location.pathname, { method: "HEAD" }).then((answer) => {
    state.phone = answer.headers.get("Bihuan-Phone") ?? "";
    call();
  }, () => {});
  own(4);
}

/** The receipt of this browser, unless somebody chose a file meanwhile. A server that is busy is asked again. */
async function own(tries) {
  const answer = await fetch("/r/proofs", { credentials: "same-origin" }).catch(() => null);
  if (state.bytes || (answer && !answer.ok && ![429, 503].includes(answer.status))) return;
  if (!answer?.ok) {
    if (tries > 1) setTimeout(own, 1000 * (Number(answer?.headers.get("Retry-After")) || 1), tries - 1);
    else show(say(SAYS.later));
    return;
  }
  const bytes = await answer.arrayBuffer().catch(() => null);
  if (state.bytes || !bytes) return;
  [state.bytes, state.own] = [new Uint8Array(bytes), true];
  await check();
}

// For tests and for those who want to try it from the console.
globalThis.bihuan = { checkFile, readCode, utf8, base64url };
