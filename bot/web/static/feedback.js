/**
 * "Was this useful?" under an answer, with a reason after "No". templates/_feedback.html gives the same markup on the server, where
 * it is a plain form that posts to /feedback.
 */
import { el, icon } from "./pieces.js";
import { say } from "./words.js";

export const LONGEST_REASON = 300;

/** What stands under an answer: two forms, so that Enter in the second never sends the first. `token` names the answer to the server. */
export function feedback(token, conversation) {
  const form = (...parts) =>
    el(
      "form",
      { method: "post", action: "/feedback" },
      el("input", { type: "hidden", name: "feedback", value: token }),
      el("input", { type: "hidden", name: "conversation", value: conversation || "" }),
      parts,
    );
  const whys = [say("feedback_why_other"), say("feedback_why_far"), say("feedback_why_wrong"), say("feedback_why_little")];
  const reasons = whys.map((text) => el("li", {}, el("label", {}, el("input", { type: "radio", name: "why", value: text }), " ", text)));
  const words = el("textarea", { name: "reason", rows: "2", maxlength: LONGEST_REASON, autocomplete: "off" });
  return el(
    "div",
    { class: "feedback", role: "group", "aria-label": say("feedback_group") },
    el("p", {}, say("feedback_useful")),
    form(el("button", { name: "rating", value: "up", class: "thumb" }, icon("up"), say("feedback_yes"))),
    el(
      "details",
      {},
      el("summary", { class: "thumb" }, icon("down"), say("feedback_no")),
      form(
        el("fieldset", {}, el("legend", {}, say("feedback_what_was_wrong")), el("ul", {}, reasons)),
        el("label", { class: "words" }, say("feedback_words"), words),
        el("button", { name: "rating", value: "down", class: "send-reason" }, say("feedback_send")),
      ),
    ),
  );
}

/** What the form says: the reason chosen, the words written, or both. */
function reasonOf(form) {
  const chosen = form.elements.why.value;
  const written = form.elements.reason.value.trim();
  return [chosen, written].filter(Boolean).join(": ").slice(0, LONGEST_REASON) || null;
}

async function post(body, endpoint) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
  });
  if (!response.ok) throw new Error(`feedback: ${response.status}`);
}

/** The "No" that is on its way, by its form: a reason sent meanwhile waits, or it might be overtaken and lost. */
const underway = new WeakMap();

/**
 * Counts a "No" as soon as it is pressed, since few go on to say why; what the form says later takes its place.
 * @param {HTMLFormElement} form
 * @param {string} endpoint address of POST /api/feedback
 */
export function noteNo(form, endpoint) {
  // The browser tells of the opening a little later: whoever is quicker has sent the whole answer already.
  if (form.dataset.sending) return;
  const sent = post({ feedback: form.elements.feedback.value, rating: "down", reason: null }, endpoint).catch(() => {});
  underway.set(form, sent);
}

/**
 * Sends a rating and thanks for it in the form's place.
 * @param {HTMLFormElement} form
 * @param {"up"|"down"} rating
 * @param {string} endpoint address of POST /api/feedback
 * @returns {Promise<boolean>} whether it arrived
 */
export async function sendFeedback(form, rating, endpoint) {
  if (form.dataset.sending) return false;
  form.dataset.sending = "yes";
  const reason = rating === "down" ? reasonOf(form) : null;
  try {
    await underway.get(form);
    await post({ feedback: form.elements.feedback.value, rating, reason }, endpoint);
  } catch {
    delete form.dataset.sending;
    const group = form.closest(".feedback");
    group.querySelector(".not-sent")?.remove();
    group.append(el("p", { class: "not-sent" }, say("feedback_not_sent")));
    return false;
  }
  const thanks = el("p", { class: "thanks", tabindex: "-1" }, rating === "up" ? say("feedback_thanks_up") : say("feedback_thanks_down"));
  form.closest(".feedback").replaceWith(thanks);
  thanks.focus({ preventScroll: true });
  return true;
}
