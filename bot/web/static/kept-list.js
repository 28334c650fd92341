const MOST = 30;

/** The entries that a visitor keeps in this tab, from the chat and from other pages; kept in the tab's own storage. */
export class KeptList {
  /** @param {string} key name under which the tab keeps the conversation */
  constructor(key = "stem-finder") {
    this.key = `${key}-list`;
  }

  /** Ids in their order, and which of them the chat told of last; null while there is no list. */
  load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      return kept && Array.isArray(kept.ids) && Array.isArray(kept.chat) ? kept : null;
    } catch {
      return null;
    }
  }

  get ids() {
    return this.load()?.ids || [];
  }

  /** Whether it could be stored. */
  store(ids, chat) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ ids: [...new Set(ids)].slice(0, MOST), chat }));
      return true;
    } catch {
      return false;
    }
  }

  /** Begins with what an address carries, where this tab has no list of its own. */
  adopt(ids) {
    if (ids.length > 0 && !this.load()) this.store(ids, []);
  }

  /** Puts an entry on the list, or takes it off where it is on it; gives whether that could be stored. */
  change(id) {
    const { ids, chat } = this.load() || { ids: [], chat: [] };
    return this.store(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id], chat);
  }

  remove(id) {
    if (this.ids.includes(id)) this.change(id);
  }

  /** Does to the list what the chat did to its own since it told of it last; gives the list. */
  follow(told) {
    const { ids, chat } = this.load() || { ids: [], chat: [] };
    const left = ids.filter((each) => told.includes(each) || !chat.includes(each));
    const after = [...new Set([...left, ...told.filter((each) => !chat.includes(each))])];
    if (told.join() !== chat.join()) this.store(after, told);
    return after;
  }

  clear() {
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }
}
