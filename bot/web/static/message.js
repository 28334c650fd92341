/**
 * Builds one message of the conversation as DOM nodes: the one place where a card becomes markup in the browser.
 * Data only ever becomes text or a vetted address; templates/_message.html and _card.html give the same markup on the server.
 */

/** An element with attributes and children; strings become text, null and false are left out. */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The address when it leads to the web, otherwise null: anything else in the data is shown as no link at all. */
export function webAddress(value) {
  return /^https?:\/\/[^\s]+$/i.test(value || "") ? value : null;
}

function mailAddress(value) {
  return /^[^\s@?&]+@[^\s@?&]+\.[^\s@?&]+$/.test(value || "") ? value : null;
}

/** The number to dial: "+44 (0)1856 873 535 ext 2" gives "+441856873535". */
export function dialled(value) {
  const number = /^[+0-9 ()-]*/.exec(value || "")[0];
  const digits = number.replace("(0)", number.startsWith("+") ? "" : "0").replace(/[^+0-9]/g, "");
  return digits.length >= 3 ? digits : null;
}

/** "https://www.sserc.org.uk/a" gives "sserc.org.uk". */
function siteName(address) {
  return address.split("/")[2].replace(/^www\./, "");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** "2026-11-24" gives "24 November 2026". */
function writtenDate(value) {
  const [year, month, day] = value.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

const icon = (name) => el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });

const hidden = (text) => el("span", { class: "visually-hidden" }, text);

const LINKS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/** Text in which web and mail addresses are links. */
function linked(text) {
  return text.split(LINKS).map((part, index) => {
    if (index % 2 === 0) return part;
    const address = webAddress(part) || `mailto:${part}`;
    return el("a", { href: address, rel: "noopener" }, part);
  });
}

function paragraphs(text) {
  return (text || "").split("\n").filter((line) => line.trim()).map((line) => el("p", {}, linked(line)));
}

function fact(iconName, label, value) {
  return value ? el("div", {}, icon(iconName), el("dt", {}, label), el("dd", {}, value)) : null;
}

function contactLinks(name, contact) {
  const web = webAddress(contact.url);
  const mail = mailAddress(contact.email);
  const number = dialled(contact.phone);
  if (!web && !mail && !number) return null;
  const list = el(
    "ul",
    { class: "contact" },
    web && el("li", {}, el("a", { href: web, rel: "noopener" }, icon("web"), "Website", hidden(` of ${name}`))),
    mail && el("li", {}, el("a", { href: `mailto:${mail}` }, icon("mail"), hidden("E-mail "), mail)),
    number && el("li", {}, el("a", { href: `tel:${number}` }, icon("phone"), hidden("Ring "), contact.phone)),
  );
  return [el("h4", { class: "visually-hidden" }, `Contact ${name}`), list];
}

function source(data) {
  const address = webAddress(data.source_url);
  return el(
    "p",
    { class: "source" },
    "Source: ",
    address ? el("a", { href: address, rel: "noopener" }, siteName(address)) : "not stated",
    ". ",
    data.as_of_note ? `${data.as_of_note}. ` : null,
    data.checked_on ? ["Looked up on ", el("time", { datetime: data.checked_on }, writtenDate(data.checked_on)), "."] : null,
  );
}

const STATUS_LABELS = { ended: "Ended", renamed: "Renamed" };

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
      el("h3", {}, data.name),
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
    source(data),
  );
}

function helpline(data) {
  const number = dialled(data.phone);
  const web = webAddress(data.url);
  return el(
    "li",
    {},
    el("h4", {}, data.name),
    number && el("p", { class: "ring" }, el("a", { href: `tel:${number}` }, icon("phone"), hidden(`Ring ${data.name}: `), data.phone)),
    data.text && el("p", { class: "by-text" }, `By text: ${data.text}`),
    data.for && el("p", {}, data.for),
    data.hours && el("p", { class: "hours" }, data.hours),
    web && el("p", { class: "site" }, el("a", { href: web, rel: "noopener" }, siteName(web))),
  );
}

/** Where the numbers were found: kept out of the way of somebody who needs them now. */
function helplineSources(list) {
  const sourced = list.filter((data) => webAddress(data.source_url));
  if (sourced.length === 0) return null;
  const lines = sourced.map((data) => el("li", {}, `${data.name}: `, el("a", { href: data.source_url, rel: "noopener" }, siteName(data.source_url))));
  return el("details", { class: "sources" }, el("summary", {}, "Where these come from"), el("ul", {}, lines));
}

function helplines(list) {
  return el(
    "section",
    { class: "helplines" },
    el("h3", {}, "People you can talk to now"),
    el("ul", { class: "lines" }, list.map(helpline)),
    helplineSources(list),
    el("p", { class: "clear-hint" }, "To clear this conversation from the screen, choose Start again."),
  );
}

/** A suggestion: pressing it sends its text as the next message. */
export function sayButton(text) {
  return el("button", { type: "button", name: "message", value: text, class: "suggestion" }, text);
}

export const DEGRADED = "The chat helper is restarting, so this answer comes straight from the catalogue search.";

/** What the visitor said. */
export function question(text) {
  return el("div", { class: "message you" }, el("p", { class: "by visually-hidden" }, "You said:"), el("div", { class: "said" }, el("p", {}, text)));
}

/** One Message of the HTTP contract. */
export function answer(data, degraded) {
  const cards = data.cards || [];
  const help = data.helplines || [];
  const suggestions = data.suggestions || [];
  return el(
    "div",
    { class: "message finder" },
    el("p", { class: "by" }, "STEM finder"),
    degraded && el("p", { class: "degraded" }, DEGRADED),
    el("div", { class: "said" }, paragraphs(data.text)),
    help.length > 0 && helplines(help),
    cards.length > 0 && el("div", { class: "cards" }, cards.map(card)),
    suggestions.length > 0 && el("div", { class: "suggestions", role: "group", "aria-label": "Suggestions" }, suggestions.map(sayButton)),
  );
}
