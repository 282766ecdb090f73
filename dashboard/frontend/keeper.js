/* Keeps in the browser the filters that undo goes back to, and which articles were opened: also for a reload or a second tab. Own because Streamlit keeps nothing in the browser. */
const UNDO = "conflictmap-undo";
const OPENED = "conflictmap-opened";
const MOST_OPENED = 5000;

function read(key) {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(key) || window.localStorage.getItem(key) || "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch (error) {
    console.warn("what this browser kept could not be read", error);
    return [];
  }
}

function keep(key, list, stores) {
  try {
    for (const store of stores) store.setItem(key, JSON.stringify(list));
  } catch (error) {
    console.warn("this browser keeps nothing", error);
  }
}

/** Adds what was opened to what the browser knows; where a list is shown, the rest is told once. */
function keepOpened({ opened, ask }, box, tell) {
  const all = [...new Set([...read(OPENED), ...opened])].slice(-MOST_OPENED);
  keep(OPENED, all, [window.localStorage]);
  if (!ask || box.asked) return;
  box.asked = true;
  if (all.some((one) => !opened.includes(one))) tell({ opened: all });
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const tell = (what) => setTriggerValue("act", what);
  if (data.opened) keepOpened(data, parentElement, tell);
  else if (!data.fresh) keep(UNDO, data.undo, [window.sessionStorage, window.localStorage]);
  else if (!parentElement.asked) {
    parentElement.asked = true;
    const kept = read(UNDO);
    if (kept.length) tell({ undo: kept });
  }
  return () => {};
}
