// What the walk asks a page about itself. Run in the page; leaves one name there: walk.
window.walk = (() => {
  const USABLE = "a[href], button:enabled, input:enabled:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const STYLES = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "stroke", "strokeWidth", "backgroundColor"];
  let order = [];
  let before = [];

  const isShown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;

  const look = (each) => {
    const parts = [each, each.parentElement, each.firstElementChild, ...(each.labels ?? [])].filter(Boolean);
    const styles = [...parts.map((part) => getComputedStyle(part)), getComputedStyle(each, "::after")];
    return styles.map((style) => STYLES.map((name) => style[name])).join();
  };

  const called = (each) => `${each.tagName} ${each.name || each.getAttribute("href") || ""} ${each.textContent.trim().slice(0, 30)}`;

  const placeOf = (at) => {
    const index = order.indexOf(at);
    return index < 0 && at.type === "radio" ? order.findIndex((each) => each.type === "radio" && each.name === at.name) : index;
  };

  return {
    // What Tab has to reach: of a group of radio buttons only one.
    begin() {
      const groups = new Set();
      order = [...document.querySelectorAll(USABLE)].filter((each) => {
        if (!isShown(each) || each.tabIndex < 0) return false;
        if (each.type !== "radio") return true;
        const isFirst = !groups.has(each.name);
        groups.add(each.name);
        return isFirst;
      });
      document.activeElement?.blur();
      window.scrollTo(0, 0);
      before = order.map(look);
      return order.map(called);
    },

    // Where the focus is, whether one sees that, and whether something lies over it.
    at() {
      const at = document.activeElement;
      const index = placeOf(at);
      if (index < 0) return { index };
      const box = at.getBoundingClientRect();
      const hits = [[0.5, 0.5], [0.1, 0.3], [0.9, 0.7]].map(([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
      const labels = [...(at.labels ?? [])];
      const isOwn = (hit) => at.contains(hit) || hit.contains(at) || labels.some((label) => label.contains(hit));
      return { index, isShown: look(at) !== before[index], isUncovered: hits.some((hit) => hit && isOwn(hit)) };
    },

    // What stays in one place of the screen would lie over each sheet.
    coversPaper() {
      const stays = (each) => ["fixed", "sticky"].includes(getComputedStyle(each).position);
      return [...document.querySelectorAll("body *")].filter((each) => stays(each) && isShown(each)).map((each) => `${each.tagName}.${each.className}`);
    },

    // Links whose address nobody could read on paper.
    unwritten() {
      const links = [...document.querySelectorAll('main .prose a[href^="http"], main .contact a[href^="http"]')];
      const isWritten = (each) => each.textContent.includes("://") || getComputedStyle(each, "::after").content.includes("http");
      return links.filter((each) => isShown(each) && !isWritten(each)).map((each) => each.href);
    },
  };
})();
