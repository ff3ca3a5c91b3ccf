"use strict";
(() => {
  const table = document.querySelector("table.listing");
  const rows = table ? Array.from(table.tBodies[0].rows) : [];
  if (!rows.length) {
    return;
  }
  const tools = document.querySelector(".tools");
  const said = tools.querySelector("output");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  const total = rows.length.toLocaleString("en");
  let sorted = "";

  const tell = () => {
    const shown = rows.filter((row) => !row.hidden).length.toLocaleString("en");
    said.textContent = `${shown} of ${total} shown${sorted}`;
  };

  const key = (row, place, numeric) => {
    const cell = row.cells[place];
    const text = "v" in cell.dataset ? cell.dataset.v : cell.textContent.trim();
    return text === "" ? null : numeric ? Number(text) : text;
  };

  const sort = (head) => {
    const before = head.getAttribute("aria-sort");
    const first = head.dataset.first;
    const other = first === "ascending" ? "descending" : "ascending";
    const direction = before === first ? other : first;
    const sign = direction === "ascending" ? 1 : -1;
    const numeric = head.dataset.sort === "number";
    const keys = new Map(rows.map((row) => [row, key(row, head.cellIndex, numeric)]));
    rows.sort((one, two) => {
      const [a, b] = [keys.get(one), keys.get(two)];
      if (a === null || b === null) {
        return (a === null) - (b === null);
      }
      return sign * (numeric ? a - b : collator.compare(a, b));
    });
    table.tBodies[0].append(...rows);
    for (const one of table.tHead.querySelectorAll("[aria-sort]")) {
      one.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", direction);
    sorted = `, sorted by ${head.firstElementChild.textContent}, ${direction}`;
    tell();
  };

  const filter = (words) => {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    for (const row of rows) {
      row.hidden = !wanted.every((word) => texts.get(row).includes(word));
    }
    tell();
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    button.addEventListener("click", () => sort(head));
    head.append(button);
    head.firstElementChild.hidden = true; // a printed page repeats plain words, not buttons
  }
  tools.hidden = false;
  tools.querySelector("input").addEventListener("input", (event) => filter(event.target.value));
  tell();
})();
