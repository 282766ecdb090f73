/* Draws the map's symbols on a canvas: one shape per event type, donuts for several events, hatches for areas. Own because Leaflet's canvas draws circles and lines only. */
(function (cm) {
  "use strict";

  const TAU = Math.PI * 2;

  /** Traces a symbol from its corners on the unit circle, [x, y, x, y, …]; no corners mean a circle. */
  cm.tracePath = function (ctx, corners, x, y, r) {
    ctx.beginPath();
    if (!corners.length) {
      ctx.arc(x, y, r * 0.92, 0, TAU);
      return;
    }
    for (let i = 0; i < corners.length; i += 2) {
      const to = [x + corners[i] * r, y + corners[i + 1] * r];
      if (i) ctx.lineTo(...to);
      else ctx.moveTo(...to);
    }
    ctx.closePath();
  };

  /** One event: filled when its place is sure, hollow when it is not, its left half open when its beginning is. */
  cm.drawSymbol = function (ctx, style, x, y, r, halo, { hollow = false, half = false } = {}) {
    cm.tracePath(ctx, style.corners, x, y, r);
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = halo;
    ctx.stroke();
    ctx.fillStyle = hollow || half ? halo : style.color;
    ctx.fill();
    if (half && !hollow) {
      ctx.save();
      ctx.clip();
      ctx.fillStyle = style.color;
      ctx.fillRect(x, y - r, r, 2 * r);
      ctx.restore();
    }
    ctx.lineWidth = hollow || half ? 1.8 : 1;
    ctx.strokeStyle = style.color;
    ctx.stroke();
  };

  /** Several events: a ring shared out among the types, thin where dated only "by" a day; the number inside. */
  cm.drawDonut = function (ctx, styles, { counts, by, total }, x, y, r, theme) {
    ctx.beginPath();
    ctx.arc(x, y, r + 1.5, 0, TAU);
    ctx.fillStyle = theme.halo;
    ctx.fill();
    let from = -Math.PI / 2;
    counts.forEach((n, i) => {
      if (!n) return;
      ctx.strokeStyle = styles[i].color;
      for (const [share, width] of [[n - by[i], 4], [by[i], 1.5]]) {
        const to = from + (share / total) * TAU;
        ctx.beginPath();
        ctx.arc(x, y, r - width / 2, from, to);
        ctx.lineWidth = width;
        if (share) ctx.stroke();
        from = to;
      }
    });
    ctx.fillStyle = theme.text;
    ctx.font = `600 ${r > 17 ? 12 : 11}px ${cm.FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(cm.shortNumber(total), x, y + 0.5);
  };

  cm.donutRadius = (n) => Math.min(30, 11 + 4.2 * Math.log10(n) + (n > 999 ? 3 : 0));

  cm.shortNumber = function (n) {
    if (n < 1000) return String(n);
    if (n < 1e6) return (n < 9950 ? (n / 1000).toFixed(1) : Math.round(n / 1000)) + "k";
    return (n / 1e6).toFixed(1) + "M";
  };

  /** SVG hatch patterns, one per type, put once into the area renderer's drawing. */
  cm.addHatches = function (svg, styles) {
    const ns = "http://www.w3.org/2000/svg";
    let defs = svg.querySelector("defs");
    if (defs) defs.remove();
    defs = document.createElementNS(ns, "defs");
    styles.forEach((style, i) => {
      const pattern = document.createElementNS(ns, "pattern");
      const size = 8;
      for (const [name, value] of Object.entries({
        id: `hatch-${i}`, width: size, height: size, patternUnits: "userSpaceOnUse",
        patternTransform: `rotate(${45 + 30 * (i % 4)})`,
      })) pattern.setAttribute(name, value);
      const wash = document.createElementNS(ns, "rect");
      wash.setAttribute("width", size);
      wash.setAttribute("height", size);
      wash.setAttribute("fill", style.color);
      wash.setAttribute("fill-opacity", "0.07");
      const line = document.createElementNS(ns, "line");
      for (const [name, value] of Object.entries({
        x1: 0, y1: 0, x2: 0, y2: size, stroke: style.color, "stroke-width": 2, "stroke-opacity": 0.42,
      })) line.setAttribute(name, value);
      pattern.append(wash, line);
      defs.append(pattern);
    });
    svg.prepend(defs);
  };

  cm.FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", system-ui, sans-serif';
})((window.conflictmap = window.conflictmap || {}));
