/**
 * The words of the scripts, in the language of the site. The server writes above this module what bot/texts holds of the texts that
 * scripts name: `language`, `texts` by key, and `days`, how a day of each month is written (bot/web/script_words.py).
 */
/* global language, texts, days */

const NUMBERS = new Intl.NumberFormat([language, "en-GB"]);
const PLURALS = new Intl.PluralRules([language, "en-GB"]);
const PLACEHOLDERS = /(\{\{|\}\}|\{\w+\})/;

/** A text in pieces, with each placeholder's value in its place: strings, or nodes. */
export function sayAround(key, values = {}) {
  const text = typeof texts[key] === "string" ? texts[key] : (texts[key][PLURALS.select(values.count)] ?? texts[key].other);
  const filled = (part) => {
    if (part === "{{" || part === "}}") return part[0];
    const value = values[part.slice(1, -1)];
    return typeof value === "number" ? NUMBERS.format(value) : value;
  };
  return text.split(PLACEHOLDERS).map((part, index) => (index % 2 === 0 ? part : filled(part)));
}

/** The text for `key` with its placeholders filled; `count` chooses among plurals. */
export const say = (key, values) => sayAround(key, values).join("");

/** "2026-11-24" gives "24 November 2026". */
export function sayDay(value) {
  const [year, month, day] = value.split("-").map(Number);
  return days[month - 1].replace("{day}", day).replace("{year}", year);
}
