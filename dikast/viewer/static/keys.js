// Keys that work on every page. A page marks what j and k move through with data-item, and what a key opens with data-key.
const isTyping = (target) => target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]");

const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);

function move(by) {
  const all = items();
  if (all.length === 0) return;
  const at = all.findIndex((item) => item.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  const target = next.matches("a, button, summary, [tabindex]") ? next : next.querySelector("a, button, summary");
  (target ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "j") return move(1);
  if (event.key === "k") return move(-1);
  const keyed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!keyed) return;
  event.preventDefault();
  if (keyed instanceof HTMLDialogElement) return keyed.showModal();
  if (keyed.matches("input, select, textarea")) return keyed.focus();
  keyed.click();
});
