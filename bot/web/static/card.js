/** One result as a card; templates/_card.html gives the same markup on the server. */
import { contactLinks, el, entryPage, fact, hidden, icon, linked, source } from "./pieces.js";
import { say } from "./words.js";

const keepMessage = (name, isKept) => (isKept ? say("card_remove_message", { name }) : say("card_keep_message", { name }));

/** Says to the finder that it should keep the entry, or take it off the list. */
function keepButton({ id, name }, kept) {
  const isKept = kept.includes(id);
  const named = hidden(` ${name}`);
  const takeOff = el("span", { class: "take-off" }, say("card_take_off"));
  return el(
    "button",
    { name: "message", value: keepMessage(name, isKept), form: "say", class: `keep${isKept ? " is-kept" : ""}`, "data-entry": id, "data-name": name },
    el("span", { "data-when": "out", hidden: isKept }, icon("keep"), say("shortlist_keep"), named),
    el("span", { "data-when": "in", hidden: !isKept }, icon("tick"), say("card_kept"), " ", takeOff, named.cloneNode(true)),
  );
}

/** Shows on every card within `root` whether it is on the list. */
export function showKept(root, kept) {
  for (const button of root.querySelectorAll("button[data-entry]")) {
    const isKept = kept.includes(button.dataset.entry);
    button.value = keepMessage(button.dataset.name, isKept);
    button.classList.toggle("is-kept", isKept);
    for (const words of button.querySelectorAll("[data-when]")) words.hidden = (words.dataset.when === "in") !== isKept;
  }
}

function reasons(list) {
  return list.length > 0 && [el("h4", {}, say("card_why")), el("ul", {}, list.map((reason) => el("li", {}, icon("tick"), reason)))];
}

const caution = (data) => data.caution && el("p", { class: "caution" }, data.caution);

function practical(data) {
  const facts = [
    fact("place", say("fact_where"), data.where),
    fact("cost", say("fact_cost"), data.cost_label),
    fact("how", say("fact_how"), data.delivery_label),
  ];
  return el("div", { class: "practical" }, el("dl", { class: "facts" }, facts), contactLinks(data.name, data.contact || {}));
}

function brief(data) {
  const [best, ...others] = data.reasons || [];
  return [
    best && el("p", { class: "because" }, icon("tick"), best),
    caution(data),
    el(
      "details",
      { class: "more" },
      el("summary", {}, say("card_more"), hidden(` ${data.name}`)),
      el("p", { class: "summary" }, data.summary),
      reasons(others),
      practical(data),
    ),
  ];
}

function whole(data) {
  const why = data.reasons || [];
  return [
    el("p", { class: "summary" }, data.summary),
    (why.length > 0 || data.caution) && el("div", { class: "why" }, reasons(why), caution(data)),
    practical(data),
  ];
}

/**
 * One result.
 * @param {object} data a Card of the HTTP contract
 * @param {string[]} kept ids on the visitor's list
 * @param {boolean} isBrief under a route, which says the most itself: name, provider, best reason and source, and the rest to open
 */
export function card(data, kept = [], isBrief = false) {
  const status = { ended: say("card_status_ended"), renamed: say("card_status_renamed") }[data.status];
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
    isBrief ? brief(data) : whole(data),
    el("footer", {}, source(data), keepButton(data, kept)),
  );
}
