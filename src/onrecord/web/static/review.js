// Keys of the review: each presses a button or opens a link that is on the page anyway.
const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

let leaving = 0; // "g" begins a key of two letters that leads to another page

const press = (key) => {
  const found = [...document.querySelectorAll(`[data-key="${key}"]`)].find((each) => each.offsetParent !== null);
  if (found === undefined) {
    if (key !== "k" || document.querySelector(".queue") === null) return false;
    history.back();
    return true;
  }
  if (found.tagName === "DETAILS") {
    found.open = true;
    found.querySelector("textarea, input:not([type=hidden])")?.focus();
  } else {
    found.click();
  }
  return true;
};

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    if (Date.now() < leaving) {
      leaving = 0;
      return;
    }
    if (event.key === "g") {
      leaving = Date.now() + 1500;
      return;
    }
    if (event.key === "c" && !document.getSelection().isCollapsed) return; // then it copies
    if ("arcnujk".includes(event.key) && press(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);
