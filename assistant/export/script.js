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

  // Only the rows that are shown stand in the page: moving the others would take long.
  const show = () => {
    const found = rows.filter((row) => wanted.every((word) => text(row).includes(word)));
    const shown = found.slice(0, most);
    shown.forEach((row) => row.removeAttribute("hidden"));
    body.replaceChildren(...shown);
    const all = shown.length < found.length ? found : rows;
    const [of, in_all] = [shown, all].map((them) => them.length.toLocaleString(language));
    said.textContent = `${of} of ${in_all} shown${sorted}`;
    more.hidden = shown.length === found.length;
  };

  const words = (cell) => ("v" in cell.dataset ? cell.dataset.v : cell.textContent.trim());

  // What the rows sort by, as numbers: of words their places among all different ones; null where nothing is known.
  const keys = (place, numeric) => {
    const found = rows.map((row) => words(row.cells[place]));
    const places = new Map(numeric ? [] : [...new Set(found)].sort(collator.compare).map((word, rank) => [word, rank]));
    const value = (word) => (word === "" ? null : numeric ? Number(word) : places.get(word));
    return new Map(rows.map((row, number) => [row, value(found[number])]));
  };

  const sort = (head) => {
    const before = head.getAttribute("aria-sort");
    const first = head.dataset.first;
    const other = first === "ascending" ? "descending" : "ascending";
    const direction = before === first ? other : first;
    const sign = direction === "ascending" ? 1 : -1;
    const values = keys(head.cellIndex, head.dataset.sort === "number");
    rows.sort((one, two) => {
      const [a, b] = [values.get(one), values.get(two)];
      return a === null || b === null ? (a === null) - (b === null) : sign * (a - b);
    });
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
