// Names on the map that something else covers or that its edge cuts, and how many marks lie beneath its tools.
() => {
  const size = conflictmap.map().getSize();
  const frame = document.querySelector("#map_div").getBoundingClientRect();
  const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  const boxes = (what) => [...document.querySelectorAll(what)].map((node) => node.getBoundingClientRect())
    .filter((box) => box.width).map((b) => [b.left - frame.left, b.top - frame.top, b.right - frame.left, b.bottom - frame.top]);
  const view = [0, 0, size.x, size.y];
  const marks = conflictmap.visibleMarks().map(({ x, y }) => [x - 4, y - 4, x + 4, y + 4]).filter((box) => meets(box, view));
  const names = conflictmap.named().filter(({ box }) => meets(box, view));
  const above = [...marks, ...boxes(".cm-area-badge:not(.cm-crowded)"), ...boxes(".leaflet-control")];
  const over = names.filter(({ box }) => above.some((other) => meets(box, other)));
  const cut = names.filter(({ box: [left, top, right, bottom] }) => left < 0 || top < 0 || right > size.x || bottom > size.y);
  const tools = boxes(".cm-tools, .leaflet-bar");
  const under = marks.filter((mark) => tools.some((box) => meets(mark, box)));
  return { names: names.length, over: over.map((one) => one.name), cut: cut.map((one) => one.name), under: under.length };
}
