// Lists: j and k go from entry to entry; Enter opens the link that is focused, as it does anyway.
const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const links = () =>
  [...document.querySelectorAll("[data-entry]")].map((entry) => entry.querySelector("a[href]")).filter(Boolean);

const at = (found) => {
  const entry = document.activeElement?.closest("[data-entry]");
  return entry ? found.findIndex((link) => entry.contains(link)) : -1;
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key !== "j" && event.key !== "k") return;
  const found = links();
  if (!found.length) return;
  const now = at(found);
  const next = event.key === "j" ? now + 1 : now < 0 ? found.length - 1 : now - 1;
  const link = found[Math.min(Math.max(next, 0), found.length - 1)];
  link.focus();
  link.closest("[data-entry]").scrollIntoView({ block: "nearest" });
  event.preventDefault();
});
