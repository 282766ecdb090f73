/* Shows an article's text with its mentions; text nodes only, so that no article can bring markup along. */
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
  const top = body.scrollTop;
  body.replaceChildren(...data.segments.map(([text, kind, number]) => {
    if (!kind) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.className = number === data.chosen ? `${kind} chosen` : kind;
    mark.textContent = text;
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
