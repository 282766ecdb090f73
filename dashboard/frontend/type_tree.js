/* The tree of event types: tick what is shown, "only" for one of them; the server decides what that means. Own because Streamlit has no tree and no boxes ticked in part. */
function row(entry, act, ...before) {
  const box = make("input", { type: "checkbox", "data-name": entry.name });
  box.checked = entry.on === "all";
  box.indeterminate = entry.on === "some";
  box.onchange = () => act({ kind: "toggle", name: entry.name, on: box.checked });
  const only = make("button", { type: "button", class: "only", "aria-label": `Only ${entry.name}` }, "only");
  only.onclick = () => act({ kind: "only", name: entry.name });
  const label = make("label", {}, box, ...before, make("span", { class: "name" }, ...breakable(entry.name)));
  const line = make("div", { class: entry.n || entry.by ? "row" : "row zero" }, label, only, make("span", { class: "n" }, entry.n.toLocaleString("en")));
  if (entry.by) line.append(make("span", { class: "n by", title: "Dated only “by” a day: no first possible day is known" }, `+ ${entry.by.toLocaleString("en")} by`));
  return line;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const tree = parentElement.querySelector(".tree");
  const act = (what) => setTriggerValue("act", { ...what, seq: Date.now() });
  const focused = tree.getRootNode().activeElement;
  const keep = focused && focused.dataset ? focused.dataset.name : null;
  tree.open = tree.open || new Set();
  tree.replaceChildren(...data.types.map((type) => {
    const line = row(type, act, symbol(type));
    const subs = make("ul", {}, ...type.subs.map((sub) => make("li", {}, row(sub, act))));
    subs.hidden = !tree.open.has(type.name);
    const arrow = make("button", { type: "button", "aria-label": `Sub-types of ${type.name}`, "aria-expanded": String(!subs.hidden) }, subs.hidden ? "▸" : "▾");
    arrow.onclick = () => {
      subs.hidden = !subs.hidden;
      if (subs.hidden) tree.open.delete(type.name); else tree.open.add(type.name);
      arrow.textContent = subs.hidden ? "▸" : "▾";
      arrow.setAttribute("aria-expanded", String(!subs.hidden));
    };
    line.prepend(arrow);
    return make("li", {}, line, subs);
  }));
  if (keep) tree.querySelector(`[data-name="${CSS.escape(keep)}"]`)?.focus();
  return () => {};
}
