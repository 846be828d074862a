"use strict";
// Records know their pieces of text (data-c), pieces of text know their records (data-r).
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
const show = (list) => { if (list[0]) { heat(list); list[0].scrollIntoView({ block: "center", behavior: "smooth" }); } };
const wire = (element, others) => {
  element.tabIndex = 0;
  element.addEventListener("mouseenter", () => heat([element, ...others()]));
  element.addEventListener("focus", () => heat([element, ...others()]));
  element.addEventListener("click", () => show(others()));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); const o = others(); show(o); if (o[0]) o[0].focus({ preventScroll: true }); }
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const list = element.tagName === "LI" ? records : all("mark");
    const next = step && list[list.indexOf(element) + step];
    if (next) { event.preventDefault(); next.focus(); }
    if (event.key === "Escape") cool();
  });
};
records.forEach((record) => wire(record, () => piecesOf(record)));
all("mark").forEach((mark) => wire(mark, () => holding(mark)));
