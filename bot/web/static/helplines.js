/** Help lines; templates/_helplines.html gives the same markup on the server. */
import { dialled, el, hidden, icon, siteName, webAddress } from "./pieces.js";
import { say } from "./words.js";

function helpline(data) {
  const number = dialled(data.phone);
  const web = webAddress(data.url);
  return el(
    "li",
    {},
    el("h4", {}, data.name),
    number && el("p", { class: "ring" }, el("a", { href: `tel:${number}` }, icon("phone"), hidden(`${say("contact_ring_name", { name: data.name })} `), data.phone)),
    data.text && el("p", { class: "by-text" }, say("helplines_by_text", { text: data.text })),
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
  return el("details", { class: "sources" }, el("summary", {}, say("helplines_sources")), el("ul", {}, lines));
}

/** Help lines, shown in the place of cards to somebody who may be in danger or distress. */
export function helplines(list) {
  return el(
    "section",
    { class: "helplines" },
    el("h3", {}, say("helplines_title")),
    el("ul", { class: "lines" }, list.map(helpline)),
    helplineSources(list),
    el("p", { class: "clear-hint" }, say("helplines_clear")),
  );
}
