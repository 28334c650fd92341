/**
 * Small pieces of markup that cards, blocks and help lines are made of. Data only ever becomes text or a vetted address;
 * templates/_pieces.html gives the same markup on the server.
 */
import { say, sayAround, sayDay } from "./words.js";

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

/** A path of the finder's own site: as it is on the finder's pages, in full on a page of somebody else's. */
export function sitePath(path) {
  const address = new URL(path, import.meta.url);
  return address.origin === location.origin ? path : address.href;
}

/** The page of one entry. */
export const entryPage = (id) => sitePath(`/resources/${encodeURIComponent(id)}`);

/** Where a link of a message leads: a path of this site, the web, or a mail to write; null for anything else. */
export function linkAddress(value) {
  if (/^\/(?![/\\])\S*$/.test(value || "")) return sitePath(value);
  return /^mailto:\S+$/i.test(value || "") ? value : webAddress(value);
}

/** The address when it is one mailbox, otherwise null. */
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
export function siteName(address) {
  return address.split("/")[2].replace(/^www\./, "");
}

export const icon = (name) => el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });

export const hidden = (text) => el("span", { class: "visually-hidden" }, text);

const LINKS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/** Text in which web and mail addresses are links. */
export function linked(text) {
  return text.split(LINKS).map((part, index) => {
    if (index % 2 === 0) return part;
    const address = webAddress(part) || `mailto:${part}`;
    return el("a", { href: address, rel: "noopener" }, part);
  });
}

export function fact(iconName, label, value) {
  return value ? el("div", {}, icon(iconName), el("dt", {}, label), el("dd", {}, value)) : null;
}

export function contactLinks(name, contact) {
  const web = webAddress(contact.url);
  const mail = mailAddress(contact.email);
  const number = dialled(contact.phone);
  if (!web && !mail && !number) return null;
  const list = el(
    "ul",
    { class: "contact" },
    web && el("li", {}, el("a", { href: web, rel: "noopener" }, icon("web"), say("contact_website"), hidden(` ${say("contact_website_whose", { name })}`))),
    mail && el("li", {}, el("a", { href: `mailto:${mail}` }, icon("mail"), hidden(`${say("contact_email")} `), mail)),
    number && el("li", {}, el("a", { href: `tel:${number}` }, icon("phone"), hidden(`${say("contact_ring")} `), contact.phone)),
  );
  return [el("h4", { class: "visually-hidden" }, say("contact_heading", { name })), list];
}

export function source(data) {
  const address = webAddress(data.source_url);
  const site = address ? el("a", { href: address, rel: "noopener" }, siteName(address)) : say("source_not_stated");
  const day = () => el("time", { datetime: data.checked_on }, sayDay(data.checked_on));
  return el(
    "p",
    { class: "source" },
    sayAround("source_line", { site }),
    " ",
    data.as_of_note ? `${data.as_of_note}. ` : null,
    data.checked_on ? sayAround("source_looked_up", { day: day() }) : null,
  );
}
