// Makes the page of a run live: numbers as they come, tables at most every few seconds.
const place = document.querySelector("[data-events]");
const REFRESH_MS = 4000;
let version = Number(place?.dataset.version);
let refreshing = false;
let waiting = false;

function show(texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const element of document.querySelectorAll(`[data-live="${CSS.escape(name)}"]`)) {
      if (element.textContent !== text) element.textContent = text;
    }
  }
}

// The server makes the tables, so that everything in them is escaped in one place.
async function refresh() {
  if (refreshing) {
    waiting = true;
    return;
  }
  refreshing = true;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of document.querySelectorAll("[data-region]")) {
      const now = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
      // What someone is reading with the keyboard stays under their finger.
      if (now && !region.contains(document.activeElement)) region.replaceWith(document.adoptNode(now));
    }
  }
  setTimeout(() => {
    refreshing = false;
    if (waiting) {
      waiting = false;
      refresh();
    }
  }, REFRESH_MS);
}

if (place) {
  const events = new EventSource(place.dataset.events);
  events.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    show(news.texts);
    const bar = document.querySelector("progress");
    if (bar) bar.value = news.done;
    if (news.version !== version) {
      version = news.version;
      refresh();
    }
  });
  addEventListener("pagehide", () => events.close());
}
