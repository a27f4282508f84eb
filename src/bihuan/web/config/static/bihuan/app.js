// What every page gets. Nothing here is needed to read or to save; it only spares steps.
import { keepDrafts } from "./drafts.js";

// An open menu closes on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A filter that is chosen applies at once; without script its button does.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-at-once]");
  if (form && !form.hasAttribute("hx-get")) form.requestSubmit();
});

// Saving twice is a slip of the hand.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // An answer that is a file leaves the page where it is: the next file must go through.
  if (form.method !== "post" || form.hasAttribute("hx-post") || "file" in form.dataset) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A file dropped on the box is the file chosen in it.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const told = box.querySelector("[data-drop-name]");
  const tell = () => { if (input.files.length) told.textContent = input.files[0].name; };
  input.addEventListener("change", tell);
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("is-over"); });
  box.addEventListener("dragleave", () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("is-over");
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; tell(); }
  });
}

// Partial updates: where the focus goes, and what to say when the line is cut.
document.addEventListener("htmx:load", (event) => {
  const fresh = event.detail.elt;
  if (fresh === document.body || !fresh.querySelector) return;
  keepDrafts(fresh);
  const first = fresh.querySelector("[data-focus]");
  if (first) first.focus({ preventScroll: true });
});
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    const said = document.getElementById("said");
    const line = document.createElement("p");
    line.className = "said said--error";
    line.textContent = status
      ? `没有保存：服务器答复 ${status}。所填文字还在页面上，请刷新后再试。`
      : "没有保存：连不上服务器。所填文字还在页面上，请稍后再试。";
    said.replaceChildren(line);
    said.scrollIntoView({ block: "nearest" });
  });
}

// Arrow keys walk through the rows of a table whose first link opens the row.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = event.target.closest?.("[data-walk] [data-step]");
  if (!row) return;
  const steps = [...row.closest("[data-walk]").querySelectorAll("[data-step]")];
  const next = steps[steps.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { event.preventDefault(); next.focus(); }
});

// Paper cannot be unfolded: the rules of the examination are printed open, and folded again afterwards.
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details.rule:not([open])")) { part.open = true; part.dataset.folded = "1"; }
});
window.addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("details[data-folded]")) { part.open = false; delete part.dataset.folded; }
});

keepDrafts(document);
