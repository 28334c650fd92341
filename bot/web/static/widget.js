/**
 * The finder on any site, by one line:
 *   <script src="https://finder.example/widget.js" defer data-title="Find STEM help"></script>
 * Optional: data-side="left". Everything lives in a shadow root, styled by constructed style sheets, and talks to this
 * script's own origin only. The conversation itself is loaded when the panel is first opened. See docs/widget.md.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  if (!script || document.querySelector("stem-finder")) return;

  const base = new URL(".", script.src);
  const at = (path) => new URL(path, base).href;
  const given = (script.dataset.title || "").slice(0, 60);
  const narrow = window.matchMedia("(max-width: 480px), (max-height: 480px)");

  const host = document.createElement("stem-finder");
  const root = host.attachShadow({ mode: "open" });
  if (script.dataset.side === "left") host.dataset.side = "left";

  async function style(name) {
    const response = await fetch(at(`static/${name}.css`), { credentials: "omit" });
    if (!response.ok) throw new Error(`${name}.css: ${response.status}`);
    return response.text();
  }

  /** Adds style sheets of this finder's to the shadow root: constructed, so the host page's policy on styles has no say. */
  async function addStyles(...names) {
    for (const text of await Promise.all(names.map(style))) {
      if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      } else {
        root.append(Object.assign(document.createElement("style"), { textContent: text }));
      }
    }
  }

  const launcher = document.createElement("button");
  launcher.type = "button";
  launcher.className = "launcher";
  launcher.setAttribute("aria-haspopup", "dialog");
  const mark = document.createElement("span");
  mark.className = "icon";
  mark.setAttribute("aria-hidden", "true");
  launcher.append(mark);

  let loading = null;
  let panel = null;

  /** The panel's elements around a Conversation. */
  async function build() {
    const [module] = await Promise.all([import(at("static/conversation.js")), addStyles("conversation", "cards", "helplines", "blocks", "feedback")]);
    const { Conversation, el, say, sayButton } = module;
    const examples = [say("widget_example_school"), say("widget_example_family"), say("widget_example_firm")];
    const title = launcher.textContent;
    const input = el("textarea", {
      id: "message", name: "message", rows: "1", maxlength: "4000", required: true, autocomplete: "off",
      enterkeyhint: "send", "aria-describedby": "hint",
    });
    const again = el("button", { type: "button", "data-part": "again", hidden: true }, say("chat_again"));
    const list = el("div", { "data-part": "list" });
    const form = el(
      "form",
      { class: "ask" },
      el("label", { for: "message" }, say("chat_question")),
      el("div", { class: "box" }, input, el("button", { class: "send" }, el("span", { class: "icon icon-send", "aria-hidden": "true" }), say("chat_ask"))),
      el(
        "p",
        { class: "hint" },
        el("span", { id: "hint" }, `${say("chat_leave_out")} `, el("a", { href: at("privacy") }, say("nav_privacy"))),
        el("span", { "data-left": true }),
      ),
    );
    const intro = el(
      "div",
      { class: "intro" },
      el("p", {}, say("widget_intro")),
      el("div", { class: "suggestions", role: "group", "aria-label": say("widget_examples") }, examples.map(sayButton)),
    );
    const log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": say("chat_conversation") });
    const status = el("p", { class: "visually-hidden", role: "status" });
    const scroller = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("widget_scroller") }, intro, log);
    const close = el("button", { type: "button", class: "close", "aria-label": say("widget_close") }, el("span", { class: "icon icon-close", "aria-hidden": "true" }));
    const dialog = el(
      "dialog",
      { "aria-labelledby": "title" },
      el("div", { class: "panel" }, el("header", {}, el("h2", { id: "title" }, title), close), scroller, status, el("div", { class: "foot" }, el("div", { class: "tools" }, list, again), form)),
    );
    root.append(dialog);
    close.addEventListener("click", hide);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      hide();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      hide();
    });
    const conversation = new Conversation({
      root: dialog, log, form, input, status, intro, again, list, scroller, key: `stem-finder:${base.href}`,
      endpoint: at("api/chat"), ratings: at("api/feedback"),
    });
    panel = { dialog, input, conversation };
  }

  function present() {
    panel.dialog.close();
    if (narrow.matches) panel.dialog.showModal();
    else panel.dialog.show();
    panel.input.focus();
  }

  async function show() {
    launcher.setAttribute("aria-busy", "true");
    try {
      const first = !panel;
      loading = loading || build();
      await loading;
      launcher.hidden = true;
      present();
      if (first) panel.conversation.restore();
    } catch {
      loading = null;
      location.assign(base.href);
    } finally {
      launcher.removeAttribute("aria-busy");
    }
  }

  function hide() {
    panel.dialog.close();
    launcher.hidden = false;
    launcher.focus();
  }

  launcher.addEventListener("click", show);
  narrow.addEventListener("change", () => {
    if (panel && panel.dialog.open) present();
  });

  /** What the button says: what the page gives it, or the finder's name, which alone is worth loading the words for. */
  async function name() {
    return given || (await import(at("static/words.js"))).say("site_name_short");
  }

  Promise.all([name(), addStyles("widget")]).then(([title]) => {
    launcher.append(title);
    root.append(launcher);
    document.body.append(host);
  }, (error) => console.warn("STEM finder: the widget could not be loaded.", error));
})();
