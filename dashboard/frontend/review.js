/* The queue of a review and its keys, in text nodes only. Own because Streamlit gives keys to buttons alone and knows no list that keeps its place. */

function entry(item, data, act) {
  const type = data.types[item.type];
  const button = make("button", {},
    make("div", { class: "head" }, symbol(type), make("span", {}, item.title)),
    make("div", { class: "where" }, `${item.where} · ${item.when}`),
    make("div", { class: "chips" }, ...item.chips.map((words) => make("span", { class: "chip" }, words))));
  button.type = "button";
  button.dataset.id = item.id;
  button.style.setProperty("--type", type.color);
  button.setAttribute("aria-current", String(item.id === data.chosen));
  button.onclick = () => act({ open: item.id });
  return make("li", {}, button);
}

/** Whether a key is being typed into something, and is no command. */
function isTyping(event) {
  const at = event.composedPath()[0];
  if (!(at instanceof Element)) return false;
  if (at.closest("input, textarea, select, [contenteditable='true'], [role='combobox'], [role='slider']")) {
    return !(at instanceof HTMLInputElement && ["radio", "checkbox"].includes(at.type));
  }
  return Boolean(document.querySelector("[role='dialog'], [data-baseweb='popover'] [role='listbox']"));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".review");
  const act = (what) => setTriggerValue("act", { ...what, seq: Date.now() });
  const list = root.querySelector(".list");
  const top = list.scrollTop;
  list.replaceChildren(...data.items.map((item) => entry(item, data, act)));
  if (!data.items.length) list.append(make("li", {}, data.empty));
  list.scrollTop = top;
  const chosen = list.querySelector("[aria-current='true']");
  if (chosen && root.chosen !== data.chosen) chosen.scrollIntoView({ block: "nearest" });
  root.chosen = data.chosen;
  root.querySelector(".more").textContent = data.more;
  root.querySelector(".before").textContent = data.before;
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const key = event.key.toLowerCase();
    if (!data.keys.includes(key)) return;
    // Streamlit has keys of its own on the same letters.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) act({ key, at: data.chosen });
  };
  if (root.onKey) window.removeEventListener("keydown", root.onKey, true);
  root.onKey = onKey;
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
}
