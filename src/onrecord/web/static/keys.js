// Keys: each is a link or a field that is on the page anyway. "?" goes to the page that lists them.
const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const go = (selector) => {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) {
    found.tagName === "A" ? found.click() : found.focus();
    return true;
  }
  return false;
};

const KEYS = {
  "/": () => go("#find"),
  "?": () => go('nav a[href="/help"]'),
  l: () => go('a[rel="next"]'),
  h: () => go('a[rel="prev"]'),
};

const PAGES = { o: "/", d: "/documents", f: "/findings", a: "/asks", q: "/quotations", r: "/review", t: "/timeline" };

let waiting = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (Date.now() < waiting && event.key in PAGES) {
    waiting = 0;
    if (go(`nav a[href="${PAGES[event.key]}"]`)) event.preventDefault();
    return;
  }
  if (event.key === "g") {
    waiting = Date.now() + 1500;
  } else if (event.key in KEYS && KEYS[event.key]()) {
    event.preventDefault();
  }
});
