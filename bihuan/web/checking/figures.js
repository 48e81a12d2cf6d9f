// The page of published figures: the whole log is checked once in this browser (whole.js), and each figure says what of it
// was its own. What does not hold is said in verify.py's words, which the page brings along.

import { percent } from "./counting.js";
import { Reader, Unreachable, readLog } from "./whole.js";

const KINDS = [["form", ["canonical"]], ["chains", ["number", "chain"]], ["days", ["late", "early"]], ["marks", ["signed"]]];
/** What holds of all entries together, and the lies by which it does not. */

const SAID_MOST = 10;

function filled(words, code, places = {}) {
  return (words[code] ?? code).replace(/\{(\w+)\}/g, (_, name) => {
    const place = places[name] ?? "";
    return typeof place === "number" ? place.toLocaleString("en") : place;
  });
}

/** A lie in words, places filled in as Python's `format` does. */
export function worded(pattern, where) {
  let next = 0;
  return pattern.replace(/\{(\d*)\}/g, (_, at) => String(where[at === "" ? next++ : Number(at)]));
}

/** One line for each thing looked at, for one figure: [whether it holds, words]. */
export function lines(report, shown, words) {
  const lie = (one) => [false, worded(words.lies[one[0]], one.slice(1))];
  if (report.head === null || report.lies.some(([code]) => ["malformed", "missing", "cut", "entry", "root"].includes(code))) {
    return report.lies.map(lie);
  }
  const { signed, of, when } = report.head;
  const at = when === null ? "" : `${new Date(when).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const found = [[true, filled(words, of ? "signed" : "alone", { count: signed, of, when: at })]];
  found.push([true, filled(words, "root", { count: report.entries })]);
  for (const [kind, codes] of KINDS) {
    const wrong = report.lies.filter(([code]) => codes.includes(code));
    found.push(...(wrong.length ? wrong.slice(0, SAID_MOST).map(lie) : [[true, filled(words, kind)]]));
  }
  const claim = report.claims.get(shown.index);
  const same = claim && ["num", "den", "val", "dh", "size", "root"].every((one) => claim.leaf[one] === shown[one]);
  found.push([Boolean(same), filled(words, same ? "claim" : "not-claim", { index: shown.index })]);
  if (same) {
    const own = report.lies.filter(([code, index]) => index === shown.index && ["head", "definition", "figure", "small"].includes(code));
    if (claim.known) found.push([true, filled(words, "head", { count: claim.leaf.size })]);
    if (claim.defined) found.push([true, filled(words, "definition")]);
    if (claim.right) {
      const [yes, of, by] = claim.counted;
      const parts = Object.entries(by).map(([word, number]) => `${words.by[word]} ${number.toLocaleString("en")}`);
      found.push([true, filled(words, "result", { count: yes, of, rate: percent(yes, of) }) + (parts.length ? ` (${parts.join(" · ")})` : "")]);
    }
    found.push(...own.map(lie));
  }
  const few = report.small.slice(0, SAID_MOST).map(([cell, cases]) => [null, worded(words.lies.cell, [cell, cases])]);
  return [...found, ...(few.length ? few : [[true, filled(words, "cells", { smallest: report.smallest })]])];
}

let whole = null;
/** The check of the log, shared by all figures of the page; begun anew after it was stopped. */

function start(box, words) {
  const [begin, stop] = [box.querySelector("[data-begin]"), box.querySelector("[data-stop]")];
  const [bar, list, state] = ["progress", "ul", "[role=status]"].map((one) => box.querySelector(one));
  const shown = JSON.parse(box.dataset.claim);
  const show = ([right, said]) => {
    const one = document.createElement("li");
    one.className = right === null ? "small-cell" : right ? "right" : "wrong";
    one.textContent = said;
    list.append(one);
  };
  begin.hidden = false;
  begin.addEventListener("click", async () => {
    const stopping = new AbortController();
    const progress = (done, of) => {
      [bar.value, bar.max] = [done, of];
      state.textContent = filled(words, "reading", { done: Math.floor((100 * done) / of) });
    };
    stop.onclick = () => stopping.abort();
    list.replaceChildren();
    [begin.disabled, stop.hidden, bar.hidden, list.hidden] = [true, false, false, false];
    bar.removeAttribute("value");
    state.textContent = filled(words, "begin");
    let good = false;
    try {
      whole ??= readLog(new Reader(box.dataset.base, stopping.signal), progress);
      const said = lines(await whole, shown, words);
      said.forEach(show);
      good = said.every(([right]) => right !== false);
      state.textContent = good ? box.dataset.good : box.dataset.bad;
    } catch (error) {
      whole = null;
      const code = error.name === "AbortError" ? "stopped" : "failed";
      state.textContent = filled(words, code, { name: error instanceof Unreachable ? error.message : String(error) });
    }
    box.dataset.outcome = good ? "good" : "bad";
    [begin.disabled, stop.hidden, bar.hidden] = [false, true, true];
  });
}

const said = globalThis.document?.getElementById("verify-words");
if (said) for (const box of document.querySelectorAll("[data-claim]")) start(box, JSON.parse(said.textContent));

// For tests, and for those who want to try it from the console.
globalThis.bihuanLog = { Reader, readLog, worded };
