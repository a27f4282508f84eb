// Source and tree move together by line; the tree is walked and corrected from the keyboard.
const find = (selector) => document.querySelector(selector);
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function within(box, item) {
  // Scrolls only the box, never the page: nothing jumps.
  const top = item.offsetTop - box.clientHeight / 3;
  box.scrollTo({ top: Math.max(0, top), behavior: calm });
}

function choose(node, { follow = true } = {}) {
  for (const old of document.querySelectorAll(".node[aria-current]")) old.removeAttribute("aria-current");
  for (const old of document.querySelectorAll(".source .is-on")) old.classList.remove("is-on");
  node.setAttribute("aria-current", "true");
  find("[data-chosen]").value = node.dataset.leaf;
  find("[data-chosen-word]").textContent = `第${node.dataset.line}行　${node.dataset.word}`;
  for (const button of document.querySelectorAll(".tools [value]")) {
    if (button.name === "change") button.toggleAttribute("aria-pressed", false);
  }
  let first = null;
  for (let line = Number(node.dataset.line); line <= Number(node.dataset.last); line += 1) {
    const row = document.getElementById(`L${line}`);
    if (row) { row.classList.add("is-on"); first = first || row; }
  }
  if (first && follow) within(find(".twin__source"), first);
}

document.addEventListener("click", (event) => {
  const node = event.target.closest(".node");
  if (node) { event.preventDefault(); node.focus({ preventScroll: true }); choose(node); return; }
  const row = event.target.closest(".source li, [data-go]");
  if (!row) return;
  const line = Number(row.dataset.line || row.dataset.go);
  const nodes = [...document.querySelectorAll(".node")];
  const near = nodes.find((one) => Number(one.dataset.line) <= line && line <= Number(one.dataset.last))
    || nodes.find((one) => Number(one.dataset.line) >= line);
  if (!near) return;
  event.preventDefault();
  choose(near, { follow: Boolean(row.dataset.go) });
  within(find(".twin__tree"), near);
  near.focus({ preventScroll: true });
});

document.addEventListener("focusin", (event) => {
  const node = event.target.closest?.(".node");
  if (node && !node.hasAttribute("aria-current")) choose(node);
});

document.addEventListener("keydown", (event) => {
  const node = event.target.closest?.(".node");
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const nodes = [...document.querySelectorAll(".node")];
    const next = nodes[nodes.indexOf(node) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
    return;
  }
  const button = find(`.tools [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !button.disabled) { event.preventDefault(); button.click(); }
});

// After a correction the tree is new: the scroll of both panes and the chosen row stay where they were.
let kept = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (find(".twin")) {
    kept = [find(".twin__source").scrollTop, find(".twin__tree").scrollTop];
  }
});
document.addEventListener("htmx:afterSettle", () => {
  if (!kept || !find(".twin__source")) return;
  [find(".twin__source").scrollTop, find(".twin__tree").scrollTop] = kept;
  kept = null;
  const node = find(".node[aria-current]");
  if (node) node.focus({ preventScroll: true });
});
