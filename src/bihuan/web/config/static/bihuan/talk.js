// @ and the first letters of a name offer who may read this; without script the names are ticked below the field.
for (const area of document.querySelectorAll("textarea[data-people]")) {
  const source = document.getElementById(area.dataset.people);
  if (!source) continue;
  const names = [...source.querySelectorAll("[data-name]")].map((label) => ({ name: label.dataset.name, text: label.textContent.trim() }));
  const list = document.createElement("ul");
  list.className = "offer";
  list.id = `${area.id}-offer`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "提醒谁");
  list.hidden = true;
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  let at = 0;
  const typed = () => /[@＠]([^\s@＠，。、；：！？,.;:!?]{0,8})$/.exec(area.value.slice(0, area.selectionStart));
  const close = () => { list.hidden = true; list.replaceChildren(); };
  const take = (name) => {
    const found = typed();
    if (!found) return close();
    const start = area.selectionStart - found[1].length;
    area.setRangeText(`${name} `, start, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    area.focus();
  };
  const mark = () => [...list.children].forEach((one, index) => one.setAttribute("aria-selected", index === at));
  const offer = () => {
    const found = typed();
    const fit = found ? names.filter((one) => one.name.startsWith(found[1]) && one.name !== found[1]).slice(0, 6) : [];
    if (!fit.length) return close();
    list.replaceChildren(...fit.map((one) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.textContent = one.text;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(one.name); });
      item.dataset.name = one.name;
      return item;
    }));
    at = 0;
    mark();
    list.hidden = false;
  };
  area.addEventListener("input", offer);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      take(list.children[at].dataset.name);
    } else if (event.key === "Escape") close();
  });
}
