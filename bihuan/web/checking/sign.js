// On the page of a matter: an answer of the reporter is signed here, with the key that the code makes, before it is sent.
// Without script the server signs with the code that came along, and the page says what that proves less.

import { answer, readCode } from "./leaves.js";

/** What the form says, by wire name; null where this page cannot tell. */
function said(form) {
  const { verb, stream, answers } = form.dataset;
  const chosen = (name) => new FormData(form).get(name);
  const about = { c: stream, b: answers, k: verb };
  if (verb === "confirm") return chosen("outcome") ? { ...about, f: "satisfied", r: chosen("outcome") } : null;
  if (verb === "rate") return /^[1-5]$/.test(chosen("arg-score") ?? "") ? { ...about, s: Number(chosen("arg-score")) } : null;
  return about;
}

for (const form of document.querySelectorAll("form[data-verb]")) {
  for (const one of form.querySelectorAll("[data-here]")) one.hidden = false;
  for (const one of form.querySelectorAll("[data-there]")) one.hidden = true;
  // Back to the page before is no answer. Old browsers don't say which button it was, so the click is remembered.
  let unsigned = false;
  form.addEventListener("click", (event) => {
    unsigned = event.target.closest("[data-unsigned]") !== null;
  });
  form.addEventListener("submit", async (event) => {
    if (unsigned) return;
    event.preventDefault();
    try {
      const [code, fields] = [await readCode(form.dataset.code), said(form)];
      if (code && fields) {
        const mark = await answer(code, fields);
        form.elements.signer.value = mark.signer;
        form.elements.signature.value = mark.signature;
      }
    } finally {
      form.submit();
    }
  });
}
