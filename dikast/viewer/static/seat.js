// A seat's page: drafts that are kept, time without pauses, probabilities, the word limit, and passages of the source.
// Everything can be sent without it.
const form = document.querySelector("form.answer");
const waiting = document.querySelector("[data-looks-again]");
const LOOK_MS = 2000;
const DRAFT_MS = 600;

if (waiting) {
  setInterval(async () => {
    try {
      const answer = await fetch(waiting.dataset.looksAgain, { redirect: "error" });
      if ((await answer.json()).waits) location.reload();
    } catch {
      // The server is not there now; it may be again.
    }
  }, LOOK_MS);
}

if (form) {
  const text = form.querySelector("textarea[name=text]");
  countTime();
  keepDrafts();
  linkBeliefs();
  offerKinds();
  if (text) {
    countWords(text);
    offerQuotes(text);
  }
}

function countTime() {
  const seconds = form.elements.seconds;
  let since = document.hidden ? null : performance.now();
  const add = () => {
    const now = performance.now();
    if (since !== null) seconds.value = (Number(seconds.value) || 0) + (now - since) / 1000;
    since = document.hidden ? null : now;
  };
  document.addEventListener("visibilitychange", add);
  form.addEventListener("submit", add);
  form.addEventListener("draft", add);
}

function keepDrafts() {
  let timer;
  const save = (keepalive = false) => {
    clearTimeout(timer);
    form.dispatchEvent(new Event("draft"));
    return fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive }).catch(() => {});
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, DRAFT_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.querySelector("[data-pauses]").addEventListener("click", async (event) => {
    event.preventDefault();
    await save();
    location.href = event.target.href;
  });
}

function countWords(text) {
  const shown = form.querySelector("[data-count]");
  if (!shown) return;
  const limit = Number(text.dataset.words);
  const count = () => {
    const n = text.value.trim() ? text.value.trim().split(/\s+/).length : 0;
    shown.textContent = n ? `${n} of at most ${limit} words.` : `At most ${limit} words.`;
    shown.classList.toggle("bad", n > limit);
  };
  text.addEventListener("input", count);
  count();
}

function linkBeliefs() {
  const beliefs = [...form.querySelectorAll("input[name^=belief_]")];
  const labels = [...form.querySelectorAll("input[name=label]")];
  if (beliefs.length === 0) return;
  const slider = form.querySelector("[data-slider]");
  const range = slider?.querySelector("input");
  const show = () => {
    const numbers = beliefs.map((belief) => (belief.value === "" ? NaN : Number(belief.value)));
    if (range && !Number.isNaN(numbers[1])) range.value = numbers[1];
    for (const [k, belief] of beliefs.entries()) {
      const reward = belief.parentElement.querySelector("[data-reward]");
      if (!reward) continue;
      reward.textContent = numbers[k] > 0 ? `if right: ${Math.log2(numbers[k] / 100).toFixed(2)} bits` : "";
    }
    const most = Math.max(...numbers);
    if (numbers.filter((number) => number === most).length === 1) labels[numbers.indexOf(most)].checked = true;
  };
  for (const [k, belief] of beliefs.entries()) {
    belief.addEventListener("input", () => {
      const number = Number(belief.value);
      if (beliefs.length === 2 && belief.value !== "" && number >= 0 && number <= 100) {
        beliefs[1 - k].value = Math.round((100 - number) * 1000) / 1000;
      }
      show();
    });
  }
  if (slider) {
    slider.hidden = false;
    range.addEventListener("input", () => {
      beliefs[1].value = range.value;
      beliefs[0].value = 100 - Number(range.value);
      show();
    });
  }
  if (beliefs.every((belief) => belief.value !== "")) show();
}

// A kind of error goes with a label that calls the step wrong.
function offerKinds() {
  const kinds = form.querySelector("[data-kinds]");
  if (!kinds) return;
  const show = () => {
    const label = form.querySelector("input[name=label]:checked");
    kinds.disabled = !label || !["incorrect", "inherited"].includes(label.value);
  };
  form.addEventListener("change", show);
  show();
}

function offerQuotes(text) {
  const offer = form.querySelector("[data-quotes]");
  if (!offer) return;
  const status = offer.querySelector("[role=status]");
  let passage = "";
  offer.hidden = false;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const node = selection.anchorNode;
    const inside = (node instanceof Element ? node : node?.parentElement)?.closest("[data-source]");
    if (inside && inside.contains(selection.focusNode) && selection.toString().trim()) passage = selection.toString().trim();
  });
  offer.querySelector("button").addEventListener("click", () => {
    if (!passage) {
      status.textContent = "Select a passage of the source first.";
      return;
    }
    text.setRangeText(`<quote>${passage}</quote>`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
    status.textContent = "";
    passage = "";
  });
}
