"use strict";
// Records know their pieces of text (data-c); pieces of text find the records that rest on them.
const all = (query) => [...document.querySelectorAll(query)];
const marks = new Map();
for (const mark of all("mark")) for (const c of mark.dataset.c.split(" ")) {
  if (!marks.has(c)) marks.set(c, []);
  marks.get(c).push(mark);
}
const records = all("li[data-c]");
const holding = (mark) => {
  const mine = new Set(mark.dataset.c.split(" "));
  return records.filter((r) => r.dataset.c.split(" ").some((c) => mine.has(c)));
};
const piecesOf = (record) => record.dataset.c.split(" ").flatMap((c) => marks.get(c) || []);
const cool = () => all(".hot").forEach((e) => e.classList.remove("hot"));
const heat = (list) => { cool(); list.forEach((e) => e.classList.add("hot")); };
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const show = (element, list) => { if (list[0]) { heat([element, ...list]); list[0].scrollIntoView({ block: "center", behavior: calm }); } };
const wire = (element, others) => {
  element.tabIndex = element.tagName === "LI" ? 0 : -1;
  element.addEventListener("mouseenter", () => heat([element, ...others()]));
  element.addEventListener("focus", () => heat([element, ...others()]));
  element.addEventListener("click", () => show(element, others()));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); const o = others(); show(element, o); if (o[0]) o[0].focus({ preventScroll: true }); }
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const list = element.tagName === "LI" ? records : all("mark");
    const next = step && list[list.indexOf(element) + step];
    if (next) { event.preventDefault(); next.focus(); }
    if (event.key === "Escape") cool();
  });
};
records.forEach((record) => wire(record, () => piecesOf(record)));
all("mark").forEach((mark) => wire(mark, () => holding(mark)));
// The first mark can be reached with the tabulator, the others with the arrows.
const first = document.querySelector("mark");
if (first) first.tabIndex = 0;
// Which kinds are marked: a mark shows the colour of its first kind that is switched on.
const kinds = all("fieldset input");
const paint = () => {
  const on = kinds.filter((k) => k.checked).map((k) => k.value);
  for (const mark of all("mark")) {
    const kind = on.find((k) => mark.classList.contains(k));
    mark.style.borderBottomColor = kind ? `var(--${kind})` : "transparent";
  }
};
kinds.forEach((k) => k.addEventListener("change", paint));
paint();
