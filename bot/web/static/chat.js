/** The chat page: the elements are in templates/chat.html, the behaviour in conversation.js. */
import { Conversation } from "./conversation.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);

const conversation = new Conversation({
  root: part("chat"),
  log: part("log"),
  form: part("form"),
  input: part("input"),
  status: part("status"),
  intro: part("intro"),
  again: part("again"),
  list: part("list"),
  scroller: null,
  endpoint: "/api/chat",
  ratings: "/api/feedback",
  key: "stem-finder",
});

if (part("log").childElementCount > 0) conversation.adopt(part("form").elements.conversation.value);
else conversation.restore();
