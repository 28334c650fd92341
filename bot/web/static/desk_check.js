/**
 * Checks an entry while somebody types, as publishing would: mistakes stand at their fields, the card that visitors will see beside the
 * form. The words come from the server. Without script there is a button that does the same.
 */
const WAIT_MS = 500;
const form = document.querySelector("form[data-checks]");
const status = document.querySelector('[data-part="status"]');
const shown = document.querySelector('[data-part="shown"]');
const touched = new Set();
let timer = 0;
let asking = null;

/** The control, or the group of boxes, that a field's mistake belongs to. */
function controlOf(field) {
  return field.matches("fieldset") ? field : field.querySelector("input, textarea, select");
}

/** Adds an id to what describes a control, or takes it away. */
function describe(control, id, isWanted) {
  const ids = (control.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== id);
  if (isWanted) ids.push(id);
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

/** Shows the mistake of one field; none where `text` is empty. */
function mark(field, text) {
  const name = field.dataset.field;
  const id = `${name}-mistake`;
  const control = controlOf(field);
  let mistake = document.getElementById(id);
  if (mistake && !text) mistake.remove();
  if (!mistake && text) {
    mistake = document.createElement("span");
    mistake.className = "mistake";
    mistake.id = id;
    const place = field.querySelector(".hint") || field.querySelector("legend, label");
    place.after(mistake);
  }
  if (text) {
    const hidden = document.createElement("span");
    hidden.className = "visually-hidden";
    hidden.textContent = `${form.dataset.mistake} `;
    mistake.replaceChildren(hidden, text);
    control.setAttribute("aria-invalid", "true");
  } else {
    control.removeAttribute("aria-invalid");
  }
  describe(control, id, Boolean(text));
  field.classList.toggle("wrong", Boolean(text));
}

/** Says something politely, once. */
function tell(words) {
  if (status.textContent !== words) status.textContent = words;
}

/** Changes the form, and keeps what somebody types in where they see it: a mistake above it pushes it under the buttons. */
function keepingInSight(change) {
  const typing = form.contains(document.activeElement) ? document.activeElement : null;
  const before = typing?.getBoundingClientRect();
  change();
  if (before && before.bottom > 0 && before.top < window.innerHeight) typing.scrollIntoView({ block: "nearest" });
}

function show(answer) {
  keepingInSight(() => {
    for (const field of form.querySelectorAll("[data-field]")) mark(field, answer.mistakes[field.dataset.field] || "");
  });
  // Rendered by the server from the same template as the page.
  shown.replaceChildren(...new DOMParser().parseFromString(answer.shown, "text/html").body.childNodes);
  tell(answer.said);
}

async function check() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const body = new URLSearchParams(new FormData(form));
  for (const name of touched) body.append("touched", name);
  try {
    const response = await fetch(form.dataset.checks, { method: "POST", body, signal, redirect: "manual" });
    if (response.ok) show(await response.json());
    else if (response.type === "opaqueredirect") tell(form.dataset.signedOut);
    else if (response.status === 429) schedule(Number(response.headers.get("Retry-After")) * 1000);
    else tell(form.dataset.failed);
  } catch {
    if (!signal.aborted) tell(form.dataset.failed);
  }
}

function schedule(wait = WAIT_MS) {
  clearTimeout(timer);
  timer = setTimeout(check, wait);
}

function leave(event) {
  const field = event.target.closest("[data-field]");
  if (!field || field.contains(event.relatedTarget)) return;
  touched.add(field.dataset.field);
  if (form.dataset.new) schedule();
}

if (form) {
  form.addEventListener("input", () => schedule());
  form.addEventListener("focusout", leave);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asking?.abort();
  });
}
