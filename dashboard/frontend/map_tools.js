/* Tools on the map: drawing an area, legend, country tray, pointer coordinates, full screen, fit to data. Own because folium's plugins for these load from a server and know no keyboard. */
(function (cm) {
  "use strict";

  const NARROW_PX = 480; // of the map, as in its style sheet
  const MOST_IN_TRAY = [2, 6]; // countries named on a narrow map and on others before the rest is asked for

  cm.element = function (tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") node.onclick = value;
      else if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  };

  cm.control = function (map, position, className, build) {
    const control = L.control({ position });
    control.onAdd = () => {
      const box = cm.element("div", { class: `cm-panel ${className}` });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      build(box);
      return box;
    };
    control.addTo(map);
    return control;
  };

  const ICONS = {
    fit: "M12 3v4M12 17v4M3 12h4M17 12h4M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10z", full: "M3 3h7v2H5v5H3zM14 3h7v7h-2V5h-5zM3 14h2v5h5v2H3zM19 14h2v7h-7v-2h5z",
    rectangle: "M4 6h16v12H4z", polygon: "M5 9l8-5 7 6-3 9H8z", circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
    clear: "M6 6l12 12M18 6L6 18", shade: "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
  };

  function iconButton(name, label, onclick) {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(ns, "path");
    path.setAttribute("d", ICONS[name]);
    if (name === "full") path.setAttribute("class", "solid");
    svg.append(path);
    const button = cm.element("button", { type: "button", title: label, "aria-label": label, "data-tool": name, onclick });
    button.append(svg);
    return button;
  }

  /** Buttons for drawing; `done` gets a list of [lat, lng] corners, a circle as {lat, lng, radius_km}, or null. */
  cm.addToolbar = function (map, actions) {
    let drawing = null;
    const shape = L.layerGroup().addTo(map);
    const finish = (result, layer) => {
      if (drawing) drawing.stop();
      drawing = null;
      box.querySelectorAll("button").forEach((b) => b.classList.remove("active"));
      if (result !== undefined) actions.drawn(result);
    };
    const start = (kind, button) => () => {
      const again = drawing && drawing.kind === kind;
      finish();
      if (again) return;
      shape.clearLayers();
      button().classList.add("active");
      drawing = cm.DRAWERS[kind](map, shape, finish);
      drawing.kind = kind;
    };
    let box;
    cm.control(map, "topleft", "cm-tools", (panel) => {
      box = panel;
      panel.setAttribute("role", "toolbar");
      panel.setAttribute("aria-label", "Map tools");
      panel.append(iconButton("fit", "Show all events", actions.fit));
      for (const [kind, label] of [["rectangle", "Draw a rectangle: drag"], ["polygon", "Draw a polygon: click corners, double-click or Enter to finish"], ["circle", "Draw a circle: drag from its centre"]]) {
        panel.append(iconButton(kind, label, start(kind, () => panel.querySelector(`[data-tool=${kind}]`))));
      }
      panel.append(iconButton("clear", "Remove the drawn area", () => { finish(); shape.clearLayers(); actions.drawn(null); }));
      panel.append(iconButton("shade", "Shade provinces by their number of events, instead of marks", actions.shade));
      panel.append(iconButton("full", "Full screen: map, excerpts and timeline alone", () => {
        // The page around fills the screen, not this frame alone: a map without its sentences is half the story.
        const page = window.parent.document;
        if (page.fullscreenElement) page.exitFullscreen();
        else page.documentElement.requestFullscreen();
      }));
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") finish(); });
    return {
      drawing: () => drawing !== null,
      shading: (on) => {
        const button = box.querySelector("[data-tool=shade]");
        button.classList.toggle("on", on);
        button.setAttribute("aria-pressed", String(on));
      },
      show: (drawn) => {
        shape.clearLayers();
        if (!drawn) return;
        const style = { color: cm.theme().accent, weight: 2, dashArray: "6 4", fillOpacity: 0.04, interactive: false };
        if (drawn.radius_km) L.circle([drawn.lat, drawn.lng], { radius: drawn.radius_km * 1000, ...style }).addTo(shape);
        else L.polygon(drawn.corners, style).addTo(shape);
      },
    };
  };

  function dragged(map, sketch, result) {
    return function (shape, finish) {
      let from = null;
      let layer = null;
      const down = (event) => { from = event.latlng; };
      const move = (event) => {
        if (!from) return;
        if (layer) shape.removeLayer(layer);
        layer = sketch(from, event.latlng).addTo(shape);
      };
      const up = (event) => {
        if (from && layer) finish(result(from, event.latlng));
        from = null;
      };
      map.dragging.disable();
      map.getContainer().style.cursor = "crosshair";
      map.on({ mousedown: down, mousemove: move, mouseup: up });
      return { stop: () => {
        map.dragging.enable();
        map.getContainer().style.cursor = "";
        map.off({ mousedown: down, mousemove: move, mouseup: up });
      } };
    };
  }

  const STYLE = () => ({ color: cm.theme().accent, weight: 2, dashArray: "6 4", fillOpacity: 0.04, interactive: false });

  cm.DRAWERS = {
    rectangle: (map, shape, finish) => dragged(
      map, (a, b) => L.rectangle([a, b], STYLE()),
      (a, b) => ({ corners: [[a.lat, a.lng], [a.lat, b.lng], [b.lat, b.lng], [b.lat, a.lng]] }))(shape, finish),

    circle: (map, shape, finish) => dragged(
      map, (a, b) => L.circle(a, { radius: map.distance(a, b), ...STYLE() }),
      (a, b) => ({ lat: a.lat, lng: a.lng, radius_km: map.distance(a, b) / 1000 }))(shape, finish),

    polygon: (map, shape, finish) => {
      const corners = [];
      let line = null;
      const redraw = (last) => {
        if (line) shape.removeLayer(line);
        line = L.polygon(last ? corners.concat([last]) : corners, STYLE()).addTo(shape);
      };
      const close = () => {
        const distinct = corners.filter((c, i) => !i || map.distance(c, corners[i - 1]) > 0);
        if (distinct.length >= 3) finish({ corners: distinct.map((c) => [c.lat, c.lng]) });
      };
      const click = (event) => { corners.push(event.latlng); redraw(); };
      const move = (event) => { if (corners.length) redraw(event.latlng); };
      const key = (event) => { if (event.key === "Enter") close(); };
      map.doubleClickZoom.disable();
      map.getContainer().style.cursor = "crosshair";
      map.on({ click, mousemove: move, dblclick: close });
      document.addEventListener("keydown", key);
      return { stop: () => {
        map.getContainer().style.cursor = "";
        map.off({ click, mousemove: move, dblclick: close });
        document.removeEventListener("keydown", key);
        setTimeout(() => map.doubleClickZoom.enable(), 300);
      } };
    },
  };

  cm.addPointerCoordinates = function (map) {
    cm.control(map, "bottomright", "cm-coordinates", (box) => {
      box.setAttribute("aria-hidden", "true");
      box.hidden = true;
      map.on("mouseout", () => { box.hidden = true; });
      map.on("mousemove", ({ latlng }) => {
        box.hidden = false;
        const wrapped = latlng.wrap();
        box.textContent = `${wrapped.lat.toFixed(4)}, ${wrapped.lng.toFixed(4)}`;
      });
    });
  };

  /** A swatch drawn with the same code as the map, so legend and map cannot disagree. */
  function swatch(draw) {
    const canvas = cm.element("canvas", { width: 40, height: 40, "aria-hidden": "true" });
    canvas.style.cssText = "width:20px;height:20px";
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    draw(ctx);
    return canvas;
  }

  /** From the quietest province to the busiest one. */
  function shadeRow(update) {
    if (!update.areas.length) return "";
    const [least, most] = cm.shadeRange(update);
    const scale = cm.element("span", { class: "cm-scale" });
    for (const n of [least, Math.sqrt(least * most), most]) {
      const step = cm.element("i", {});
      step.style.cssText = `background:${cm.theme().shade};opacity:${cm.shadeOf(n, [least, most])}`;
      scale.append(step);
    }
    return cm.element("div", { class: "cm-legend-row" }, least.toLocaleString("en"), scale, `${most.toLocaleString("en")} ${update.counted[1]} in a province`);
  }

  cm.fillLegend = function (body, update) {
    const { types: styles, mode } = update;
    const theme = cm.theme();
    const row = (mark, text) => cm.element("div", { class: "cm-legend-row" }, mark, text);
    if (mode === "change") {
      const box = (color) => { const i = cm.element("i", { class: "cm-swatch" }); i.style.background = color; return i; };
      body.replaceChildren(row(box(theme.more), "More in B"), row(box(theme.fewer), "More in A"));
      return;
    }
    const hatch = cm.element("i", { class: "cm-hatch" });
    const grey = { ...styles[0], color: theme.label };
    const two = { counts: styles.map((_, i) => (i < 2 ? 1 : 0)), by: styles.map(() => 0), total: 2 };
    body.replaceChildren(
      ...styles.map((style) => row(swatch((ctx) => cm.drawSymbol(ctx, style, 10, 10, 7, theme.halo)), style.name)),
      row(swatch((ctx) => cm.drawDonut(ctx, styles, two, 10, 10, 9, theme)), `Several ${update.counted[1]}`),
      row(swatch((ctx) => cm.drawSymbol(ctx, grey, 10, 10, 7, theme.halo, { hollow: true })), "Hollow: place not sure"),
      row(swatch((ctx) => cm.drawSymbol(ctx, grey, 10, 10, 7, theme.halo, { half: true })), "Half, or thin ring: dated only “by” a day"),
      row(cm.element("i", { class: "cm-ring" }), "Ring: somewhere within"),
      row(hatch, "Hatched or dashed: anywhere in the area"),
      ...(update.regions.some(({ rough }) => rough) ? [row(cm.element("i", { class: "cm-rough" }), "Dashed circle: a district whose border is not known")] : []),
      ...(mode === "shades" ? [shadeRow(update)] : []));
  };

  cm.addLegend = function (map) {
    let body;
    cm.control(map, "topright", "cm-legend", (box) => {
      const button = cm.element("button", { type: "button", class: "cm-legend-head", "aria-expanded": "false" }, "Legend");
      body = cm.element("div", { class: "cm-legend-body", hidden: "" });
      button.onclick = () => {
        body.hidden = !body.hidden;
        button.setAttribute("aria-expanded", String(!body.hidden));
      };
      box.append(button, body);
    });
    return { fill: (update) => cm.fillLegend(body, update) };
  };

  /** What cannot be drawn at a point: events known to a country only, or too many areas to outline. */
  cm.addTray = function (map, pick) {
    let box;
    cm.control(map, "bottomleft", "cm-tray", (panel) => { box = panel; box.hidden = true; });
    const entry = (row) => cm.element(
      "button", { type: "button", "data-key": row.key, onclick: () => pick(row) },
      `${row.label} `, cm.element("b", {}, cm.shortNumber(row.total)));
    function fill(rows, most) {
      // One more takes the room of the words that would say so.
      const shown = rows.length <= most + 1 ? rows : rows.slice(0, most);
      box.hidden = rows.length === 0;
      box.replaceChildren(cm.element("div", { class: "cm-tray-head" }, "Country or wide area only"), ...shown.map(entry));
      if (shown.length === rows.length) return;
      const more = cm.element("button", { type: "button", class: "cm-tray-more" }, `and ${rows.length - shown.length} more`);
      more.onclick = () => {
        fill(rows, rows.length);
        box.querySelectorAll("button")[shown.length].focus();
      };
      box.append(more);
    }
    return (rows) => fill(rows, MOST_IN_TRAY[map.getSize().x < NARROW_PX ? 0 : 1]);
  };
})((window.conflictmap = window.conflictmap || {}));
