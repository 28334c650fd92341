const MAX_TURNS_KEPT = 60;
const MAX_CHARACTERS_KEPT = 250_000;

/** What was said in this tab, kept in the tab's own storage; without storage it is simply not kept. */
export class Memory {
  constructor(key) {
    this.key = key;
  }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      return kept && Array.isArray(kept.turns) ? kept : null;
    } catch {
      return null;
    }
  }

  write(conversation, turns) {
    try {
      let text = JSON.stringify({ conversation, turns });
      while (turns.length > 1 && (turns.length > MAX_TURNS_KEPT || text.length > MAX_CHARACTERS_KEPT)) {
        turns.shift();
        text = JSON.stringify({ conversation, turns });
      }
      sessionStorage.setItem(this.key, text);
    } catch {
      // Storage is full or forbidden: the conversation goes on, it is just not kept.
    }
  }

  clear() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }
}
