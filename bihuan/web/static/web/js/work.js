// Pages of workers: keeps them for places without a network (the script at /work/offline.js does), shows the steps that
// wait to be sent, and sends them when the network is back. A step that is refused stays, with what was typed.

const STEPS = "steps";

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("bihuan-work", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STEPS, { keyPath: "id", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function run(mode, act) {
  const base = await open();
  return new Promise((done, failed) => {
    const change = base.transaction(STEPS, mode), asked = act(change.objectStore(STEPS));
    change.oncomplete = () => done(asked.result);
    change.onerror = change.onabort = () => failed(change.error);
  });
}

const all = () => run("readonly", store => store.getAll());

// A fresh token, or null if somebody has to sign in first.
async function token() {
  const answer = await fetch("/work/tasks", { headers: { Accept: "text/html" } });
  if (!answer.ok || new URL(answer.url).pathname !== "/work/tasks") return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? null;
}

// What takes a step back and was kept past its minute is not sent: the step stands, and the line says so until it is read.
async function letStand() {
  for (const step of await all())
    if (step.until && step.state === "waiting" && Date.now() > step.until) await run("readwrite", store => store.put({ ...step, state: "late" }));
}

const said = (step, name) => step.entries.find(([one]) => one === name)?.[1];
const caseOf = step => new URL(step.url).pathname.split("/")[3];

// Whoever fills in a second step of a case without a network knows of the first: it has seen one event more, and if
// anything else happened meanwhile it is refused as ever.
async function seenToo(done) {
  for (const step of await all())
    if (step.id > done.id && step.state === "waiting" && caseOf(step) === caseOf(done) && said(step, "seen") === said(done, "seen")) {
      const entries = step.entries.map(([name, value]) => [name, name === "seen" ? String(Number(value) + 1) : value]);
      await run("readwrite", store => store.put({ ...step, entries }));
    }
}

// All forms of a page that was kept share its request id, so the second of two different steps gets one of its own;
// the same step twice stays one.
async function apart() {
  const first = new Map();
  for (const step of await all()) {
    const id = said(step, "request"), other = first.get(id);
    if (!other) first.set(id, step);
    else if (step.state === "waiting" && content(step) !== content(other)) {
      const entries = step.entries.map(([name, value]) => [name, name === "request" ? crypto.randomUUID().replaceAll("-", "") : value]);
      await run("readwrite", store => store.put({ ...step, entries }));
    }
  }
}

const content = step => JSON.stringify([step.url, step.entries.map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value])]);

async function send() {
  await letStand();
  await apart();
  const waiting = (await all()).filter(step => step.state === "waiting");
  if (!waiting.length || !navigator.onLine) return false;
  const fresh = await token();
  if (!fresh) return false;
  let sent = false;
  const stuck = new Set();
  for (const { id } of waiting) {
    const step = await run("readonly", store => store.get(id));
    // Steps of a case go in their order or not at all.
    if (step?.state !== "waiting" || stuck.has(caseOf(step))) continue;
    const form = new FormData();
    for (const [name, value] of step.entries) if (!["csrfmiddlewaretoken", "next", "undo_until"].includes(name)) form.append(name, value);
    form.append("csrfmiddlewaretoken", fresh);
    const answer = await fetch(step.url, { method: "POST", body: form });
    // Signed out meanwhile: what was kept went with that, and nothing is put back on the phone.
    if (answer.status === 401) return false;
    if (answer.ok) {
      await run("readwrite", store => store.delete(step.id));
      await seenToo(step);
    }
    else if (answer.status >= 500) stuck.add(caseOf(step));
    else await run("readwrite", store => store.put({ ...step, state: step.until ? "late" : "refused" }));
    sent = true;
  }
  return sent;
}

async function show() {
  const place = document.getElementById("outbox");
  if (!place) return;
  const steps = await all(), list = place.querySelector("ul");
  place.hidden = !steps.length;
  list.replaceChildren(...steps.map(step => {
    const line = document.getElementById("outbox-line").content.cloneNode(true).firstElementChild;
    const number = caseOf(step);
    const link = line.querySelector("a");
    link.textContent = number;
    link.href = `/work/cases/${number}`;
    const said = step.state === "waiting" ? (step.until ? "undoing" : "waiting") : step.state;
    for (const tag of ["waiting", "undoing", "late", "refused"]) if (tag !== said) line.querySelector(`[data-${tag}]`).remove();
    line.querySelector("blockquote").textContent = step.entries.filter(([name, value]) => typeof value === "string" && value.length > 1 && !["csrfmiddlewaretoken", "request", "seen", "outcome", "next", "undo_until"].includes(name)).map(([, value]) => value).join("\n");
    const photos = step.entries.filter(([, value]) => value instanceof File).length;
    line.querySelector("[data-photos]").hidden = !photos;
    line.querySelector("[data-photos] b").textContent = String(photos);
    line.querySelector("button").addEventListener("click", async () => { await run("readwrite", store => store.delete(step.id)); show(); });
    return line;
  }));
  document.documentElement.dataset.outbox = String(steps.length);
}

async function again() {
  if (await send().catch(() => false)) return location.reload();
  await show();
  // A minute is short and no event tells of a network that comes and goes: ask again while something is to be taken back.
  if ((await all()).some(step => step.until && step.state === "waiting")) setTimeout(again, 3000);
}

// A step with photos: sent as any form is while there is a network; without one it is kept here, copied out of the files
// that were chosen, so that a picture that the phone moves away is not lost. What cannot be kept is said, and stays.
const MB = 1024 * 1024, PHOTOS_MOST = 6, BYTES_MOST = 60 * MB, BYTES_ALL = 180 * MB;
const photosOf = entries => entries.map(([, value]) => value).filter(value => value instanceof File);
const weight = entries => photosOf(entries).reduce((sum, photo) => sum + photo.size, 0);

// Why a step cannot be kept; nothing if it can. Asked before a photo is read.
async function hindrance(entries) {
  if (photosOf(entries).length > PHOTOS_MOST) return "many";
  if (weight(entries) > BYTES_MOST) return "large";
  return weight((await all()).flatMap(step => step.entries).concat(entries)) > BYTES_ALL ? "full" : "";
}

async function keep(url, entries) {
  const why = await hindrance(entries);
  if (why) return why;
  const copied = await Promise.all(entries.map(async ([name, value]) =>
    [name, value instanceof File ? new File([await value.arrayBuffer()], value.name, { type: value.type }) : value]));
  await run("readwrite", store => store.add({ url, entries: copied, at: Date.now(), state: "waiting" }));
  return "";
}

// Right at the form, which keeps what was typed and chosen.
function tell(form, why, entries) {
  const notice = document.getElementById("not-kept");
  for (const line of notice.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
  for (const place of notice.querySelectorAll("[data-size]")) place.textContent = String(Math.ceil(weight(entries) / MB));
  form.append(notice);
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async event => {
  const form = event.target, button = event.submitter;
  const chosen = [...form.querySelectorAll("input[type=file]")].some(field => field.files.length);
  if (!chosen || form.dataset.online || !("indexedDB" in window)) return;
  event.preventDefault();
  if (navigator.onLine && await fetch("/work/tasks", { method: "HEAD", cache: "no-store" }).then(() => true, () => false)) {
    form.dataset.online = "yes";
    return form.requestSubmit(button);
  }
  const sent = new FormData(form);
  if (button?.name) sent.append(button.name, button.value);
  const entries = [...sent.entries()].filter(([, value]) => !(value instanceof File) || value.size);
  const why = await keep(form.action, entries).catch(() => "room");
  if (why) tell(form, why, entries);
  else location.href = "/work/tasks";
});

if ("serviceWorker" in navigator && "indexedDB" in window) {
  navigator.serviceWorker.register("/work/offline.js", { scope: "/work/" });
  navigator.serviceWorker.ready.then(() => { document.documentElement.dataset.offline = "ready"; });
  window.addEventListener("online", again);
  again();
}

// The minute in which a step can be taken back, counted down; without this script the page says until when.
for (const bar of document.querySelectorAll("[data-undo]")) {
  const ends = performance.now() + 1000 * Number(bar.dataset.undo), left = bar.querySelector("[data-left]");
  bar.elements.undo_until.value = String(Date.now() + 1000 * Number(bar.dataset.undo));
  bar.querySelector("[data-plain]").hidden = true;
  bar.querySelector("[data-counting]").hidden = false;
  const tick = setInterval(() => {
    const seconds = Math.ceil((ends - performance.now()) / 1000);
    left.textContent = String(Math.max(0, seconds));
    if (seconds > 0) return;
    bar.querySelector(".row").remove();
    clearInterval(tick);
  }, 250);
}
