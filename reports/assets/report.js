"use strict";
// Filters, sorts, opens and copies what is already in the page. Nothing here makes text from data.
(() => {
  const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;
  // Copy buttons exist only where they work.
  for (const block of $("[data-copyable]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = words.copied;
    });
    block.before(button);
  }
  // Print what is shown, with every card open; then close what was closed.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = $("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });

  const form = document.getElementById("filters");
  const table = document.querySelector("table.gaps");
  if (!form) return;
  const gaps = $("tbody.gap", table);
  const facets = $("fieldset", form).map((set) => ({ name: set.dataset.facet, boxes: $("input", set) }));
  const [search, sort, measure] = ["q", "sort", "measure"].map((id) => document.getElementById(id));
  const matches = document.getElementById("matches");
  const expand = document.getElementById("expand");

  // õ is found by o, Š by s: Estonian letters fold to the letters of any keyboard.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = gaps.map((gap, order) => ({
    gap,
    order,
    text: fold(gap.textContent + " " + gap.id),
    hosts: Number(gap.dataset.hosts),
    code: gap.dataset.measure,
    values: {
      ...Object.fromEntries(
        ["status", "severity", "level", "module", "group", "owner", "due", "change", "measure"].map((name) => [
          name,
          new Set((gap.dataset[name] || "").split(" ")),
        ]),
      ),
      // Changes while the page is open: see review.js.
      viewed: { has: (value) => value === (gap.dataset.viewed || "no") },
    },
  }));
  const chosen = () => {
    const filter = Object.fromEntries(facets.map(({ name, boxes }) => [name, boxes.filter((b) => b.checked).map((b) => b.value)]));
    filter.measure = measure && measure.value ? [measure.value] : [];
    return filter;
  };
  const fits = (row, filter, terms, except) =>
    terms.every((term) => row.text.includes(term)) &&
    Object.entries(filter).every(([name, values]) => name === except || !values.length || values.some((v) => row.values[name].has(v)));

  const apply = () => {
    const filter = chosen();
    const terms = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.gap.hidden = !fits(row, filter, terms);
      shown += !row.gap.hidden;
    }
    for (const { name, boxes } of facets) {
      const others = rows.filter((row) => fits(row, filter, terms, name));
      for (const box of boxes) {
        const count = others.filter((row) => row.values[name].has(box.value)).length;
        const chip = box.parentElement;
        chip.querySelector(".n").textContent = count;
        chip.classList.toggle("empty", !count);
      }
    }
    matches.textContent = words.matches.replace("{shown}", shown).replace("{all}", rows.length);
    arrange();
    return filter;
  };
  const orders = {
    hosts: (a, b) => b.hosts - a.hosts || a.order - b.order,
    measure: (a, b) => a.code.localeCompare(b.code, "et", { numeric: true }) || a.order - b.order,
    "": (a, b) => a.order - b.order,
  };
  let arranged = "";
  const arrange = () => {
    if (sort.value === arranged) return;
    arranged = sort.value;
    for (const row of [...rows].sort(orders[arranged] || orders[""])) table.append(row.gap);
  };

  // The address holds either one gap (#check-id) or the filters (#severity=high&q=ssh).
  const changed = () => {
    const filter = apply();
    const parts = Object.entries(filter).filter(([, values]) => values.length).map(([name, values]) => `${name}=${values.join(",")}`);
    if (search.value) parts.push(`q=${encodeURIComponent(search.value)}`);
    if (sort.value) parts.push(`sort=${sort.value}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  };
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return ""; // a damaged address
    }
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) {
      const target = document.getElementById(decoded(hash));
      for (const gap of gaps) gap.classList.toggle("target", gap === target);
      if (!target) return;
      if (target.hidden) clear();
      if (target.classList.contains("gap")) $("details.card", target)[0].open = true;
      target.scrollIntoView();
      return;
    }
    const state = Object.fromEntries(hash.split("&").filter(Boolean).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
    for (const { name, boxes } of facets) {
      const values = (state[name] || "").split(",");
      for (const box of boxes) box.checked = values.includes(box.value);
    }
    if (measure) measure.value = state.measure || "";
    search.value = decoded(state.q || "");
    sort.value = Object.hasOwn(orders, state.sort || "") ? state.sort || "" : "";
    apply();
  };
  const clear = () => {
    for (const { boxes } of facets) for (const box of boxes) box.checked = false;
    search.value = "";
    if (measure) measure.value = "";
    changed();
  };
  const label = () => {
    const open = gaps.some((gap) => !gap.hidden && !$("details.card", gap)[0].open);
    expand.textContent = open ? words.expand : words.collapse;
    return open;
  };
  expand.addEventListener("click", () => {
    const open = label();
    for (const gap of gaps) if (!gap.hidden) $("details.card", gap)[0].open = open;
    label();
  });
  document.getElementById("clear").addEventListener("click", clear);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  addEventListener("hashchange", restore);
  for (const cell of $(".matrix a[data-measure]")) {
    cell.addEventListener("click", () => {
      for (const { name, boxes } of facets) {
        for (const box of boxes) box.checked = name === "group" && box.value === cell.dataset.group;
      }
      search.value = "";
      if (measure) measure.value = cell.dataset.measure;
      setTimeout(changed); // after the browser has gone to the gaps
    });
  }
  form.hidden = false;
  document.getElementById("facets").open = matchMedia("(min-width: 48rem)").matches;
  apply();
  restore();
})();
