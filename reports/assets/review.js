"use strict";
// Going through the gaps: marks of what was reviewed, keys, and export of exactly what is shown.
(() => {
  const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const table = document.querySelector("table.gaps");
  if (!form) return;
  const words = form.dataset;
  const gaps = $("tbody.gap", table);
  const shown = () => $("tbody.gap:not([hidden])", table);
  const text = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");

  // Marks live in this browser, by report. Where it keeps nothing, they last until the page is closed.
  const key = `eits-scan viewed ${words.report}`;
  const viewed = new Map();
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify([...viewed]));
    } catch {}
  };
  const mark = (gap, at) => {
    if (at) viewed.set(gap.id, at);
    else viewed.delete(gap.id);
    gap.dataset.viewed = at ? "yes" : "no";
    gap.querySelector("input.viewed").checked = Boolean(at);
  };
  const progress = document.getElementById("progress");
  const told = () => {
    progress.max = gaps.length;
    progress.value = viewed.size;
    document.getElementById("viewed-count").textContent = `${viewed.size}/${gaps.length}`;
  };
  const marked = () => {
    keep();
    told();
    form.dispatchEvent(new Event("input")); // the filters count again
  };
  for (const gap of gaps) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    label.className = "viewed";
    box.type = "checkbox";
    box.className = "viewed";
    box.addEventListener("change", () => {
      mark(gap, box.checked ? new Date().toISOString() : null);
      marked();
    });
    label.append(box, ` ${words.viewed}`);
    $(".action", gap)[0].append(label);
    gap.dataset.viewed = "no";
  }
  const take = (pairs) => {
    const known = new Map(gaps.map((gap) => [gap.id, gap]));
    for (const [id, at] of Array.isArray(pairs) ? pairs : []) {
      if (known.has(id) && typeof at === "string") mark(known.get(id), at);
    }
  };
  try {
    take(JSON.parse(localStorage.getItem(key) || "[]"));
  } catch {}
  told();

  const save = (name, type, content) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = `${words.run}-${name}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  on("viewed-save", () => {
    const marks = [...viewed].map(([check, at]) => ({ check, at }));
    save("viewed.json", "application/json", JSON.stringify({ report: words.report, run: words.run, viewed: marks }, null, 1));
  });
  document.getElementById("viewed-load").addEventListener("change", async ({ target }) => {
    const problem = document.getElementById("viewed-problem");
    problem.textContent = "";
    try {
      const read = JSON.parse(await target.files[0].text());
      if (read.report !== words.report) throw new Error("another report");
      take(read.viewed.map(({ check, at }) => [check, at]));
      marked();
    } catch {
      problem.textContent = words.viewedProblem;
    }
    target.value = "";
  });

  // What is shown, as a table of plain values: the line of each gap, and its hosts.
  const columns = JSON.parse(words.columns);
  const heads = [words.check, ...columns.map(([, head]) => head), ...(words.marking ? [words.markingHead] : [])];
  const said = (node) => {
    const copy = node.cloneNode(true);
    for (const sign of $("[aria-hidden]", copy)) sign.remove();
    return text(copy);
  };
  const names = (gap, selector) => [...new Set($(`${selector} .names`, gap).flatMap((node) => text(node).split(", ")))].join(", ");
  const derived = {
    codes: (gap) => $("[data-clause]", gap).map((node) => node.dataset.clause).join(", "),
    status: (gap) => gap.dataset.said,
    unseen: (gap) => gap.dataset.unseen,
    hosts: (gap) => names(gap, ".values"),
    unseen_hosts: (gap) => names(gap, ".unjudged"),
  };
  const field = (gap, name) => (derived[name] ? derived[name](gap) : $(`[data-col=${name}]`, gap).map(said).join(", "));
  const records = () =>
    shown().map((gap) => [
      gap.id,
      ...columns.map(([name]) => field(gap, name)),
      ...(words.marking ? [words.marking] : []),
    ]);
  // A spreadsheet would run what begins like a formula.
  const cell = (value) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  on("export-csv", () => {
    const lines = [heads, ...records()].map((record) => record.map(cell).join(";"));
    save("gaps.csv", "text/csv", `\ufeff${lines.join("\r\n")}\r\n`);
  });
  // The signs that mean something in Markdown or HTML are said to mean themselves.
  const plain = (value) => value.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, "\\$&");
  on("export-md", () => {
    const row = (cells) => `| ${cells.map(plain).join(" | ")} |`;
    const lines = [`# ${plain(document.title)}`, "", ...(words.marking ? [`**${plain(words.marking)}**`, ""] : [])];
    lines.push(row(heads), `|${" --- |".repeat(heads.length)}`, ...records().map(row));
    save("gaps.md", "text/markdown", `${lines.join("\n")}\n`);
  });

  // Keys move among the gaps that are shown; they can be turned off, for people who speak to their computer.
  const keys = document.getElementById("keys");
  const go = (step) => {
    const all = shown();
    const at = all.indexOf(document.activeElement.closest && document.activeElement.closest("tbody.gap"));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (!next) return;
    const summary = $("details.card > summary", next)[0];
    summary.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: () => {
      const gap = document.activeElement.closest("tbody.gap");
      if (!gap) return;
      mark(gap, gap.dataset.viewed === "yes" ? null : new Date().toISOString());
      go(1);
      marked();
    },
    "/": () => document.getElementById("q").focus(),
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input:not([type=checkbox]), select, textarea");
    if (!keys.checked || typing || event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });
})();
