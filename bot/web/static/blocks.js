/**
 * What a message may hold besides text and cards: details, a comparison, a route, the state of an offer or a need, links.
 * templates/_blocks.html gives the same markup on the server.
 */
import { dialled, el, entryPage, hidden, icon, linkAddress, linked, sitePath, source, webAddress } from "./pieces.js";
import { say } from "./words.js";

/** A number alone can be rung; other values are text with its addresses as links. */
function value(fact) {
  const number = fact.label === say("fact_phone") && dialled(fact.value);
  return number ? el("a", { href: `tel:${number}` }, fact.value) : linked(fact.value);
}

/** Everything known of one entry, or everything answered so far. */
export function details(facts) {
  return el("dl", { class: "details" }, facts.map((fact) => el("div", {}, el("dt", {}, fact.label), el("dd", {}, value(fact)))));
}

/** Two or three entries side by side. The roles keep it a table where a narrow screen lays it out otherwise. */
export function comparison(data) {
  const names = data.columns.map((column) => column.name);
  const last = names.pop();
  const title = names.length > 0 ? say("comparison_title", { names: names.join(", "), last }) : last;
  const heads = data.columns.map((column) => el("th", { scope: "col", role: "columnheader" }, el("a", { href: entryPage(column.id) }, column.name)));
  const row = (each) =>
    el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader" }, each.label), each.values.map((text) => el("td", { role: "cell" }, linked(text))));
  return el(
    "div",
    { class: "comparison", role: "region", tabindex: "0", "aria-label": title },
    el(
      "table",
      { class: `of-${data.columns.length}`, role: "table" },
      el("caption", {}, title),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, el("td", { role: "cell" }), heads)),
      el("tbody", { role: "rowgroup" }, data.rows.map(row)),
    ),
  );
}

function stepEntry(data) {
  const web = webAddress(data.url);
  return el(
    "li",
    {},
    el("a", { href: entryPage(data.id) }, data.name),
    web && [" ", el("a", { href: web, rel: "noopener", class: "site" }, icon("web"), hidden(say("contact_website_of", { name: data.name })))],
  );
}

function step(data) {
  const entries = data.entries || [];
  return el(
    "li",
    { class: "step" },
    (data.when || data.level) &&
      el("p", { class: "marks" }, data.when && el("span", { class: "when" }, data.when), data.when && data.level && " ", data.level && el("span", { class: "level" }, data.level)),
    el("h4", {}, data.title),
    el("p", {}, linked(data.text)),
    entries.length > 0 && el("ul", { class: "entries" }, entries.map(stepEntry)),
    data.source_url && source(data),
  );
}

/** Steps in order, drawn as a line with stations. */
export function route(data) {
  return el("section", { class: "route" }, el("h3", {}, data.title), el("ol", { class: "steps", role: "list" }, data.steps.map(step)));
}

/** How far an offer or a need has got. */
export function progress(form) {
  const subjects = { offer: say("form_subject_offer"), need: say("form_subject_need") };
  const subject = subjects[form.kind] || say("form_subject_other");
  const { step, steps } = form;
  return el(
    "div",
    { class: "progress" },
    el("p", {}, step > steps ? say("form_ready", { subject }) : say("form_progress", { subject, step, steps })),
    el("progress", { max: steps, value: Math.min(step - 1, steps), "aria-hidden": "true" }),
  );
}

/** What was answered so far: folded away until everything is to be checked. */
export function answers(form) {
  const given = form.answers || [];
  if (given.length === 0) return null;
  return el("details", { class: "answers", open: form.step > form.steps }, el("summary", {}, say("form_answers", { count: given.length })), details(given));
}

/** The number to quote later. */
export function reference(number) {
  return el("p", { class: "reference" }, el("span", {}, say("form_reference")), " ", el("strong", {}, number));
}

/** Pages that go on from here. */
export function links(list) {
  const known = list.filter((link) => linkAddress(link.url));
  if (known.length === 0) return null;
  const line = (link) => el("li", {}, el("a", { href: linkAddress(link.url), rel: "noopener" }, link.text));
  return el("ul", { class: "links" }, known.map(line));
}

/** The list that the visitor keeps, as a page to print. */
export function listLink(ids) {
  const query = ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
  return el("a", { href: sitePath(`/shortlist?${query}`) }, icon("keep"), say("list_link", { count: ids.length }));
}
