/* Makes an element of text and elements, never of markup. Own because every component that builds a list needs it; stands before their scripts. */

/** An attribute that is null, undefined or false is left out, true stands alone; a child that is null is left out. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A name such as "Shelling/artillery/missile attack" may break after its slashes, and nowhere inside a word. */
function breakable(name) {
  return name.split(/(?<=\/)/).flatMap((part, i) => (i ? [document.createElement("wbr"), part] : [part]));
}
