/* Timeline with brush, playback and keyboard on the axis the server names. Own because Streamlit's charts have neither playback nor a brush for the keyboard. */
const NS = "http://www.w3.org/2000/svg";
const WIDE = { left: 62, right: 92 };
const MARGIN = { ...WIDE, top: 6, bottom: 20 };
const NARROW_PX = 520; // of the plot: on a phone the margins give way to the days
const NARROW = { left: 46, right: 26 };
const READ_PX = 18; // the strip of articles read, with a scale of its own
const OPEN_PX = 17; // the strip under the axis for events of which only a last or a first possible day is known
const FADE_PX = 26;
const [LANE_PX, MOST_LANES] = [4, 4]; // rows of the strip for events of which two days are known
const LEAST_LINE_PX = 7; // of a few days on an axis of years
const LEAST_STRIP_PX = 14; // has room for a strip's name
const BETWEEN_PX = 24; // its height where they need more rows: bars that count them, with a scale of their own
const WIDEST_PX = 56; // of a bar: a handful of days would otherwise be a wall of colour
const SHORT = new Intl.NumberFormat("en", { notation: "compact" }); // the number stands beside the strip's name
const LEAST_TALL = 3;
const STEPS = { day: 1, "3 days": 3, week: 7, "2 weeks": 14, month: 30, quarter: 91, year: 365 };

function shape(tag, attributes, text) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

class Timeline {
  constructor(root) {
    this.root = root;
    this.svg = root.querySelector("svg");
    this.plot = root.querySelector(".plot");
    this.playing = null;
    this.find = (name) => root.querySelector(`[data-do=${name}]`);
    this.handles = Object.fromEntries([...root.querySelectorAll(".handle")].map((h) => [h.dataset.end, h]));
    for (const name of Object.keys(STEPS)) this.find("step").append(new Option(name, name));
    this.find("play").onclick = () => (this.playing ? this.pause() : this.start());
    this.find("clear").onclick = () => { this.stop(); this.act({ kind: "range", from: null, to: null }); };
    for (const of of ["whole", "period"]) this.find(`axis-${of}`).onclick = () => this.act({ kind: "axis", of });
    this.find("undated").onclick = () => this.act({ kind: "undated" });
    this.pointer();
    for (const end of ["from", "to"]) this.keys(end);
    this.observer = new ResizeObserver(() => this.data && this.draw());
    this.observer.observe(this.plot);
  }

  update(data, act) {
    const stepUnknown = !this.data || this.data.unit !== data.unit;
    this.data = data;
    this.act = act;
    const narrow = this.plot.clientWidth < NARROW_PX;
    Object.assign(MARGIN, narrow ? NARROW : WIDE);
    const home = narrow ? this.root.querySelector(".tools") : this.plot;
    if (this.find("undated").parentElement !== home) home.append(this.find("undated"));
    this.first = toDay(data.first);
    this.last = toDay(data.last);
    this.range = data.from && data.to ? [toDay(data.from), toDay(data.to)] : null;
    if (this.playing && !(data.from === this.playing.asked[0] && data.to === this.playing.asked[1])) this.stop();
    if (stepUnknown && !this.playing) this.find("step").value = { day: "day", week: "week", month: "month", year: "year" }[data.unit] || "day";
    this.draw();
    if (this.playing) this.schedule();
    window.dispatchEvent(new CustomEvent("conflictmap:timeline", { detail: { at: Date.now() } }));
  }

  get width() { return Math.max(60, this.plot.clientWidth - MARGIN.left - MARGIN.right); }
  get strip() { return this.data.open_words ? OPEN_PX : 0; }
  get height() { return Math.max(40, this.plot.clientHeight - MARGIN.top - MARGIN.bottom - this.spanStrip - this.strip - READ_PX); }
  /** The strips under the bars begin here, in pixels from the top; the days stand below the last one. */
  get spanTop() { return MARGIN.top + this.height; }
  get openTop() { return this.spanTop + this.spanStrip; }
  get readTop() { return this.openTop + this.strip; }
  get floor() { return this.readTop + READ_PX; }
  x(day) { return MARGIN.left + ((day - this.first) / (this.last - this.first + 1)) * this.width; }
  dayAt(px) {
    const day = this.first + Math.floor(((px - MARGIN.left) / this.width) * (this.last - this.first + 1));
    return Math.min(this.last, Math.max(this.first, day));
  }

  draw() {
    const { data } = this;
    this.placeSpans();
    const tallest = Math.max(LEAST_TALL, ...data.bins.map((bin) => bin.n.reduce((sum, n) => sum + n, 0)));
    const y = (n) => MARGIN.top + this.height * (1 - n / tallest);
    const parts = [];
    for (const n of new Set([Math.ceil(tallest / 2), tallest])) {
      parts.push(shape("line", { class: "grid", x1: MARGIN.left, x2: MARGIN.left + this.width, y1: y(n), y2: y(n) }));
      parts.push(shape("text", { x: MARGIN.left - 5, y: y(n) + 4, "text-anchor": "end" }, n.toLocaleString("en")));
    }
    this.drawRead(parts);
    data.bins.forEach((bin) => parts.push(...this.drawBin(bin, y)));
    this.drawSpans(parts);
    this.drawOpen(parts);
    const { floor } = this;
    for (const y1 of [this.spanTop, floor]) parts.push(shape("line", { class: "axis", x1: MARGIN.left, x2: MARGIN.left + this.width, y1, y2: y1 }));
    // On a phone the scale's highest number takes the room beside it.
    this.name(parts, MARGIN.top + (MARGIN.left === NARROW.left ? 18 : 5), "events", data.summary);
    for (const [day, label] of ticks(this.first, this.last, this.width)) {
      parts.push(shape("line", { class: "axis", x1: this.x(day), x2: this.x(day), y1: floor, y2: floor + 4 }));
      parts.push(shape("text", { x: this.x(day) + 2, y: floor + 15 }, label));
    }
    this.svg.replaceChildren(shape("title", {}, data.summary), ...parts);
    this.svg.setAttribute("aria-label", data.summary);
    this.drawBrush();
    this.drawControls();
  }

  drawBin(bin, y) {
    const from = this.x(toDay(bin.s));
    const to = Math.min(this.x(toDay(bin.e) + 1), MARGIN.left + this.width);
    const gap = to - from > 4 ? 1 : 0;
    const wide = Math.min(WIDEST_PX, Math.max(1, to - from - gap));
    const left = from + (to - from - gap - wide) / 2;
    const outside = this.range && (toDay(bin.e) < this.range[0] || toDay(bin.s) > this.range[1]);
    let stacked = 0;
    return bin.n.flatMap((n, i) => {
      if (!n) return [];
      const top = y(stacked + n);
      const bar = shape("rect", {
        x: left, y: top, width: wide, height: Math.max(0.8, y(stacked) - top),
        style: `fill: ${this.data.types[i].color}`, class: outside ? "outside" : "inside",
      });
      bar.append(shape("title", {}, `${this.data.types[i].name}: ${n}, ${speakBin(bin)}`));
      stacked += n;
      return [bar];
    });
  }

  /** Events that lasted, or whose day is only known to lie in a period: lines in rows, or bars that count them where the rows do not suffice. */
  placeSpans() {
    const [ends, left, right] = [[], MARGIN.left, MARGIN.left + this.width];
    this.lanes = this.data.spans.flatMap((span) => {
      const [from, to] = [Math.max(left, this.x(toDay(span.s))), Math.min(right, this.x(toDay(span.e) + 1))];
      if (to < left || from > right) return [];
      let lane = ends.findIndex((end) => end < from - 3);
      if (lane < 0) lane = ends.length;
      ends[lane] = Math.max(to, from + LEAST_LINE_PX + 2);
      return [{ span, from, to, lane }];
    });
    const most = Math.max(0, ...this.data.bins.map((bin) => bin.between || 0));
    this.between = !this.data.spans.length || ends.length > MOST_LANES ? most : 0;
    this.spanStrip = this.between ? BETWEEN_PX : ends.length && Math.max(LEAST_STRIP_PX, ends.length * LANE_PX + 6);
  }

  drawSpans(parts) {
    if (!this.spanStrip) return;
    const more = "Some time between two days, or over all of them";
    this.name(parts, this.spanTop + 11, "between", more);
    if (this.between) {
      parts.push(shape("text", { x: MARGIN.left - 5, y: this.spanTop + 21, "text-anchor": "end" }, `≤ ${SHORT.format(this.between)}`));
      parts.push(...this.bars((bin) => bin.between || 0, "over", this.openTop, BETWEEN_PX, (n, bin) => `${n.toLocaleString("en")} may lie in ${speakBin(bin)}: s${more.slice(1)}`));
      return;
    }
    for (const { span, from, to, lane } of this.lanes) {
      const y = this.spanTop + 5 + lane * LANE_PX;
      const line = shape("line", { class: "span", x1: from + 2, x2: Math.max(from + LEAST_LINE_PX, to - 2), y1: y, y2: y, style: `stroke: ${this.data.types[span.type].color}` });
      line.append(shape("title", {}, `${span.label}: some time between ${speak(toDay(span.s))} and ${speak(toDay(span.e))}`));
      parts.push(line);
    }
  }

  /** Bars that rise from the foot of a strip to a scale of its own. */
  bars(counted, style, floor, room, told) {
    const numbers = this.data.bins.map(counted);
    const most = Math.max(1, ...numbers);
    return this.data.bins.flatMap((bin, i) => {
      if (!numbers[i]) return [];
      const from = this.x(toDay(bin.s));
      const wide = this.x(toDay(bin.e) + 1) - from;
      const high = Math.max(1.5, ((room - 4) * numbers[i]) / most);
      const bar = shape("rect", { class: style, x: from, y: floor - high, width: Math.max(1, wide - (wide > 4 ? 1 : 0)), height: high });
      bar.append(shape("title", {}, told(numbers[i], bin)));
      return [bar];
    });
  }

  /** Of these only one bound is known: bars under the axis that begin at it and fade to where it is open. */
  drawOpen(parts) {
    if (!this.strip) return;
    const { types, bins } = this.data;
    const fades = shape("defs", {});
    for (const side of ["by", "since"]) types.forEach((type, i) => fades.append(this.fade(side, type.color, i)));
    parts.push(fades);
    this.name(parts, this.openTop + 13, "by a day", this.data.open_words);
    const sum = (counts) => (counts || []).reduce((total, n) => total + n, 0);
    const most = Math.max(1, ...bins.map((bin) => Math.max(sum(bin.by), sum(bin.since))));
    for (const bin of bins) for (const side of ["by", "since"]) if (bin[side]) parts.push(this.openBar(bin, side, sum(bin[side]), most));
  }

  fade(side, color, i) {
    const [from, to] = side === "by" ? [0, 0.95] : [0.95, 0];
    const made = shape("linearGradient", { id: `${side}-${i}` });
    [from, to].forEach((opacity, at) => made.append(shape("stop", { offset: at, style: `stop-color: ${color}; stop-opacity: ${opacity}` })));
    return made;
  }

  openBar(bin, side, total, most) {
    const bound = side === "by" ? toDay(bin.e) : toDay(bin.s);
    const outside = this.range && (side === "by" ? bound < this.range[0] : bound > this.range[1]);
    const made = shape("g", { class: outside ? "open outside" : "open" });
    const edge = Math.min(this.x(side === "by" ? bound + 1 : bound), MARGIN.left + this.width);
    const wide = Math.max(FADE_PX, this.x(toDay(bin.e) + 1) - this.x(toDay(bin.s)));
    const left = side === "by" ? Math.max(MARGIN.left - 2, edge - wide) : edge;
    const top = this.openTop + 2;
    const high = Math.max(6, ((OPEN_PX - 4) * total) / most);
    let below = top;
    bin[side].forEach((n, i) => {
      if (!n) return;
      made.append(shape("rect", { x: left, y: below, width: side === "by" ? edge - left : wide, height: (high * n) / total, fill: `url(#${side}-${i})` }));
      below += (high * n) / total;
    });
    made.append(shape("line", { x1: edge, x2: edge, y1: top, y2: top + high }));
    const days = bin.s === bin.e ? speak(bound) : `a day between ${speak(toDay(bin.s))} and ${speak(toDay(bin.e))}`;
    const kinds = bin[side].flatMap((n, i) => (n ? [`${this.data.types[i].name}: ${n}`] : []));
    const rest = side === "by" ? "no first day is known" : "no last day is known";
    made.append(shape("title", {}, `${side === "by" ? "By" : "Since"} ${days}, ${rest}. ${kinds.join(", ")}`));
    return made;
  }

  /** The name of a strip, left of it. */
  name(parts, y, words, more) {
    const made = shape("text", { class: "name", x: 0, y }, words);
    made.append(shape("title", {}, more));
    parts.push(made);
  }

  /** The articles read, in a strip of its own: by day of publication, to a scale of its own. */
  drawRead(parts) {
    const { bins } = this.data;
    const most = Math.max(1, ...bins.map((bin) => bin.a));
    const told = `Articles read by day of publication, at most ${most.toLocaleString("en")} a ${this.data.unit}: where there is none, silence is not peace`;
    this.name(parts, this.readTop + 13, "articles", told);
    parts.push(...this.bars((bin) => bin.a, "read", this.floor, READ_PX, (n, bin) => `${n.toLocaleString("en")} ${n === 1 ? "article" : "articles"} read, published ${speakBin(bin)}`));
    const note = shape("text", { x: MARGIN.left - 5, y: this.readTop + 13, "text-anchor": "end" }, SHORT.format(most));
    note.append(shape("title", {}, told));
    parts.push(note);
  }

  drawBrush(range) {
    const shown = range || this.range;
    this.svg.querySelector(".brush")?.remove();
    const [from, to] = shown ? shown.map((day) => Math.min(Math.max(day, this.first), this.last)) : [this.first, this.last];
    if (shown) {
      this.svg.append(shape("rect", { class: "brush", x: this.x(from), y: MARGIN.top, width: Math.max(2, this.x(to + 1) - this.x(from)), height: this.floor - MARGIN.top }));
    }
    for (const [end, day] of [["from", from], ["to", to]]) {
      const handle = this.handles[end];
      handle.style.left = `${this.x(end === "from" ? day : day + 1)}px`;
      handle.setAttribute("aria-valuemin", this.first);
      handle.setAttribute("aria-valuemax", this.last);
      handle.setAttribute("aria-valuenow", day);
      handle.setAttribute("aria-valuetext", speak(day));
    }
    const period = shown ? `${speak(shown[0])} – ${speak(shown[1])}` : this.data.said;
    const [said, open] = this.root.querySelector(".said").children;
    said.textContent = period;
    open.textContent = this.data.open_words ? ` · fading: ${this.data.open_words}` : "";
  }

  drawControls() {
    const undated = this.find("undated");
    const number = document.createElement("b");
    number.textContent = this.data.undated.toLocaleString("en");
    undated.replaceChildren(number, this.data.undated_shown ? "undated, shown" : "undated, hidden");
    undated.hidden = !this.data.undated;
    undated.setAttribute("aria-pressed", String(this.data.undated_shown));
    undated.title = "Events whose date no article states; click to show or hide them";
    for (const of of ["whole", "period"]) this.find(`axis-${of}`).setAttribute("aria-checked", String(this.data.axis.of === of));
    this.find("axis-period").disabled = !this.range;
    this.find("clear").disabled = !this.range;
    this.root.querySelector(".axis_words").textContent = this.data.axis.words;
  }

  pointer() {
    let anchor = null;
    let moved = false;
    const place = (event) => event.clientX - this.plot.getBoundingClientRect().left;
    const range = (day) => [Math.min(anchor, day), Math.max(anchor, day)];
    this.plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest(".undated") || !this.data) return;
      this.stop();
      const end = event.target.dataset ? event.target.dataset.end : null;
      const ends = this.range || [this.first, this.last];
      anchor = end ? (end === "from" ? ends[1] : ends[0]) : this.dayAt(place(event));
      moved = Boolean(end);
      this.plot.setPointerCapture(event.pointerId);
    });
    this.plot.addEventListener("pointermove", (event) => {
      if (anchor === null) return;
      moved = moved || Math.abs(place(event) - this.x(anchor)) > 4;
      if (moved) this.drawBrush(range(this.dayAt(place(event))));
    });
    this.plot.addEventListener("pointerup", (event) => {
      if (anchor === null) return;
      const day = this.dayAt(place(event));
      let chosen = range(day);
      if (!moved) {
        const bin = this.data.bins.find((b) => toDay(b.s) <= day && day <= toDay(b.e));
        chosen = bin ? [toDay(bin.s), toDay(bin.e)] : chosen;
      }
      anchor = null;
      this.choose(chosen);
    });
  }

  keys(end) {
    this.handles[end].onkeydown = (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[event.key];
      const whole = { Home: this.first, End: this.last }[event.key];
      if (by === undefined && whole === undefined) return;
      event.preventDefault();
      const [from, to] = this.range || [this.first, this.last];
      const day = Math.min(this.last, Math.max(this.first, whole ?? (end === "from" ? from : to) + by * (event.shiftKey ? 7 : 1)));
      this.range = end === "from" ? [day, Math.max(day, to)] : [Math.min(from, day), day];
      this.drawBrush();
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.choose(this.range), 350);
    };
  }

  choose([from, to]) {
    this.range = [from, to];
    if (this.playing) this.playing.asked = [toIso(from), toIso(to)];
    this.act({ kind: "range", from: toIso(from), to: toIso(to), playing: this.playing !== null });
  }

  /** Playback asks for the next step only after the last one was drawn, so steps never pile up. */
  start() {
    const size = STEPS[this.find("step").value];
    const [from, to] = this.range && this.range[1] - this.range[0] >= size ? this.range : [this.first, this.last];
    this.playing = { from, to, at: from, size, before: this.range, asked: [] };
    this.find("play").textContent = "❚❚";
    this.find("play").setAttribute("aria-label", "Pause");
    this.step();
  }

  step() {
    if (!this.playing) return;
    const { from, to, at, size } = this.playing;
    if (at > to) {
      const { before } = this.playing;
      this.stop();
      if (before) this.choose(before);
      else this.act({ kind: "range", from: null, to: null });
      return;
    }
    const cumulative = this.find("window").value === "cumulative";
    this.playing.at = at + size;
    this.choose([cumulative ? from : at, Math.min(to, at + size - 1)]);
  }

  schedule() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.step(), Number(this.find("speed").value));
  }

  /** What has no first day is left out while the days play; a halt lets it in again. */
  pause() {
    this.stop();
    this.act({ kind: "pause" });
  }

  stop() {
    clearTimeout(this.timer);
    this.playing = null;
    this.find("play").textContent = "▶";
    this.find("play").setAttribute("aria-label", "Play");
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".timeline");
  root.timeline = root.timeline || new Timeline(root);
  root.timeline.update(data, (what) => setTriggerValue("act", { ...what, seq: Date.now() }));
  return () => {};
}
