/* Copies the link of what is shown and keeps views under names, in this browser. Own because Streamlit keeps nothing there. */
const KEY = "conflictmap-views";
const MOST_VIEWS = 50;

function read() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((one) => one && typeof one.name === "string" && typeof one.link === "string") : [];
  } catch (error) {
    console.warn("the kept views could not be read", error);
    return [];
  }
}

function keep(views) {
  window.localStorage.setItem(KEY, JSON.stringify(views.slice(0, MOST_VIEWS)));
}

export default function (component) {
  const { parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector(".views");
  box.open = (link) => setTriggerValue("act", { link, seq: Date.now() });
  if (box.children.length) return () => {};
  const said = make("p", { class: "said", role: "status" });
  const list = make("ul", { "aria-label": "Kept views" });
  const panel = make("div", { class: "panel", hidden: "" });
  const button = make("button", { type: "button", "aria-expanded": "false", "aria-haspopup": "true" }, "Views");
  const show = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) { said.textContent = ""; fill(); }
  };
  const fill = () => list.replaceChildren(...read().map((one) => {
    const open = make("button", { type: "button", class: "open" }, one.name);
    open.onclick = () => { show(false); box.open(one.link); };
    const drop = make("button", { type: "button", "aria-label": `Forget ${one.name}`, title: "Forget" }, "✕");
    drop.onclick = () => { keep(read().filter((other) => other.name !== one.name)); fill(); };
    return make("li", {}, open, drop);
  }));
  const link = make("button", { type: "button" }, "Copy link to this view");
  link.onclick = async () => {
    try {
      await copyText(window.location.href);
      said.textContent = "Copied. Whoever opens it sees the same events, if the database is the same.";
    } catch (error) {
      console.warn(error);
      said.textContent = "The browser did not allow it; copy the address at the top instead.";
    }
  };
  const name = make("input", { type: "text", "aria-label": "Name of this view", placeholder: "Keep this view as…", maxlength: "60" });
  const form = make("form", {}, name, make("button", { type: "submit" }, "Keep"));
  form.onsubmit = (event) => {
    event.preventDefault();
    const called = name.value.trim();
    if (!called) return;
    try {
      keep([{ name: called, link: window.location.search.slice(1) }, ...read().filter((one) => one.name !== called)]);
      name.value = "";
      said.textContent = `“${called}” is kept in this browser.`;
    } catch (error) {
      console.warn(error);
      said.textContent = "This browser keeps nothing for this page.";
    }
    fill();
  };
  button.onclick = () => show(panel.hidden);
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { show(false); button.focus(); } });
  document.addEventListener("pointerdown", (event) => { if (!event.composedPath().includes(box)) show(false); });
  panel.append(link, form, list, said);
  box.append(button, panel);
  return () => {};
}
