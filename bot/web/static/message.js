/** Builds one message of the conversation as DOM nodes; templates/_message.html gives the same markup on the server. */
import { answers, comparison, details, links, progress, reference, route } from "./blocks.js";
import { card } from "./card.js";
import { feedback } from "./feedback.js";
import { helplines } from "./helplines.js";
import { el, linked } from "./pieces.js";
import { say } from "./words.js";

/** A suggestion: pressing it sends its text as the next message. */
export function sayButton(text) {
  return el("button", { name: "message", value: text, form: "say", class: "suggestion" }, text);
}

/** What the visitor said. */
export function question(text) {
  return el("div", { class: "message you" }, el("p", { class: "by visually-hidden" }, say("message_you")), el("div", { class: "said" }, el("p", {}, text)));
}

/** The lines of the text that the blocks do not show: answers to be checked, and a route's steps, are not told twice. */
function said(data) {
  const answered = data.form && data.form.step > data.form.steps ? data.form.answers : [];
  const steps = data.route ? data.route.steps : [];
  const shown = [...answered.map((each) => `${each.label}: ${each.value}`), ...steps.map((each, index) => `${index + 1}. ${each.title}`)];
  const lines = (data.text || "").split("\n").filter((line) => line.trim());
  return lines.filter((line) => !shown.some((text) => line.startsWith(text))).map((line) => el("p", {}, linked(line)));
}

/** One Message of the HTTP contract. */
export function answer(data, degraded, conversation) {
  const some = (list) => (list && list.length > 0 ? list : null);
  const facts = some(data.details);
  const help = some(data.helplines);
  const cards = some(data.cards);
  const pages = some(data.links);
  const suggestions = some(data.suggestions);
  return el(
    "div",
    { class: "message finder" },
    el("p", { class: "by" }, say("message_finder")),
    degraded && el("p", { class: "degraded" }, say("degraded")),
    data.form && progress(data.form),
    el("div", { class: "said" }, said(data)),
    data.reference && reference(data.reference),
    help && helplines(help),
    data.form && answers(data.form),
    facts && details(facts),
    data.comparison && comparison(data.comparison),
    data.route && route(data.route),
    cards && el("div", { class: `cards${data.route ? " brief" : ""}` }, cards.map((each) => card(each, data.kept, Boolean(data.route)))),
    pages && links(pages),
    suggestions && el("div", { class: "suggestions", role: "group", "aria-label": say("message_suggestions") }, suggestions.map(sayButton)),
    data.feedback && feedback(data.feedback, conversation),
  );
}
