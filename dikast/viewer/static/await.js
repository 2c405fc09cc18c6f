// Loads a page again that says it is not ready, until it is.
const WAIT_MS = 1000;

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  if (text && !new DOMParser().parseFromString(text, "text/html").querySelector("[data-await]")) location.reload();
  else setTimeout(look, WAIT_MS);
}

if (document.querySelector("[data-await]")) setTimeout(look, WAIT_MS);
