// Files go up in parts while the rest of the form is filled in; a broken line costs one part, not the file.
// Without this script the form sends everything at once.
const form = document.querySelector("form[data-parts]");
const PART = 4 * 1024 * 1024;
const WAITS = [1, 2, 5, 10, 20, 30];
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const list = form.querySelector("[data-staged]");
const save = form.querySelector("[data-save]");
const input = form.querySelector("input[type=file]");
let busy = 0;

const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });
const memory = {
  key: (file) => `upload:${file.name}:${file.size}:${file.lastModified}`,
  get(file) { try { return sessionStorage.getItem(memory.key(file)); } catch { return null; } },
  set(file, address) { try { sessionStorage.setItem(memory.key(file), address); } catch { /* full or forbidden */ } },
  drop(file) { try { sessionStorage.removeItem(memory.key(file)); } catch { /* as above */ } },
};

class Refusal extends Error {}

async function ask(address, options = {}) {
  const answer = await fetch(address, { credentials: "same-origin", ...options, headers: { "X-CSRFToken": token, ...options.headers } });
  if (answer.redirected) throw new Refusal("登录已过期，请另开一个窗口登录，再回到这里重新选择文件，会接着传。");
  if (answer.status === 413) throw new Refusal("服务器不收这么大的内容，请联系系统管理员。");
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (answer.status === 409) return told;
  if (!answer.ok) {
    if (answer.status >= 500 && answer.status !== 507) throw new Error(String(answer.status));
    throw new Refusal(told.error || `没有上传：服务器答复 ${answer.status}。请刷新页面后再试。`);
  }
  return told;
}

// A step that the line may break: tried again after a while, longer each time.
async function steady(step, row) {
  for (const seconds of [...WAITS, null]) {
    try { return await step(); } catch (error) {
      if (error instanceof Refusal || seconds === null) throw error;
      row.say(`网络断开，${seconds} 秒后接着传`);
      await wait(seconds);
    }
  }
  return null;
}

function begin(file) {
  const body = new FormData();
  body.set("name", file.name);
  body.set("size", file.size);
  for (const one of form.querySelectorAll("[name=for]")) body.append("for", one.value);
  return ask(form.dataset.parts, { method: "POST", body });
}

async function resume(file) {
  const address = memory.get(file);
  if (!address) return null;
  try { return await ask(address); } catch { memory.drop(file); return null; }
}

async function send(file, row) {
  let upload = await resume(file) || await steady(() => begin(file), row);
  memory.set(file, upload.address);
  row.gone(upload);
  while (upload.received < file.size) {
    const from = upload.received;
    row.at(from);
    upload = await steady(async () => {
      const now = await ask(upload.address, { method: "PATCH", body: file.slice(from, from + PART), headers: { "Upload-Offset": String(from), "Content-Type": "application/octet-stream" } });
      return now;
    }, row);
    if (upload.error && upload.received === from) throw new Refusal(upload.error);
  }
  row.say("正在检查内容");
  upload = await steady(() => ask(upload.finish, { method: "POST" }), row);
  memory.drop(file);
  return upload;
}

function element(name, klass, text) {
  const made = document.createElement(name);
  if (klass) made.className = klass;
  if (text) made.textContent = text;
  return made;
}

const told = (count) => (count < 1048576 ? `${Math.ceil(count / 1024)} KB` : `${(count / 1048576).toFixed(1)} MB`);

// The unit has the same bytes already: link that entry instead of saving them once more.
function held(one) {
  const note = element("p", "staged__note", `本单位已有同一文件，在佐证“${one.title}”里。`);
  if (!form.querySelector("[name=for]")) return note;
  const button = element("button", "btn btn--small", "改为关联这份佐证");
  button.formAction = one.link;
  button.formNoValidate = true;
  note.append(button);
  return note;
}

function line(file) {
  const item = element("li", "staged__one");
  const bar = element("progress");
  bar.max = file.size || 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `上传 ${file.name}`);
  const said = element("span", "soft small", "等待上传");
  const stop = element("button", "btn btn--quiet btn--small", "去掉");
  stop.type = "button";
  item.append(element("span", "staged__name", file.name), bar, " ", said, stop);
  list.append(item);
  let address = null;
  stop.addEventListener("click", () => {
    if (address) ask(address, { method: "DELETE" }).catch(() => {});
    memory.drop(file);
    item.remove();
  });
  return {
    alive: () => item.isConnected,
    gone(upload) { address = upload.address; },
    at(count) { bar.value = count; said.textContent = `${told(count)} / ${told(file.size)}`; },
    say(text) { said.textContent = text; },
    refuse(text) { bar.remove(); said.className = "t-late"; said.textContent = text; },
    done(upload) {
      bar.remove();
      said.textContent = `${told(file.size)}，已传完`;
      const hidden = element("input");
      hidden.type = "hidden";
      hidden.name = "upload";
      hidden.value = upload.token;
      item.prepend(hidden);
      for (const text of upload.warnings) item.append(element("p", "staged__note t-late", text));
      for (const text of upload.notes) item.append(element("p", "staged__note soft", text));
      for (const one of upload.held) item.append(held(one));
      if (upload.warnings.length) form.querySelector("[data-confirm]").hidden = false;
      if (upload.held.length && form.querySelector("[data-again]")) form.querySelector("[data-again]").hidden = false;
    },
  };
}

async function take(files) {
  busy += 1;
  save.disabled = true;
  for (const [file, row] of files.map((one) => [one, line(one)])) {
    try {
      const upload = await send(file, row);
      if (row.alive()) row.done(upload);
    } catch (error) {
      row.refuse(error instanceof Refusal ? error.message : "连不上服务器，没有传完。重新选择这个文件，会接着传。");
    }
  }
  busy -= 1;
  save.disabled = busy > 0;
}

input.addEventListener("change", () => {
  const files = [...input.files];
  input.value = "";
  form.querySelector("[data-drop-name]").textContent = "";
  if (files.length) take(files);
});
const box = form.querySelector("[data-drop]");
box.addEventListener("drop", () => { if (input.files.length) input.dispatchEvent(new Event("change")); });
