// The reader: words that are selected can be copied as a quotation or made a row; marks and notes point at each other.
const article = document.querySelector("article.text");
const bar = document.getElementById("selection");
const told = document.getElementById("copy-told");

// Places in the text count code points; a browser counts UTF-16 units, and shows some characters as signs.
const codePoints = (text) => {
  let many = 0;
  for (const _ of text) many += 1;
  return many;
};

const pointsIn = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return codePoints(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return 0;
  if (node.dataset.n !== undefined) return Number(node.dataset.n);
  let many = 0;
  for (const child of node.childNodes) many += pointsIn(child);
  return many;
};

const blockOf = (node) => {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest(".words") ?? null;
};

// The place in the document's text of a boundary in the page, null outside the text.
export const placeOf = (node, offset) => {
  const block = blockOf(node);
  if (block === null) return null;
  let place = Number(block.dataset.start);
  const sign = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-n]");
  let inner = node;
  if (sign !== null) {
    inner = sign;
    if (offset > 0) place += Number(sign.dataset.n);
  } else if (node.nodeType === Node.TEXT_NODE) {
    place += codePoints(node.data.slice(0, offset));
  } else {
    for (const child of [...node.childNodes].slice(0, offset)) place += pointsIn(child);
  }
  for (let at = inner; at !== block; at = at.parentNode) {
    for (let before = at.previousSibling; before !== null; before = before.previousSibling) place += pointsIn(before);
  }
  return place;
};

// The blocks that a range runs through, each with its own part of it: notes between blocks are no words.
const wordsOf = (range) =>
  [...article.querySelectorAll(".words")]
    .filter((block) => range.intersectsNode(block))
    .map((block) => {
      const own = document.createRange();
      own.selectNodeContents(block);
      if (block.contains(range.startContainer)) own.setStart(range.startContainer, range.startOffset);
      if (block.contains(range.endContainer)) own.setEnd(range.endContainer, range.endOffset);
      return own;
    })
    .filter((own) => own.toString() !== "");

export const selectedPlaces = () => {
  const selection = document.getSelection();
  if (article === null || selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const parts = wordsOf(selection.getRangeAt(0));
  if (parts.length === 0) return null;
  const [first, last] = [parts[0], parts[parts.length - 1]];
  let [start, end] = [placeOf(first.startContainer, first.startOffset), placeOf(last.endContainer, last.endOffset)];
  const words = parts.map((part) => part.toString()).join("\n\n");
  if (start === null || end === null) return null;
  start += codePoints(words) - codePoints(words.trimStart());
  end -= codePoints(words) - codePoints(words.trimEnd());
  return start < end ? { start, end, words: words.trim() } : null;
};

const addressOf = (start, end) => {
  const address = new URL(location.pathname, location.origin);
  address.search = new URLSearchParams({ at: start, to: end }).toString();
  address.hash = "r-at";
  return address.href;
};

const quotationOf = ({ start, end, words }) =>
  `“${words}”\n— ${article.dataset.citation}\n${addressOf(start, end)}`;

let selected = null;

const show = () => {
  selected = selectedPlaces();
  bar.hidden = selected === null;
  if (selected === null) return;
  document.getElementById("selected").textContent = `“${selected.words}”`;
  told.textContent = "";
  const { start, end } = selected;
  const asked = new URLSearchParams({ document: article.dataset.document, start, end });
  document.getElementById("make-row").href = `/review/new?${asked}`;
};

const copy = async () => {
  if (selected === null) return;
  try {
    await navigator.clipboard.writeText(quotationOf(selected));
    told.textContent = "Copied.";
  } catch {
    told.textContent = "The browser does not let it be copied.";
  }
};

const near = (rows, on) => {
  for (const row of rows) {
    for (const mark of article.querySelectorAll(`.m[data-rows~="${CSS.escape(row)}"]`)) mark.classList.toggle("near", on);
    for (const note of article.querySelectorAll(`.note-of[data-row="${CSS.escape(row)}"]`)) note.classList.toggle("near", on);
  }
};

const notes = () => [...article.querySelectorAll(".note-of > a")].filter((note) => note.offsetParent !== null);

const step = (by) => {
  const all = notes();
  const now = all.indexOf(document.activeElement);
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
};

if (article !== null && bar !== null) {
  document.addEventListener("selectionchange", show);
  document.getElementById("copy-words").addEventListener("mousedown", (event) => event.preventDefault());
  document.getElementById("copy-words").addEventListener("click", copy);
  for (const kind of ["pointerover", "pointerout", "focusin", "focusout"]) {
    article.addEventListener(kind, (event) => {
      const note = event.target.closest?.(".note-of");
      const mark = event.target.closest?.(".m");
      const rows = note ? [note.dataset.row] : mark ? mark.dataset.rows.split(" ") : [];
      near(rows, kind === "pointerover" || kind === "focusin");
    });
  }
  article.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".m");
    if (mark === null || mark === undefined || !document.getSelection().isCollapsed) return;
    const rows = mark.dataset.rows.split(" ");
    const inner = rows
      .map((row) => article.querySelector(`.note-of[data-row="${CSS.escape(row)}"] > a`))
      .filter((note) => note !== null)
      .pop();
    inner?.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "y" && selected !== null) copy();
    else if (event.key === "m" && selected !== null) document.getElementById("make-row").click();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape" && selected === null) document.querySelector(".row-card .close")?.click();
    else return;
    event.preventDefault();
  });
}
