/* Filters the table of a saved report together with its map and timeline; asks nobody for anything. Own because a saved file has no Streamlit behind it. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const byId = (id) => document.getElementById(id);
  const rows = Array.from(document.querySelectorAll("tr[data-event]"));
  const places = Array.from(document.querySelectorAll("#map .place"));
  const types = Array.from(document.querySelectorAll("#types input"));
  const fields = ["from", "to", "region", "words"].map(byId);
  const [from, to, region, words] = fields;
  /* What a row counts for: one event, or its reports where those are counted. */
  const weights = rows.map((row) => Number(row.dataset.weight || 1));
  const texts = rows.map((row) => row.textContent.toLowerCase());
  let only = null;

  /* Of an event with one known bound ("by 12 September") that day counts: it must not fill every earlier period. */
  function inPeriod(row) {
    const first = row.dataset.start || row.dataset.end;
    const last = row.dataset.end || row.dataset.start;
    if (!from.value && !to.value) return true;
    return Boolean(first) && (!to.value || first <= to.value) && (!from.value || last >= from.value);
  }

  function passes(row, at) {
    const wanted = types.filter((box) => box.checked).map((box) => box.value);
    return wanted.includes(row.dataset.type) && inPeriod(row)
      && (!region.value || row.dataset.region === region.value)
      && words.value.toLowerCase().split(/\s+/).every((word) => texts[at].includes(word));
  }

  function show() {
    const passed = rows.map(passes);
    const listed = rows.map((_, at) => passed[at] && (!only || only.has(at)));
    rows.forEach((row, at) => { row.hidden = !listed[at]; });
    for (const place of places) {
      const number = place.dataset.rows.split(" ").reduce((sum, at) => sum + (passed[at] ? weights[at] : 0), 0);
      place.style.display = number ? "" : "none";
      const label = place.querySelector(".mark text");
      if (label) label.textContent = number > 1 ? number : "";
    }
    const count = listed.filter(Boolean).length;
    byId("count").textContent = `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} ${rows.length === 1 ? "event" : "events"} listed`
      + (only ? "; those at one place" : "");
    byId("all").hidden = !only;
    drawTimeline(passed);
  }

  const DAY = 86400000;
  function drawTimeline(passed) {
    const chart = byId("timeline");
    const known = rows.map((row, at) => (row.dataset.start && row.dataset.end ? [Date.parse(row.dataset.start), row.dataset.type, passed[at] ? weights[at] : 0] : null)).filter(Boolean);
    chart.replaceChildren();
    if (!known.length) return;
    const first = Math.min(...known.map(([day]) => day));
    const last = Math.max(...known.map(([day]) => day));
    const bins = Math.min(80, Math.max(1, Math.round((last - first) / DAY) + 1));
    const size = (last - first + DAY) / bins;
    const counts = Array.from({ length: bins }, () => ({}));
    for (const [day, type, shown] of known) {
      const bin = counts[Math.min(bins - 1, Math.floor((day - first) / size))];
      if (shown) bin[type] = (bin[type] || 0) + shown;
    }
    const totals = counts.map((bin) => Object.values(bin).reduce((sum, n) => sum + n, 0));
    const highest = Math.max(1, ...totals);
    const wide = 1000 / bins;
    counts.forEach((bin, at) => {
      let top = 80;
      for (const [type, number] of Object.entries(bin)) {
        const high = (number / highest) * 76;
        const bar = document.createElementNS(SVG, "rect");
        top -= high;
        for (const [name, value] of Object.entries({ x: at * wide, y: top, width: Math.max(wide - 1, 1), height: high, class: `c${type}` })) bar.setAttribute(name, value);
        const day = (ms) => new Date(ms).toISOString().slice(0, 10);
        const title = document.createElementNS(SVG, "title");
        title.textContent = `${day(first + at * size)} to ${day(first + (at + 1) * size - DAY)}: ${totals[at]}`;
        bar.append(title);
        chart.append(bar);
      }
    });
    const day = (ms) => new Date(ms).toISOString().slice(0, 10);
    byId("axis").textContent = `${day(first)} to ${day(last)}; most in a bar: ${highest}; without both bounds: ${rows.length - known.length}`;
  }

  function choose(place) {
    only = new Set(place.dataset.rows.split(" ").map(Number));
    show();
    const row = rows.find((made) => !made.hidden);
    if (row) row.scrollIntoView({ block: "nearest" });
  }

  const map = byId("map");
  let view = [0, 0, 1000, 600];
  function look(next) {
    const wide = Math.min(1000, Math.max(40, next[2]));
    const high = wide * 0.6;
    view = [Math.min(1000 - wide, Math.max(0, next[0])), Math.min(600 - high, Math.max(0, next[1])), wide, high];
    map.setAttribute("viewBox", view.join(" "));
    /* Marks and names keep their size on the screen. */
    map.style.setProperty("--scale", wide / 1000);
  }
  function zoom(factor, x = 0.5, y = 0.5) {
    const [left, top, wide, high] = view;
    look([left + wide * x * (1 - factor), top + high * y * (1 - factor), wide * factor, high * factor]);
  }
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = map.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 0.8 : 1.25, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }, { passive: false });
  let grip = null;
  let moved = false;
  map.addEventListener("pointerdown", (event) => { grip = [event.clientX, event.clientY, ...view]; moved = false; });
  window.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const box = map.getBoundingClientRect();
    const [dx, dy] = [event.clientX - grip[0], event.clientY - grip[1]];
    moved = moved || Math.hypot(dx, dy) > 4;
    if (moved) look([grip[2] - (dx / box.width) * grip[4], grip[3] - (dy / box.height) * grip[5], grip[4], grip[5]]);
  });
  window.addEventListener("pointerup", () => { grip = null; });
  for (const place of places) {
    place.addEventListener("click", () => { if (!moved) choose(place); });
    place.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(place); });
  }
  byId("in").addEventListener("click", () => zoom(0.6));
  byId("out").addEventListener("click", () => zoom(1.7));
  byId("all").addEventListener("click", () => { only = null; show(); });
  byId("reset").addEventListener("click", () => {
    only = null;
    fields.forEach((field) => { field.value = ""; });
    types.forEach((box) => { box.checked = true; });
    look([0, 0, 1000, 600]);
    show();
  });
  [...fields, ...types].forEach((field) => field.addEventListener("input", () => { only = null; show(); }));
  document.body.classList.add("live");
  look(view);
  show();
})();
