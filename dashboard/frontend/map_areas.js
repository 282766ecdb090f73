/* Areas on the map: hatched where events lie anywhere in them, or first-level units shaded by their number. Own because Leaflet fills areas with a plain colour only. */
(function (cm) {
  "use strict";

  const MOST_HATCHED = 8; // more areas than this are outlines only: their hatching would hide the map
  const MOST_SHARE = 0.55; // of the map's width and height that a hatched area may take up
  const MOST_NUMBERED = 200; // shaded units up to which each bears its number where there is room
  const LEAST_NUMBERED_PX = [20, 15]; // wide and high: a number in a smaller unit would hide it, so it stands on a plate
  const NUMBER_PX = [4, 4, 8]; // of a number: half of its padding, half of a digit, half its height
  const BADGE_PX = 11; // from a badge's middle to the edge of a mark
  const ASIDE = [[0, 0], [0, 26], [26, 0], [-26, 0], [0, -26], [24, 24], [-24, 24], [24, -24], [-24, -24], [0, 48], [48, 0], [-48, 0]];
  const LIGHTEST = 0.1;
  const DARKEST = 0.78;

  const isShaded = ({ mode }) => mode === "shades" || mode === "change";

  /** The fewest and most events of a shaded unit. */
  cm.shadeRange = ({ areas, scale }) => scale || [Math.min(...areas.map((area) => area.total)), Math.max(...areas.map((area) => area.total))];

  /** How dark a unit is between the quietest and the busiest one; each step means as many times more. */
  cm.shadeOf = (n, [least, most]) => LIGHTEST + (DARKEST - LIGHTEST) * (most > least ? Math.log(n / least) / Math.log(most / least) : 1);

  /** More than in the other selection or fewer: two hues that the colour-blind tell apart, stronger the more. */
  function changeStyle(area, most) {
    const { more, fewer, label } = cm.theme();
    const color = area.change > 0 ? more : area.change < 0 ? fewer : label;
    const fillOpacity = area.change ? cm.shadeOf(Math.abs(area.change), [1, most]) : 0.05;
    return { color, weight: 0.9, opacity: 0.8, fillColor: color, fillOpacity, className: "cm-shade" };
  }

  const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((n) => (n / 255 <= 0.04045 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  /** What a shade on the land looks like, and the black or white that stands out from it more. */
  function groundOf({ fillColor, fillOpacity }) {
    const land = channels(cm.theme().land);
    const ground = channels(fillColor).map((n, i) => Math.round(n * fillOpacity + land[i] * (1 - fillOpacity)));
    return { ground: `rgb(${ground})`, on: light(ground) > 0.179 ? "#000000" : "#ffffff" };
  }

  const signed = (n) => (n > 0 ? `+${n.toLocaleString("en")}` : n < 0 ? `−${(-n).toLocaleString("en")}` : "0");

  function wordsOf(update, area, sayTotal) {
    if (update.mode === "change") return `${area.label} (${signed(area.change)})`;
    return `${area.label}${update.mode === "shades" ? "" : ", somewhere in this area"}: ${sayTotal(area)}`;
  }

  function styleOf(update, area, main, range) {
    if (update.mode === "change") return changeStyle(area, range);
    if (update.mode !== "shades") {
      return {
        color: update.types[main].color, weight: 1.2, dashArray: "4 3", className: "cm-area",
        fillColor: `url(#hatch-${main})`, fillOpacity: area.byTotal === area.total ? 0.45 : 1,
      };
    }
    const { shade } = cm.theme();
    return { color: shade, weight: 0.8, opacity: 0.7, fillColor: shade, fillOpacity: cm.shadeOf(area.total, range), className: "cm-shade" };
  }

  cm.drawAreas = function (state, update, pick, sayTotal) {
    state.areaLayer.clearLayers();
    state.hatched = [];
    state.badges = [];
    if (state.svg._container) cm.addHatches(state.svg._container, update.types);
    const change = update.mode === "change";
    const range = change ? Math.max(1, ...update.areas.map((area) => Math.abs(area.change))) : cm.shadeRange(update);
    const shaded = isShaded(update);
    for (const area of update.areas) {
      const main = area.counts.indexOf(Math.max(...area.counts));
      const style = styleOf(update, area, main, range);
      const shape = L.polygon(area.polygons, { renderer: state.svg, pane: "areas", ...style });
      // A mark that lies on the area takes the click; the map hears of it because the event goes on.
      shape.on("click", (event) => {
        if (state.toolbar.drawing() || state.marks.groupNear(event.layerPoint)) return;
        L.DomEvent.stop(event);
        pick(area);
      });
      state.areaLayer.addLayer(shape);
      if (!shaded) state.hatched.push({ shape, opacity: style.fillOpacity });
      const words = wordsOf(update, area, sayTotal);
      if (shaded) shape.bindTooltip(cm.element("span", {}, words), { sticky: true });
      if (!shaded || update.areas.length <= MOST_NUMBERED) addBadge(state, area, shape, update, main, words, () => pick(area));
    }
    cm.quietAreas(state);
  };

  function addBadge(state, area, shape, update, main, words, chosen) {
    const shaded = isShaded(update);
    const number = update.mode === "change" ? signed(area.change) : cm.shortNumber(area.total);
    const badge = cm.element("span", { class: shaded ? "cm-area-badge cm-plain" : "cm-area-badge" }, number);
    if (shaded) {
      const { ground, on } = groundOf(shape.options);
      for (const [name, color] of [["--shade", shape.options.fillColor], ["--ground", ground], ["--on", on]]) badge.style.setProperty(name, color);
    } else badge.style.borderColor = update.types[main].color;
    const marker = L.marker([area.lat, area.lng], {
      icon: L.divIcon({ className: "cm-area-anchor", html: badge, iconSize: null }), pane: "badges", keyboard: true, alt: words,
    });
    marker.bindTooltip(cm.element("span", {}, words), { direction: "top", offset: [0, -10] });
    marker.on("click", chosen);
    state.areaLayer.addLayer(marker);
    state.badges.push({ marker, badge, shape: shaded ? shape : null });
  }

  /** Of the numbers of shaded units that would run into one another the greatest stands, the busiest first; where a unit is too small to be seen a plate or a dot tells that it is there. */
  function clearNumber(map, marks, one, taken) {
    const { marker, badge, shape } = one;
    const p = map.latLngToLayerPoint(marker.getLatLng());
    const bounds = shape.getBounds();
    const size = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
    const [padding, digit, high] = NUMBER_PX;
    const wide = padding + digit * badge.textContent.length;
    const small = size.x < LEAST_NUMBERED_PX[0] || size.y < LEAST_NUMBERED_PX[1];
    const meets = (other) => Math.abs(other.x - p.x) < other.wide + wide && Math.abs(other.y - p.y) < 2 * high;
    badge.hidden = marks.groups().some(({ point, radius }) => point.distanceTo(p) < radius + high);
    const crowded = badge.hidden || taken.some(meets);
    Object.assign(one, { aside: [0, 0], hidden: crowded });
    marker.setZIndexOffset(crowded ? -1000 : 0);
    badge.classList.toggle("cm-small", small);
    badge.classList.toggle("cm-crowded", crowded);
    if (!crowded) taken.push({ x: p.x, y: p.y, wide });
  }

  /** A badge stands in its area's middle, or beside it where a mark is: neither number hides the other. */
  function clearBadges({ map, marks, badges = [] }) {
    const taken = [];
    for (const one of badges) {
      const { marker, badge } = one;
      if (one.shape) {
        clearNumber(map, marks, one, taken);
        continue;
      }
      const p = map.latLngToLayerPoint(marker.getLatLng());
      const isFree = ([dx, dy]) => marks.groups().every(({ point, radius }) => point.distanceTo(p.add([dx, dy])) > radius + BADGE_PX);
      const [dx, dy] = one.aside = ASIDE.find(isFree) || [0, 0];
      badge.style.transform = `translate(calc(-50% + ${dx}px), calc(-50% + ${dy}px))`;
      // A badge that had to step aside is tied to its area by a line.
      badge.classList.toggle("cm-aside", Boolean(dx || dy));
      badge.style.setProperty("--far", `${Math.hypot(dx, dy) - BADGE_PX}px`);
      badge.style.setProperty("--turn", `${Math.atan2(-dy, -dx)}rad`);
    }
  }

  /** Called whenever zoom, marks or areas changed. Hatching tells where events may lie and must not flood the map: many areas, or one as wide as it, are lines. */
  cm.quietAreas = function (state) {
    clearBadges(state);
    const hatched = state.hatched || [];
    const size = state.map.getSize();
    for (const { shape, opacity } of hatched) {
      const bounds = shape.getBounds();
      const [a, b] = [state.map.latLngToLayerPoint(bounds.getNorthWest()), state.map.latLngToLayerPoint(bounds.getSouthEast())];
      const wide = b.x - a.x > MOST_SHARE * size.x && b.y - a.y > MOST_SHARE * size.y;
      shape.setStyle({ fillOpacity: hatched.length > MOST_HATCHED || wide ? 0 : opacity });
    }
  };
})((window.conflictmap = window.conflictmap || {}));
