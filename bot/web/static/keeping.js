/** "Keep" where there is script: the tab's list changes without a new page. The elements are in templates/_keeping.html. */
import { KeptList } from "./kept-list.js";

const form = document.getElementById("keeping");
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const list = new KeptList();

/** Shows what is kept: on the buttons, and in the line that leads to the list. */
function show() {
  const ids = list.load() ? list.ids : carried();
  const isFull = ids.length >= Number(form.dataset.most);
  for (const button of document.querySelectorAll("[data-keep]")) {
    const isKept = ids.includes(button.dataset.keep);
    button.classList.toggle("is-kept", isKept);
    button.disabled = isFull && !isKept;
    for (const words of button.querySelectorAll("[data-when]")) words.hidden = (words.dataset.when === "in") !== isKept;
  }
  const line = part("kept");
  if (!line) return;
  line.hidden = ids.length === 0;
  line.querySelector("a").href = `/shortlist?${ids.map((id) => `id=${encodeURIComponent(id)}`).join("&")}`;
  part("kept-count").textContent = ids.length;
  part("kept-full").hidden = !isFull;
}

const carried = () => form.dataset.kept.split(",").filter(Boolean);

function pressed(event) {
  const button = event.target.closest("[data-keep]");
  if (!button) return;
  if ("leadsOn" in form.dataset) {
    list.remove(button.dataset.keep);
    return;
  }
  // Without storage the form is sent, and the list goes on in the address.
  if (!list.change(button.dataset.keep)) return;
  event.preventDefault();
  show();
  part("kept-status").textContent = part("kept").querySelector("a").textContent;
}

if (form) {
  list.adopt(carried());
  // A page of the list shows what its address says, which need not be this tab's list.
  if (!("leadsOn" in form.dataset)) {
    show();
    window.addEventListener("pageshow", show);
  }
  document.addEventListener("click", pressed);
}
