/* Shown until it is closed in this browser; closing it asks the server nothing. Own because Streamlit keeps nothing there. */
const KEY = "conflictmap-welcome";

function isClosed() {
  try {
    return window.localStorage.getItem(KEY) === "closed";
  } catch (error) {
    console.warn("this browser keeps nothing, so the welcome comes again", error);
    return false;
  }
}

function close(box) {
  box.hidden = true;
  box.done = true;
  try {
    window.localStorage.setItem(KEY, "closed");
  } catch (error) {
    console.warn("this browser keeps nothing, so the welcome comes again", error);
  }
}

/** Words between double asterisks are strong. */
const words = (text) => text.split("**").map((part, i) => (i % 2 ? make("strong", {}, part) : part));

export default function (component) {
  const { data, parentElement } = component;
  const box = parentElement.querySelector(".welcome");
  if (box.done || isClosed()) return () => {};
  if (!box.children.length) {
    const button = make("button", { type: "button" }, "Got it");
    button.onclick = () => close(box);
    const points = make("div", { class: "points" }, make("p", {}, ...words(data.line)), make("ul", {}, ...data.points.map((point) => make("li", {}, ...words(point)))));
    box.append(make("p", {}, ...words(data.line)), make("details", {}, make("summary", {}, "What it does not show"), points), button);
  }
  box.hidden = false;
  return () => {};
}
