/* The symbol of an event type as an SVG, the same on cards, in the tree of types and in the queue of a review. Own because the shapes are the map's. */
const SVG = "http://www.w3.org/2000/svg";

function symbol(type) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
  svg.setAttribute("class", "symbol");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, type.corners.length ? "polygon" : "circle");
  if (type.corners.length) shape.setAttribute("points", type.corners.join(" "));
  else shape.setAttribute("r", "0.92");
  shape.style.fill = type.color;
  svg.append(shape);
  return svg;
}
