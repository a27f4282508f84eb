// The bulk bar counts what is ticked; shift and a click tick everything between. Without script the buttons work.
const bar = document.querySelector("[data-bulk]");
if (bar) {
  const boxes = () => [...document.querySelectorAll(`input[form="${bar.dataset.bulk}"][type=checkbox]`)];
  const count = bar.querySelector("[data-bulk-count]");
  const idle = bar.querySelector("[data-bulk-idle]");
  const main = bar.querySelector("[value=chosen]");
  let last = null;
  const tell = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    count.hidden = !ticked;
    idle.hidden = Boolean(ticked);
    count.textContent = `已选 ${ticked} 项`;
    main.disabled = !ticked;
    for (const box of boxes()) box.closest("tr").classList.toggle("is-open", box.checked);
  };
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!boxes().includes(box)) return;
    if (event.shiftKey && last) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const one of all.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    tell();
  });
  window.addEventListener("pageshow", tell);
  tell();
}
