/* The region box: Enter takes the best match, arrows choose another; what no suggestion meets the server looks up. Own because Streamlit's boxes choose from a list they hold and look up nothing. */
const SHOWN = 12;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’'ʼ]/g, "").replace(/[-–_]/g, " ").trim();

/** How well a name meets what was typed: 0 the whole name, 1 its beginning, 2 a word's beginning, 3 inside; else null. A district named as a town is, in a region called so too, does not go before that region. */
function rank({ label, district }, typed) {
  const name = plain(label);
  if (name === typed || name.split(",")[0] === typed) return district ? 1 : 0;
  if (name.startsWith(typed)) return 1;
  if (name.includes(` ${typed}`)) return 2;
  return typed.length > 2 && name.includes(typed) ? 3 : null;
}

/** The best first: how it is met, then where most events are, then the order of the server. */
function matches(options, typed, chosen) {
  const key = plain(typed);
  return options
    .map((option, order) => ({ ...option, order, rank: key ? rank(option, key) : 1 }))
    .filter((option) => option.rank !== null && !chosen.has(option.id))
    .sort((one, two) => one.rank - two.rank || two.n - one.n || one.order - two.order)
    .slice(0, SHOWN);
}

const events = (n) => (n ? `${n.toLocaleString("en")} event${n === 1 ? "" : "s"}` : "");

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".box");
  const act = (what) => setTriggerValue("act", { ...what, seq: Date.now() });
  const chosen = new Set(data.chosen.map((one) => one.id));
  box.data = { options: [...data.options, ...data.districts.map((one) => ({ ...one, district: true }))], chosen };

  if (!box.input) build(box);
  box.act = act;
  box.chips.replaceChildren(...data.chosen.map((one) => {
    const go = make("button", { type: "button", class: "go", title: "Show it on the map" }, one.label);
    go.onclick = () => act({ kind: "go", id: one.id });
    const drop = make("button", { type: "button", "aria-label": `Drop ${one.label}`, title: "Drop" }, "✕");
    drop.onclick = () => act({ kind: "drop", id: one.id });
    return make("li", { class: "chip" }, go, drop);
  }));
  box.said.replaceChildren();
  if (data.said) {
    box.said.append(make("span", {}, data.said.text), ...data.said.options.map((one) => {
      const button = make("button", { type: "button" }, one.label);
      button.onclick = () => act({ kind: "choose", id: one.id });
      return button;
    }));
  }
  return () => {};
}

function build(box) {
  box.chips = make("ul", { class: "chips", "aria-label": "Chosen regions" });
  box.input = make("input", {
    type: "text", role: "combobox", id: "region-input", "aria-expanded": "false", "aria-controls": "region-list",
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: "80", placeholder: "Donbas, Kharkiv, Sudan…",
  });
  box.list = make("ul", { class: "list", role: "listbox", id: "region-list", "aria-label": "Regions" });
  box.hint = make("p", { class: "hint", role: "status", hidden: "" }, "Press Enter to look it up among all regions of the world and their other names.");
  box.said = make("div", { class: "said", role: "status" });
  box.replaceChildren(make("label", { for: "region-input" }, "Country, province, district or region"), box.chips, box.input, box.list, box.hint, box.said);
  let found = [];
  let at = 0;

  const close = () => { found = []; box.hint.hidden = true; box.list.replaceChildren(); box.input.setAttribute("aria-expanded", "false"); box.input.removeAttribute("aria-activedescendant"); };
  const take = (option) => {
    const typed = box.input.value.trim();
    if (!option && !typed) return;
    box.input.value = option ? "" : typed;
    close();
    box.act(option ? { kind: "choose", id: option.id } : { kind: "typed", text: typed });
  };
  const mark = () => {
    [...box.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    box.list.children[at]?.scrollIntoView({ block: "nearest" });
    if (found.length) box.input.setAttribute("aria-activedescendant", `region-${at}`);
  };
  const open = () => {
    found = matches(box.data.options, box.input.value, box.data.chosen);
    at = 0;
    box.list.replaceChildren(...found.map((option, i) => {
      const row = make("li", { role: "option", id: `region-${i}` }, make("span", { class: "name" }, option.label), make("span", { class: "n" }, events(option.n)));
      // The field keeps the focus: losing it would close the list before the click counts.
      row.onpointerdown = (event) => { event.preventDefault(); take(option); };
      return row;
    }));
    box.input.setAttribute("aria-expanded", String(found.length > 0));
    box.hint.hidden = found.length > 0 || !box.input.value.trim();
    mark();
  };
  box.input.oninput = open;
  box.input.onfocus = open;
  box.input.onblur = close;
  box.input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!found.length) open();
      else { at = (at + step + found.length) % found.length; mark(); }
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(box.input.value.trim() ? found[at] : null);
    } else if (event.key === "Escape") close();
    else if (event.key === "Backspace" && !box.input.value && box.data.chosen.size) {
      box.act({ kind: "drop", id: [...box.data.chosen].pop() });
    }
  };
}
