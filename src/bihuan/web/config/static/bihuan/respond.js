// Solves the task that the form carries, in a worker beside the page, as soon as somebody begins to write. Without
// it (no script, no secure connection, an old browser) the form is sent as it is and looked at by somebody first.
(() => {
  "use strict";
  const form = document.querySelector("form[data-work]");
  const said = document.getElementById("work");
  if (!form || !window.Worker || !window.isSecureContext) return;
  const plainly = said.textContent;
  const task = JSON.parse(form.dataset.work);
  let state = "idle";

  function ended(words, now) {
    const sends = state === "sending";
    state = now;
    said.textContent = words;
    if (sends) form.submit();
  }

  function begin() {
    if (state !== "idle") return;
    state = "working";
    said.textContent = "正在作人机校验，一般一两秒……";
    let worker;
    try {
      worker = new Worker(form.dataset.worker);
    } catch {
      ended(plainly, "none");
      return;
    }
    worker.onerror = () => ended(plainly, "none");
    worker.onmessage = (event) => {
      worker.terminate();
      const found = event.data;
      if (!found || !found.derivedKey) {
        ended(plainly, "none");
        return;
      }
      form.elements.proof.value = btoa(JSON.stringify({ challenge: task, solution: found }));
      ended("人机校验已通过，可以提交。", "done");
    };
    worker.postMessage({ type: "work", challenge: task, timeout: 60000 });
  }

  form.addEventListener("input", begin);
  form.addEventListener("submit", (event) => {
    if (state === "sending") event.preventDefault();
    if (state !== "idle" && state !== "working") return;
    event.preventDefault();
    begin();
    if (state !== "working") {
      form.submit();
      return;
    }
    state = "sending";
    said.textContent = "正在作人机校验，完成后自动提交……";
  });
})();
