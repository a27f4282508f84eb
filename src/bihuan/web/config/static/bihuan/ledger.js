// On a wide screen a row opens in the third pane; elsewhere its link leads to the finding's own page.
const wide = window.matchMedia("(min-width: 1280px)");

// The third pane is never empty on a wide screen: it begins with the first finding of the list.
const first = document.querySelector("a[data-open]");
if (first && wide.matches && !document.querySelector("#open [data-opened]")) {
  first.closest(".row").classList.add("is-open");
  window.htmx.ajax("GET", first.dataset.open, { target: "#open", swap: "outerHTML" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  for (const row of document.querySelectorAll(".row.is-open")) row.classList.remove("is-open");
  link.closest(".row").classList.add("is-open");
  const address = link.dataset.open;
  window.htmx.ajax("GET", address, { target: "#open", swap: "outerHTML" });
  history.replaceState(history.state, "", address);
});
