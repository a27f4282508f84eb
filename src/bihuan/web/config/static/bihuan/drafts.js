// A form survives a lost session: what was typed stays in this tab until it is saved or thrown away.
// The key carries the version of the row, so a draft never overwrites what somebody saved since, and the
// account, so that whoever logs in next in this tab never reads it; a log-out throws all away.
const store = {
  get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
  set(key, text) { try { sessionStorage.setItem(key, text); } catch { /* storage is full or forbidden */ } },
  clear() { try { sessionStorage.clear(); } catch { /* as above */ } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* as above */ } },
};

function offer(area, key, kept) {
  const line = document.createElement("p");
  line.className = "field__hint";
  line.append("这是上次没有保存的文字。");
  const back = document.createElement("button");
  back.type = "button";
  back.className = "btn btn--quiet btn--small";
  back.textContent = "改回已保存的文字";
  const saved = area.value;
  back.addEventListener("click", () => { area.value = saved; store.drop(key); line.remove(); area.focus(); });
  line.append(back);
  area.after(line);
  area.value = kept;
}

const keyOf = (area) => `draft:${document.body.dataset.who}:${area.dataset.draft}`;
const SENT = "sent";

// What was sent is saved when the server led on to another address and refused nothing there: then it is no draft
// any more. A form that came back with its faults, or a log-in in between, leaves the draft where it is.
document.addEventListener("submit", (event) => {
  if (event.target.action.endsWith("/logout/")) { store.clear(); return; }
  const keys = Array.from(event.target.querySelectorAll("textarea[data-draft]"), keyOf);
  if (keys.length) store.set(SENT, JSON.stringify(keys));
});

function dropSaved() {
  const keys = JSON.parse(store.get(SENT) ?? "[]");
  store.drop(SENT);
  const [way] = performance.getEntriesByType("navigation");
  if (!way?.redirectCount || document.querySelector("#said .said--error")) return;
  for (const key of keys) if (key.startsWith(`draft:${document.body.dataset.who}:`)) store.drop(key);
}
dropSaved();

export function keepDrafts(root) {
  for (const area of root.querySelectorAll("textarea[data-draft]:not([data-kept])")) {
    area.dataset.kept = "1";
    const key = keyOf(area);
    const kept = store.get(key);
    if (kept !== null && kept !== area.value) offer(area, key, kept);
    area.addEventListener("input", () => store.set(key, area.value));
  }
}
