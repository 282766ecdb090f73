/* The list of excerpts, every card built from text nodes, never of markup. Own because Streamlit has no list whose items are chosen, hovered and linked with a map. */

const KIND_NAMES = { place: "place", date: "date", trigger: "what happened", toll: "toll", says: "who says so" };

function sentence(segments) {
  const line = make("p", { class: "excerpt" });
  for (const [text, kind] of segments) {
    line.append(kind ? make("mark", { class: kind, title: KIND_NAMES[kind] }, text) : text);
  }
  return line;
}

/** A button that copies and says so where it stands. */
function citeButton(words, text) {
  const button = make("button", { type: "button", class: "cite", "aria-live": "polite", title: "Sentence, outlet, title, date and address, for a footnote" }, words);
  button.onclick = async (event) => {
    event.stopPropagation();
    try {
      await copyText(text);
      button.textContent = "Copied";
    } catch (error) {
      console.warn(error);
      window.prompt("The browser did not copy it; copy it from here:", text);
    }
    setTimeout(() => (button.textContent = words), 2000);
  };
  return button;
}

/** Where the map is: its own script writes it into the address, of which the server hears late. */
const mapPlace = () => new URLSearchParams(window.location.search).get("map") || "";

function reportLine(report, act) {
  const outlet = make("b", {}, report.outlet || "Outlet not stated");
  const parts = [outlet, ` · ${report.published || "no publication date"}`];
  if (report.attribution) parts.push(` · ${report.attribution}`);
  const line = make("p", { class: "source" }, ...parts);
  const article = make("button", { type: "button", class: "link", "data-article": report.article }, "Whole article");
  article.onclick = (event) => { event.stopPropagation(); act({ kind: "article", id: report.article, place: mapPlace() }); };
  const links = make("span", { class: "links" }, article, citeButton("Cite", report.citation));
  if (report.check) {
    const check = make("button", { type: "button", class: "link", title: "See why, correct, confirm" }, "Check");
    check.onclick = (event) => { event.stopPropagation(); act({ kind: "check", id: report.check, place: mapPlace() }); };
    links.prepend(check);
  }
  if (report.url) {
    const out = make("a", { href: report.url, target: "_blank", rel: "noopener noreferrer nofollow" }, "Source ↗");
    out.onclick = (event) => event.stopPropagation();
    links.append(out);
  }
  line.append(links);
  return line;
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** Whoever printed the same words as a report: folded, as they are no source of their own. */
function foldCopies(report, act) {
  if (!report.copies.length) return [];
  const folded = make("details", { class: "copies" }, make("summary", {}, `${count(report.copies.length, "copy", "copies")} of ${report.outlet || "the same words"}`));
  report.copies.forEach((copy) => folded.append(sentence(copy.segments), reportLine(copy, act)));
  return [folded];
}

function buildCard(card, types, act, shared) {
  const type = types[card.type];
  const head = make("div", { class: "head" }, symbol(type), make("strong", {}, ...breakable(card.title)), make("time", { title: card.when_note }, card.when));
  const where = make("p", { class: "where" }, card.where, card.where_note ? make("span", { class: "note" }, card.where_note) : null);
  const chips = make("p", { class: "chips" }, ...card.chips.map(([text, kind]) => make("span", { class: `chip ${kind}` }, text)));
  const made = make("article", {
    class: card.id === shared.selected ? "card selected" : "card", tabindex: "0", "data-id": card.id,
    "aria-label": `${card.title}, ${card.where}, ${card.when}`, "aria-current": card.id === shared.selected ? "true" : null,
  }, head, where, sentence(card.segments), card.chips.length ? chips : null, reportLine(card.reports[0], act));
  const every = card.reports.flatMap((report) => [report, ...report.copies]);
  if (every.length > 1) {
    const copies = every.length - card.reports.length;
    const others = make("details", {}, make("summary", {}, `${count(every.length - 1, "more report", "more reports")} of this event${copies ? `, ${count(copies, "copy", "copies")} among them` : ""}`));
    others.append(...foldCopies(card.reports[0], act));
    card.reports.slice(1).forEach((report) => others.append(sentence(report.segments), reportLine(report, act), ...foldCopies(report, act)));
    others.append(citeButton(`Cite all ${every.length} reports`, every.map((report) => report.citation).join("\n")));
    others.onclick = (event) => event.stopPropagation();
    made.append(others);
  }
  made.style.setProperty("--type", type.color);
  return made;
}

function tellMap(name, detail) {
  window.dispatchEvent(new CustomEvent(`conflictmap:${name}`, { detail }));
}

const spotOf = (card) => ({ lat: card?.lat ?? undefined, lng: card?.lng ?? undefined });

function wire(made, card, list, shared, act) {
  const choose = () => {
    shared.selected = card.id;
    list.querySelectorAll(".card").forEach((other) => other.classList.toggle("selected", other === made));
    tellMap("select", { id: card.id, lat: card.lat, lng: card.lng, zoom: card.zoom });
    act({ kind: "select", id: card.id });
  };
  made.onclick = choose;
  made.onmouseenter = () => tellMap("hover", spotOf(card));
  made.onmouseleave = () => tellMap("hover", {});
  made.onfocus = made.onmouseenter;
  made.onblur = made.onmouseleave;
  made.onkeydown = (event) => {
    if (event.target !== made) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); }
    const cards = [...list.querySelectorAll(".card")];
    const at = cards.indexOf(made);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, j: at + 1, k: at - 1, Home: 0, End: cards.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    // Beyond the last card the next ones are asked for; the map shows each where it is, and Enter goes there.
    if (cards[to]) {
      cards[to].focus();
      tellMap("follow", spotOf(shared.cards.find((one) => one.id === cards[to].dataset.id)));
    }
    else if (to > 0) list.querySelector(".more")?.click();
  };
}

function render(root, data, act) {
  const shared = (root.shared = root.shared || { selected: null });
  const list = root.querySelector(".list");
  const focused = list.getRootNode().activeElement;
  const keep = focused && focused.dataset ? focused.dataset.id : null;
  shared.selected = data.selected;
  const built = data.cards.map((card) => {
    const made = buildCard(card, data.types, act, shared);
    wire(made, card, list, shared, act);
    return made;
  });
  if (data.more) {
    const more = make("button", { type: "button", class: "more" }, data.more);
    more.onclick = () => act({ kind: "more" });
    built.push(more);
  }
  if (!data.cards.length) built.push(make("p", { class: "empty" }, data.empty));
  list.replaceChildren(...built);
  // What scrolls can be reached and scrolled by keyboard.
  for (const line of list.querySelectorAll(".excerpt")) if (line.scrollHeight > line.clientHeight) line.tabIndex = 0;
  root.querySelector(".count").textContent = data.count;
  const order = root.querySelector(".order select");
  order.replaceChildren(...data.orders.map(([value, words]) => new Option(words, value, false, value === data.order)));
  order.onchange = () => act({ kind: "order", order: order.value });
  const banner = root.querySelector(".banner");
  banner.hidden = !data.banner;
  banner.querySelector("span").textContent = data.banner || "";
  banner.querySelector("button").onclick = () => act({ kind: "all" });
  if (keep) (list.querySelector(`[data-id="${CSS.escape(keep)}"]`) || list).focus({ preventScroll: true });
  if (data.reveal && data.reveal !== shared.revealed) {
    const target = list.querySelector(`[data-id="${CSS.escape(data.selected || "")}"]`);
    if (target) list.scrollTo({ top: target.offsetTop - list.offsetTop - 8, behavior: "smooth" });
  }
  if (data.list_id !== shared.listId && !data.reveal) list.scrollTop = 0;
  shared.revealed = data.reveal;
  shared.listId = data.list_id;
  shared.cards = data.cards;
}

/** Back and forward lead to another view of the same page; its address says which, so it is opened anew. */
if (!window.conflictmapBack) {
  window.conflictmapBack = true;
  let path = window.location.pathname;
  window.addEventListener("popstate", () => {
    if (window.location.pathname === path) window.location.reload();
    path = window.location.pathname;
  });
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".cards");
  render(root, data, (what) => setTriggerValue("act", { ...what, seq: Date.now() }));
  const onMapHover = ({ detail }) => {
    const spots = new Set(detail.spots.map(([lat, lng]) => `${lat},${lng}`));
    root.querySelectorAll(".card").forEach((made, i) => {
      const card = root.shared.cards[i];
      made.classList.toggle("hovered", Boolean(card) && spots.has(`${card.lat},${card.lng}`));
    });
  };
  if (root.onMapHover) window.removeEventListener("conflictmap:maphover", root.onMapHover);
  root.onMapHover = onMapHover;
  window.addEventListener("conflictmap:maphover", onMapHover);
  window.dispatchEvent(new CustomEvent("conflictmap:cards", { detail: { at: Date.now() } }));
  return () => window.removeEventListener("conflictmap:maphover", onMapHover);
}
