/* Shows an article's text with its mentions, in text nodes only. Own because Streamlit marks no words that overlap and reports no words that were selected. */
const MOST_WORDS = 1500;

/** The selection inside the text, also where the page keeps the text in a shadow tree of its own. */
function selectedRange(body) {
  const tree = body.getRootNode();
  const selection = window.getSelection();
  const inShadow = tree !== document && tree.getSelection ? tree.getSelection() : null;
  if (inShadow && inShadow.rangeCount && !inShadow.isCollapsed) return inShadow.getRangeAt(0);
  if (tree !== document && selection.getComposedRanges) {
    let [range] = selection.getComposedRanges({ shadowRoots: [tree] });
    if (range && !range.collapsed) return range;
  }
  return selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
}

/* A browser fits a word in by trying every place to break it: minutes for 100,000 letters in one word. */
const ENDLESS = /\S{100}[\u0300-\u036f\u064b-\u065f\u200d\ufe0f]{0,8}(?=\S)/gu;

/** Fills an element with text, with places to break a line inside words without an end. */
function fill(element, text) {
  let start = 0;
  for (const found of text.matchAll(ENDLESS)) {
    const end = found.index + found[0].length;
    element.append(text.slice(start, end), document.createElement("wbr"));
    start = end;
  }
  element.append(text.slice(start));
  return element;
}

/** Which piece of the text an end of a selection lies in, and after how many characters (code points) of it. */
function placeOf(body, container, offset) {
  if (container === body) return [Math.min(offset, body.childNodes.length - 1), offset < body.childNodes.length ? 0 : Infinity];
  const child = [...body.childNodes].findIndex((piece) => piece === container || piece.contains(container));
  if (child < 0) return null;
  const before = document.createRange();
  before.setStart(body.childNodes[child], 0);
  before.setEnd(container, offset);
  return [child, [...before.toString()].length];
}

function readSelection(body) {
  const range = selectedRange(body);
  if (!range) return null;
  const from = placeOf(body, range.startContainer, range.startOffset);
  const to = placeOf(body, range.endContainer, range.endOffset);
  if (!from || !to) return null;
  const ends = [from, to].map(([piece, at]) => [piece, Math.min(at, [...body.childNodes[piece].textContent].length)]);
  const words = ends[0][0] === ends[1][0]
    ? [...body.childNodes[ends[0][0]].textContent].slice(ends[0][1], ends[1][1]).join("")
    : [...body.childNodes].slice(ends[0][0], ends[1][0] + 1).map((piece) => piece.textContent).join("");
  return words.trim() && words.length <= MOST_WORDS ? { from: ends[0], to: ends[1], words } : null;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".text");
  const body = root.querySelector(".body");
  root.querySelector(".key").replaceChildren(...Object.entries(data.kinds).map(([kind, name]) => {
    const sample = document.createElement("mark");
    sample.className = kind;
    sample.textContent = name;
    return sample;
  }));
  const choose = (number) => setTriggerValue("act", { number, seq: Date.now() });
  const picked = root.querySelector(".picked");
  const showPicked = () => {
    const found = data.may_add ? readSelection(body) : null;
    picked.hidden = !found;
    if (!found) return;
    picked.querySelector("span").textContent = `“${found.words.trim()}”`;
    picked.querySelector("button").onclick = () => {
      picked.hidden = true;
      setTriggerValue("act", { from: found.from, to: found.to, seq: Date.now() });
    };
  };
  body.onmouseup = () => setTimeout(showPicked, 0);
  body.onkeyup = showPicked;
  picked.hidden = true;
  const top = body.scrollTop;
  body.replaceChildren(...data.segments.map(([text, kind, number]) => {
    if (!kind) return fill(document.createElement("span"), text);
    const mark = document.createElement("mark");
    mark.className = number === data.chosen ? `${kind} chosen` : kind;
    fill(mark, text);
    mark.title = data.notes[number];
    mark.tabIndex = 0;
    mark.dataset.number = number;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", `${text}, ${data.notes[number]}`);
    mark.onclick = () => choose(number);
    mark.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(number);
    };
    return mark;
  }));
  body.scrollTop = top;
  const chosen = body.querySelector(".chosen");
  if (chosen && (chosen.offsetTop < body.scrollTop || chosen.offsetTop > body.scrollTop + body.clientHeight)) {
    chosen.scrollIntoView({ block: "center" });
  }
  root.querySelector(".rest").textContent = data.rest;
  return () => {};
}
