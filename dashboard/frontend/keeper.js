/* Keeps the filters that undo goes back to, also for a reload or a second tab. Own because Streamlit keeps nothing in the browser. */
const KEY = "conflictmap-undo";

function read() {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(KEY) || window.localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch (error) {
    console.warn("what this browser kept could not be read", error);
    return [];
  }
}

function keep(undo) {
  try {
    const text = JSON.stringify(undo);
    window.sessionStorage.setItem(KEY, text);
    window.localStorage.setItem(KEY, text);
  } catch (error) {
    console.warn("this browser keeps nothing", error);
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!data.fresh) keep(data.undo);
  else if (!parentElement.asked) {
    parentElement.asked = true;
    const kept = read();
    if (kept.length) setTriggerValue("act", { undo: kept });
  }
  return () => {};
}
