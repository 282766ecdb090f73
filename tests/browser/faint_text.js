/* Lists the texts of a page that stand out too little from what is behind them, as WCAG 2 asks at level AA. */
() => {
  const parse = (text) => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => m - n); return (y + 0.05) / (x + 0.05); };
  const parentOf = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const faint = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) look(node.shadowRoot);
      const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
      if (!own || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (node.closest(":disabled, [aria-hidden=true], svg, [aria-disabled=true], .material-symbols-rounded")) continue;
      if (node.closest("[data-testid=stIconMaterial], [data-testid=stTooltipIcon]")) continue;
      const chain = [];
      for (let at = node; at; at = parentOf(at)) chain.push(at);
      let behind = [255, 255, 255];
      let opacity = 1;
      for (const at of chain.reverse()) {
        const style = getComputedStyle(at);
        opacity *= Number(style.opacity);
        const fill = rgba(style.backgroundColor);
        behind = over([...fill.slice(0, 3), fill[3] * opacity], behind);
      }
      const style = getComputedStyle(node);
      const ink = rgba(style.color);
      const shown = over([...ink.slice(0, 3), ink[3] * opacity], behind);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && Number(style.fontWeight) >= 700);
      const found = ratio(shown, behind);
      if (found < (large ? 3 : 4.5)) faint.push(`${node.textContent.trim().slice(0, 40)}: ${found.toFixed(2)} (${node.className || node.tagName})`);
    }
  };
  look(document);
  return [...new Set(faint)];
}
