/** One result as a card; templates/_card.html gives the same markup on the server. */
import { contactLinks, el, entryPage, fact, hidden, icon, linked, source } from "./pieces.js";

const STATUS_LABELS = { ended: "Ended", renamed: "Renamed" };

function keepButton(data) {
  return el("button", { name: "message", value: `Keep ${data.name}`, form: "say", class: "keep" }, icon("keep"), "Keep", hidden(` ${data.name}`));
}

/** One result. `data` is a Card of the HTTP contract. */
export function card(data) {
  const status = STATUS_LABELS[data.status];
  const reasons = data.reasons || [];
  return el(
    "article",
    { class: `card cost-${data.cost} status-${data.status}` },
    el(
      "header",
      {},
      el("p", { class: "tags" }, el("span", { class: "tag" }, data.kind_label), status && el("span", { class: "tag tag-status" }, status)),
      el("h3", {}, el("a", { href: entryPage(data.id) }, data.name)),
      data.provider && data.provider !== data.name && el("p", { class: "provider" }, data.provider),
    ),
    data.status_note && el("p", { class: "status-note" }, linked(data.status_note)),
    el("p", { class: "summary" }, data.summary),
    (reasons.length > 0 || data.caution) &&
        el(
          "div",
          { class: "why" },
          reasons.length > 0 && [el("h4", {}, "Why it fits"), el("ul", {}, reasons.map((reason) => el("li", {}, icon("tick"), reason)))],
          data.caution && el("p", { class: "caution" }, data.caution),
        ),
    el(
      "div",
      { class: "practical" },
      el("dl", { class: "facts" }, fact("place", "Where", data.where), fact("cost", "Cost", data.cost_label), fact("how", "How", data.delivery_label)),
      contactLinks(data.name, data.contact || {}),
    ),
    el("footer", {}, source(data), keepButton(data)),
  );
}
