/**
 * A conversation with the finder: sends what is typed, shows what comes back, and keeps both across a reload.
 * The chat page (chat.js) and the widget (widget.js) give it their own elements.
 */
import { listLink } from "./blocks.js";
import { showKept } from "./card.js";
import { noteNo, sendFeedback } from "./feedback.js";
import { KeptList } from "./kept-list.js";
import { Memory } from "./memory.js";
import { answer, question } from "./message.js";
import { el } from "./pieces.js";
import { say } from "./words.js";

export { sayButton } from "./message.js";
export { el } from "./pieces.js";
export { say } from "./words.js";

const STILL_WORKING_AFTER_MS = 8_000;
const GIVE_UP_AFTER_MS = 45_000;
const COUNT_FROM = 200;

/** Something went wrong with a question; `message` is for the visitor. */
class AskError extends Error {
  constructor(message, { waitSeconds = 0, retry = true } = {}) {
    super(message);
    this.waitSeconds = waitSeconds;
    this.retry = retry;
  }
}

/** How long the server asks to wait: Retry-After is seconds or a date. */
function waitSeconds(response) {
  const value = response.headers.get("Retry-After");
  const seconds = /^\d+$/.test(value || "") ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : 30;
}

async function refusal(response) {
  if (response.status === 429) {
    const wait = waitSeconds(response);
    return new AskError(say("failed_many", { count: wait }), { waitSeconds: wait });
  }
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // The answer is not a problem document: the general sentence serves.
  }
  if (response.status >= 400 && response.status < 500) {
    return new AskError(problem.detail || problem.title || say("failed_refused"), { retry: false });
  }
  return new AskError(say("failed_now"));
}

export class Conversation {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root holds everything below, and any button named "message" that says something when pressed
   * @param {HTMLElement} parts.log where messages go (role="log")
   * @param {HTMLFormElement} parts.form with the textarea parts.input
   * @param {HTMLElement} parts.status a polite status line that is not seen
   * @param {HTMLElement} parts.intro shown while nothing has been said
   * @param {HTMLElement} parts.again the "Start again" button
   * @param {HTMLElement} parts.list where the link to the visitor's list goes
   * @param {HTMLElement|null} parts.scroller what scrolls; null for the page
   * @param {string} parts.endpoint address of POST /api/chat
   * @param {string} parts.ratings address of POST /api/feedback
   * @param {string} parts.key name under which the tab keeps the conversation
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.memory = new Memory(this.key);
    this.kept = new KeptList(this.key);
    this.conversation = null;
    this.turns = [];
    this.pending = null;
    this.failure = null;
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.input.value, { typed: true });
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    });
    this.input.addEventListener("input", () => this.inputChanged());
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest('button[name="message"]');
      if (!button) return;
      event.preventDefault();
      const { entry } = button.dataset;
      if (entry && this.kept.ids.includes(entry) && !this.told().includes(entry)) {
        // Kept on another page: the finder knows nothing of it.
        this.kept.remove(entry);
        this.showList();
        return;
      }
      // A key press has no pointer type: the keyboard's user goes on in the box, a finger does not want the keyboard to open.
      const touched = event.pointerType === "touch" || event.pointerType === "pen";
      this.ask(button.value, { touched });
    });
    this.log.addEventListener("submit", (event) => {
      event.preventDefault();
      this.rate(event.target, event.submitter.value);
    });
    const opened = (event) => event.target.matches(".feedback details[open]") && noteNo(event.target.querySelector("form"), this.ratings);
    this.log.addEventListener("toggle", opened, true);
    this.again.addEventListener("click", (event) => {
      event.preventDefault();
      this.startAgain();
    });
  }

  /** Shows what this tab keeps. A question that never got its answer can be asked again. */
  restore() {
    const kept = this.memory.read();
    if (!kept || kept.turns.length === 0) {
      this.showList();
      return;
    }
    this.conversation = kept.conversation;
    this.turns = kept.turns;
    this.quietly(() => {
      for (const turn of kept.turns) this.log.append(turn.you ? question(turn.you) : answer(turn.message, turn.degraded, kept.conversation));
    });
    const last = kept.turns[kept.turns.length - 1];
    if (last.you) {
      this.turns.pop();
      this.failed(last.you, new AskError(say("failed_closed")), this.log.lastElementChild);
    }
    this.keepOnlyLastSuggestions();
    this.showState();
    this.showQuestion("auto");
  }

  /** Goes on from a question and answer that the server wrote into the page. */
  adopt(conversation) {
    this.memory.clear();
    this.conversation = conversation || null;
    this.showState();
  }

  /** Changes the log without having it read out. */
  quietly(change) {
    this.log.setAttribute("aria-live", "off");
    change();
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 250);
  }

  async ask(said, { typed = false, touched = false } = {}) {
    const text = said.trim();
    if (!text) return;
    if (this.pending) {
      this.status.textContent = say("asking_wait");
      return;
    }
    this.forgetFailure(text);
    if (typed) {
      this.input.value = "";
      this.inputChanged();
    }
    const asked = question(text);
    this.log.append(asked);
    this.turns.push({ you: text });
    this.memory.write(this.conversation, this.turns);
    this.keepOnlyLastSuggestions();
    this.wait();
    this.showState();
    this.placeFocus(asked, touched);
    this.showQuestion();
    const controller = this.pending.controller;
    try {
      const reply = await this.send(text, controller);
      if (!controller.superseded) this.answered(reply);
    } catch (error) {
      if (!controller.superseded) {
        this.turns.pop();
        this.failed(text, error, asked);
      }
    }
  }

  async send(text, controller) {
    const timer = setTimeout(() => controller.abort(), GIVE_UP_AFTER_MS);
    let response;
    try {
      response = await fetch(this.endpoint, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ conversation: this.conversation, message: text }),
        credentials: "omit",
        signal: controller.signal,
      });
      if (!response.ok) throw await refusal(response);
      const reply = await response.json();
      if (!reply || !Array.isArray(reply.messages)) throw new TypeError("not a chat reply");
      return reply;
    } catch (error) {
      if (error instanceof AskError) throw error;
      if (controller.signal.aborted) throw new AskError(say("failed_in_time"));
      if (navigator.onLine === false) throw new AskError(say("failed_offline"));
      throw new AskError(say("failed_unreached"));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Shows that an answer is coming. */
  wait() {
    const line = el("p", { class: "waiting-text" }, say("asking_looking"));
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    const node = el("div", { class: "message finder waiting" }, el("p", { class: "by" }, say("message_finder")), el("div", { class: "said" }, line, dots));
    const timer = setTimeout(() => node.append(el("p", { class: "still" }, say("asking_still"))), STILL_WORKING_AFTER_MS);
    this.log.append(node);
    this.log.setAttribute("aria-busy", "false");
    this.pending = { node, timer, controller: new AbortController() };
  }

  stopWaiting() {
    if (!this.pending) return;
    clearTimeout(this.pending.timer);
    this.pending.node.remove();
    this.pending = null;
    this.status.textContent = "";
  }

  answered(reply) {
    this.stopWaiting();
    this.conversation = reply.conversation;
    for (const message of reply.messages) {
      this.log.append(answer(message, reply.degraded, reply.conversation));
      this.turns.push({ message, degraded: reply.degraded });
    }
    this.memory.write(this.conversation, this.turns);
    this.keepOnlyLastSuggestions();
    this.showList();
    this.showQuestion();
  }

  /** Sends a rating; what was rated is not asked about again after a reload. */
  async rate(form, rating) {
    const token = form.elements.feedback.value;
    if (!(await sendFeedback(form, rating, this.ratings))) return;
    for (const turn of this.turns) if (turn.message && turn.message.feedback === token) delete turn.message.feedback;
    this.memory.write(this.conversation, this.turns);
  }

  /** Tells what went wrong, offers to try again, and gives the typed words back. */
  failed(text, error, asked) {
    this.stopWaiting();
    const again = error.retry && el("button", { type: "button", class: "retry" }, say("asking_try_again"));
    const node = el("div", { class: "message finder failure" }, el("p", {}, error.message), again);
    this.failure = { text, nodes: [asked, node] };
    if (again) {
      again.addEventListener("click", () => {
        this.ask(text);
        this.input.focus();
      });
      if (error.waitSeconds > 0) {
        again.disabled = true;
        setTimeout(() => {
          again.disabled = false;
          if (again.isConnected) this.status.textContent = say("asking_try_now");
        }, error.waitSeconds * 1000);
      }
    }
    this.log.append(node);
    if (!this.input.value) {
      this.input.value = text;
      this.inputChanged();
    }
    this.memory.write(this.conversation, [...this.turns, { you: text }]);
    this.showQuestion();
  }

  /** A new question, or the same once more, takes the place of the one that failed. */
  forgetFailure(text) {
    if (!this.failure) return;
    if (this.input.value.trim() === this.failure.text && text === this.failure.text) {
      this.input.value = "";
      this.inputChanged();
    }
    for (const node of this.failure.nodes) node.remove();
    this.failure = null;
  }

  startAgain() {
    const left = this.conversation;
    if (this.pending) {
      this.pending.controller.superseded = true;
      this.pending.controller.abort();
      this.stopWaiting();
    }
    this.failure = null;
    this.turns = [];
    this.conversation = null;
    this.memory.clear();
    this.kept.clear();
    this.log.replaceChildren();
    this.input.value = "";
    this.inputChanged();
    this.showState();
    this.status.textContent = say("asking_cleared");
    this.input.focus();
    this.scrollTo(0, "auto");
    if (left) this.tellStartAgain(left);
  }

  /** Lets the server forget too. Whether it hears of it makes no difference here: the next question opens a new conversation. */
  tellStartAgain(conversation) {
    fetch(this.endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversation, message: "start over" }),
      credentials: "omit",
      keepalive: true,
    }).catch(() => {});
  }

  showState() {
    const empty = this.log.childElementCount === 0;
    this.intro.hidden = !empty;
    this.again.hidden = empty;
    this.showList();
  }

  /** What the last answer told to be on the visitor's list. */
  told() {
    return this.turns.findLast((turn) => turn.message)?.message.kept || [];
  }

  /** Shows what the visitor keeps, here and on other pages of the tab; what the server wrote into the page stays until an answer comes. */
  showList() {
    if (!this.turns.some((turn) => turn.message) && this.log.childElementCount > 0) return;
    const ids = this.kept.follow(this.told());
    this.list.replaceChildren(...(ids.length > 0 ? [listLink(ids)] : []));
    showKept(this.log, ids);
  }

  keepOnlyLastSuggestions() {
    const last = this.log.lastElementChild;
    for (const node of this.log.querySelectorAll(".suggestions")) if (!last.contains(node)) node.remove();
  }

  placeFocus(asked, touched) {
    // Without a mouse the keyboard on the screen would cover the answer.
    if (!touched && !window.matchMedia("(hover: none) and (pointer: coarse)").matches) {
      this.input.focus({ preventScroll: true });
    } else {
      asked.tabIndex = -1;
      asked.focus({ preventScroll: true });
    }
  }

  /** Brings the last question to the top, so that its answer is read from the beginning. */
  showQuestion(behavior) {
    const asked = this.log.querySelectorAll(".message.you");
    if (asked.length === 0) return;
    const box = asked[asked.length - 1].getBoundingClientRect();
    const top = this.scroller ? box.top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop : box.top + window.scrollY;
    this.scrollTo(top - 12, behavior);
  }

  scrollTo(top, behavior) {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    (this.scroller || window).scrollTo({ top, behavior: behavior || (still ? "auto" : "smooth") });
  }

  inputChanged() {
    const left = this.input.maxLength - this.input.value.length;
    this.input.parentElement.classList.toggle("nearly-full", left <= COUNT_FROM);
    const counter = this.form.querySelector("[data-left]");
    if (counter) counter.textContent = left <= COUNT_FROM ? say("asking_left", { count: left }) : "";
    if (left <= COUNT_FROM && left % 50 === 0) this.status.textContent = say("asking_left", { count: left });
    if (!CSS.supports("field-sizing", "content")) {
      this.input.style.height = "auto";
      this.input.style.height = `${this.input.scrollHeight + 2}px`;
    }
  }
}
