"use strict";
(() => {
  const table = document.querySelector("table.listing");
  if (!table) {
    return;
  }
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const tools = document.querySelector(".tools");
  const said = tools.querySelector("output");
  const more = tools.querySelector("button");
  const step = Number(tools.dataset.step);
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map();
  let wanted = [];
  let most = step;
  let sorted = "";

  const text = (row) => {
    if (!texts.has(row)) {
      texts.set(row, plain(row.textContent));
    }
    return texts.get(row);
  };

  const show = () => {
    let found = 0;
    for (const row of rows) {
      const meets = wanted.every((word) => text(row).includes(word));
      row.hidden = !meets || found >= most;
      found += meets ? 1 : 0;
    }
    const shown = Math.min(found, most);
    const [of, in_all] = [shown, shown < found ? found : rows.length].map((count) => count.toLocaleString(language));
    said.textContent = `${of} of ${in_all} shown${sorted}`;
    more.hidden = shown === found;
  };

  const key = (row, place, numeric) => {
    const cell = row.cells[place];
    const words = "v" in cell.dataset ? cell.dataset.v : cell.textContent.trim();
    return words === "" ? null : numeric ? Number(words) : words;
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
    const ordered = document.createDocumentFragment();
    rows.forEach((row) => ordered.append(row));
    body.append(ordered);
    for (const one of table.tHead.querySelectorAll("[aria-sort]")) {
      one.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", direction);
    sorted = `, sorted by ${head.firstElementChild.textContent}, ${direction}`;
    show();
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    button.addEventListener("click", () => sort(head));
    head.append(button);
    head.firstElementChild.hidden = true; // a printed page repeats plain words, not buttons
  }
  tools.querySelector("input").addEventListener("input", (event) => {
    wanted = plain(event.target.value).split(/\s+/).filter(Boolean);
    most = step;
    show();
  });
  more.addEventListener("click", () => {
    most += step;
    show();
  });
  tools.hidden = false;
  show();
})();
