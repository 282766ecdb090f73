/* Sets the map up once, draws each update the server sends, reports what was clicked, drawn or left. Own because folium builds a new map for each answer (dashboard/README.md, How fast). */
(function (cm) {
  "use strict";

  const PADDING_PX = 40;
  const PLACE_KEY = "conflictmap-place";
  let state = null;

  function send(part) {
    Object.assign(state.value, part);
    window.Streamlit.setComponentValue(state.value);
  }

  const pick = (what) => send({ pick: { seq: Date.now(), ...what } });

  function tellPage(name, detail) {
    window.parent.dispatchEvent(new window.parent.CustomEvent(`conflictmap:${name}`, { detail }));
  }

  /** The page's address carries the map's position without a rerun. */
  function writeAddress(map) {
    if (state.small) return;
    const centre = map.getCenter().wrap();
    const place = `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)},${map.getZoom()}`;
    try {
      window.sessionStorage.setItem(PLACE_KEY, JSON.stringify({ place, origin: window.parent.performance.timeOrigin }));
      const address = new URL(window.parent.location.href);
      if (address.searchParams.get("map") === place) return;
      address.searchParams.set("map", place);
      window.parent.history.replaceState(window.parent.history.state, "", address);
    } catch (error) {
      console.warn("the map position could not be put into the address", error);
    }
  }

  /** Where the map was when the reader left it for another page, reloaded or went back; null for a new visit. */
  function keptPlace() {
    try {
      const kept = JSON.parse(window.sessionStorage.getItem(PLACE_KEY) || "null");
      const page = window.parent.performance;
      const [visit] = page.getEntriesByType("navigation");
      const same = kept && kept.origin === page.timeOrigin;
      return kept && (same || (visit && visit.type !== "navigate")) ? String(kept.place) : null;
    } catch (error) {
      console.warn("the map's former position could not be read", error);
      return null;
    }
  }

  function readAddress() {
    const asked = keptPlace() || new URL(window.parent.location.href).searchParams.get("map") || "";
    const parts = asked.split(",").map(Number);
    const valid = parts.length === 3 && parts.every(Number.isFinite) && Math.abs(parts[0]) <= 90;
    return valid ? parts : null;
  }

  function viewOf(map) {
    const b = map.getBounds();
    return [b.getSouth(), b.getWest(), b.getNorth(), b.getEast(), map.getZoom()];
  }

  /** Cells are counted for one zoom and a margin around the view; only leaving those needs the server. */
  function askForCells(map) {
    const update = state.update;
    if (update && update.follow) {
      const seen = viewOf(map);
      if (String(seen) !== String(state.value.view)) send({ view: seen });
      return;
    }
    if (!update || update.mode !== "cells" || !update.extent) return;
    const [south, west, north, east, zoom] = viewOf(map);
    const [s, w, n, e, z] = update.extent;
    if (zoom === z && south >= s && west >= w && north <= n && east <= e) return;
    send({ view: [south, west, north, east, zoom] });
  }

  function boxOf(latLngs) {
    const bounds = L.latLngBounds(latLngs);
    return [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
  }

  function groupBox(group) {
    const corners = group.latLngs.slice();
    group.marks.forEach(({ cell }) => { if (cell) corners.push([cell[0], cell[1]], [cell[2], cell[3]]); });
    return boxOf(corners);
  }

  function openGroup(group) {
    const map = state.map;
    const [s, w, n, e] = groupBox(group);
    pick({ keys: group.marks.map((mark) => mark.key), label: labelOf(group) });
    if (group.opens && (s !== n || w !== e)) {
      map.flyToBounds([[s, w], [n, e]], { padding: [PADDING_PX, PADDING_PX], maxZoom: Math.min(15, map.getZoom() + 4), duration: 0.4 });
    }
  }

  function labelOf(group) {
    const labels = [...new Set(group.marks.map((mark) => mark.label).filter(Boolean))];
    const where = labels.slice(0, 3).join(", ") + (labels.length > 3 ? ` and ${labels.length - 3} more ${labels.length === 4 ? "place" : "places"}` : "");
    return where || "this part of the map";
  }

  function describe(group) {
    return `${labelOf(group)}: ${sayTotal(group)}`;
  }

  /** "1 event", "212 reports": a number with what numbers count. */
  function say(number) {
    const [one, many] = state.update.counted;
    return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  }

  /** "7 events, 2 of them dated only “by” a day": what has no first day is always said apart. */
  function sayTotal({ total, byTotal }) {
    const events = say(total);
    if (!byTotal) return events;
    return `${events}, ${byTotal === total ? "" : `${byTotal.toLocaleString("en")} of them `}dated only “by” a day`;
  }

  /** Street tiles come from another machine, so they are asked for only while the reader wants them. */
  function drawTiles(online) {
    if (online && !state.tiles) {
      state.tiles = L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", {
        pane: "tiles", maxZoom: 19, attribution: "© OpenStreetMap contributors",
      }).addTo(state.map);
      L.control.attribution({ position: "bottomright", prefix: false }).addAttribution("© OpenStreetMap contributors").addTo(state.map);
    }
    if (!online && state.tiles) {
      state.map.removeLayer(state.tiles);
      state.tiles = null;
      state.map.getContainer().querySelectorAll(".leaflet-control-attribution").forEach((box) => box.remove());
    }
  }

  function drawRings(update) {
    state.ringLayer.clearLayers();
    for (const mark of update.marks) {
      if (!mark.radius || mark.cell) continue;
      const type = update.types[mark.counts.findIndex((n) => n > 0)];
      state.ringLayer.addLayer(L.circle([mark.lat, mark.lng], {
        radius: mark.radius * 1000, renderer: state.svg, pane: "areas", interactive: false,
        color: type.color, weight: 1.4, dashArray: "3 4", fillColor: type.color, fillOpacity: 0.05, className: "cm-near",
      }));
    }
  }

  function drawOverlays(update) {
    state.overlayLayer.clearLayers();
    state.points = update.overlays.flatMap(({ kind, shapes }) => (kind === "point" ? shapes : []));
    update.overlays.forEach(({ name, color, kind, shapes }) => shapes.forEach((coordinates) => {
      const options = { pane: "overlays", color, weight: 2, fillOpacity: 0.08, interactive: true };
      let layer;
      if (kind === "point") layer = L.circleMarker(coordinates, { ...options, radius: 5 });
      else layer = kind === "line" ? L.polyline(coordinates, options) : L.polygon(coordinates, options);
      layer.bindTooltip(cm.element("span", {}, name), { sticky: true });
      state.overlayLayer.addLayer(layer);
    }));
  }

  /** The regions asked for: a line around each, under everything that can be clicked. */
  function drawRegions(update) {
    state.regionLayer.clearLayers();
    for (const { name, rough, polygons } of update.regions) {
      state.regionLayer.addLayer(L.polygon(polygons, {
        renderer: state.svg, pane: "areas", interactive: false, color: cm.theme().accent, weight: 2.2, opacity: 0.9, dashArray: rough ? "8 6" : null,
        fillColor: cm.theme().accent, fillOpacity: 0.04, className: "cm-region", alt: name,
      }));
    }
  }

  function draw(update) {
    const map = state.map;
    update.types.forEach((type) => (type.color = cm.theme().dark ? type.dark : type.light));
    const first = state.update === null;
    const before = state.update;
    state.update = update;
    if (first && !state.placed && update.fit) {
      fitTo(update.first || update.fit, false);
      state.untouched = true;
    } else if (before && update.fit && update.fitToken !== before.fitToken) fitTo(update.first || update.fit, true);
    state.base.start();
    state.marks.setMarks(update.marks, update.types, update.mode === "cells");
    drawTiles(update.online);
    drawRegions(update);
    cm.drawAreas(state, update, (area) => pick({ keys: [area.key], label: area.label }), sayTotal);
    state.toolbar.shading(update.mode === "shades");
    drawRings(update);
    drawOverlays(update);
    state.tray(update.tray.map((row) => ({ ...row })));
    state.base.nameAround(state);
    state.toolbar.show(update.drawn);
    showSelected(update.selected);
    sayOutside();
    state.legend.fill(update);
    map.getContainer().setAttribute("aria-label", update.summary);
    setTimeout(() => { writeAddress(map); askForCells(map); }, 120);
    if (first) setTimeout(cm.askForSmallTowns, 300);
    state.drawn += 1;
    tellPage("drawn", { count: state.drawn, at: Date.now() });
  }

  /** Says how many events lie outside the view, so that a look at a part is not taken for the whole. */
  function sayOutside() {
    if (state.small || !state.update) return;
    const bounds = state.map.getBounds();
    const inView = (rows) => rows.reduce((sum, row) => sum + (bounds.contains([row.lat, row.lng]) ? row.total : 0), 0);
    const { areas, marks, spots } = state.update;
    const outside = spots - inView(marks) + areas.reduce((sum, area) => sum + area.total, 0) - inView(areas);
    state.outside.hidden = outside <= 0;
    state.outside.textContent = `${say(outside)} outside this view`;
  }

  function showSelected(selected) {
    state.marks.setSelected(selected && selected.lat !== null ? selected : null);
  }

  function fitTo(fit, animate) {
    const [south, west, north, east] = fit;
    // Nothing that is to be seen stands under the column of tools.
    const tools = state.map.getContainer().querySelector(".cm-tools")?.offsetWidth || 0;
    const edges = { paddingTopLeft: [PADDING_PX + tools, PADDING_PX], paddingBottomRight: [PADDING_PX, PADDING_PX] };
    state.map.fitBounds([[south, west], [north, east]], { ...edges, maxZoom: 10, animate });
  }

  /** Brings a card's event into view, moving only as far as needed. */
  function goTo({ lat, lng, zoom }) {
    const map = state.map;
    if (lat === null || lat === undefined) return;
    state.untouched = false;
    showSelected({ lat, lng });
    const target = Math.max(map.getZoom(), zoom || 8);
    const near = map.getBounds().pad(-0.12).contains([lat, lng]) && map.getZoom() >= (zoom || 8) - 1;
    if (!near) map.flyTo([lat, lng], target, { duration: 0.5 });
  }

  /** Keeps the card that the keys came to in view, as near as the map is: who looks through many is not thrown about. */
  function follow({ lat, lng }) {
    if (lat === undefined) return;
    const map = state.map;
    state.untouched = false;
    if (!map.getBounds().pad(-0.08).contains([lat, lng])) map.panTo([lat, lng]);
  }

  function listen(map) {
    const tip = cm.element("div", { class: "cm-tip", role: "status", "aria-live": "polite", hidden: "" });
    map.getContainer().append(tip);
    const say = (group) => {
      tip.hidden = !group;
      if (!group) return;
      const p = map.layerPointToContainerPoint(group.point);
      tip.textContent = describe(group);
      tip.style.left = `${p.x}px`;
      tip.style.top = `${p.y - (group.radius || 8) - 10}px`;
    };
    let hovered = null;
    map.on("mousemove", (event) => {
      const group = state.toolbar.drawing() ? null : state.marks.groupNear(event.layerPoint);
      map.getContainer().classList.toggle("cm-over-mark", Boolean(group));
      if (group === hovered) return;
      hovered = group;
      say(group);
      state.marks.setHovered(group ? { lat: group.latLngs[0][0], lng: group.latLngs[0][1] } : null);
      tellPage("maphover", { spots: group ? group.latLngs.slice(0, 200) : [] });
    });
    map.on("mouseout movestart", () => { hovered = null; say(null); });
    map.on("click", (event) => {
      const group = state.toolbar.drawing() ? null : state.marks.groupNear(event.layerPoint);
      if (group) openGroup(group);
      else if (state.small) pick({ keys: [], at: [event.latlng.lat, event.latlng.wrap().lng] });
    });
    map.on("zoomend", () => { if (state.update) cm.quietAreas(state); state.base.nameAround(state); });
    map.on("moveend", () => { sayOutside(); writeAddress(map); clearTimeout(state.timer); state.timer = setTimeout(() => askForCells(map), state.update?.follow ? 0 : 150); });
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.target !== map.getContainer()) return;
      const step = { n: 1, p: -1 }[event.key];
      if (step) { hovered = state.marks.step(step); say(hovered); }
      if (event.key === "Enter" && hovered && !state.toolbar.drawing()) openGroup(hovered);
    });
    const page = window.parent;
    const onHover = ({ detail }) => state.marks.setHovered(detail.lat === undefined ? null : detail);
    const heard = state.small ? [] : [["select", ({ detail }) => goTo(detail)], ["hover", onHover], ["follow", ({ detail }) => follow(detail)]];
    for (const [name, heed] of heard) page.addEventListener(`conflictmap:${name}`, heed);
    window.addEventListener("pagehide", () => heard.forEach(([name, heed]) => page.removeEventListener(`conflictmap:${name}`, heed)));
    document.addEventListener("keydown", () => document.body.classList.add("cm-keyboard"), true);
    document.addEventListener("pointerdown", () => document.body.classList.remove("cm-keyboard"), true);
    window.addEventListener("focus", () => document.body.classList.add("cm-keyboard"));
    for (const touch of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(touch, () => (state.untouched = false), { passive: true, capture: true });
    }
    // A frame grows while the page is laid out; until someone moves the map, it goes on showing everything.
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      if (state.untouched) fitTo(state.update.first || state.update.fit, false);
    }).observe(document.documentElement);
  }

  /** Maps beside each other show the same part of the world: who moves one moves the others. */
  function moveTogether(map) {
    const page = window.parent;
    const self = Math.random();
    let leads = false;
    const onMoved = ({ detail: { from, lat, lng, zoom } }) => {
      if (from === self) return;
      leads = state.untouched = false;
      map.setView([lat, lng], zoom, { animate: false });
    };
    // What a frame does by itself while the page is laid out moves no other.
    for (const touch of ["pointerdown", "wheel", "keydown"]) {
      map.getContainer().addEventListener(touch, () => (leads = true), { passive: true, capture: true });
    }
    map.on("moveend", () => {
      if (!leads) return;
      const { lat, lng } = map.getCenter();
      tellPage("moved", { from: self, lat, lng, zoom: map.getZoom() });
    });
    page.addEventListener("conflictmap:moved", onMoved);
    window.addEventListener("pagehide", () => page.removeEventListener("conflictmap:moved", onMoved));
  }

  /** The page around has the fonts; a frame has to ask for them by itself. */
  function borrowFonts() {
    try {
      for (const face of window.parent.document.fonts) {
        if (face.family.includes("Source Sans")) document.fonts.add(face);
      }
    } catch (error) {
      console.warn("the page's font could not be used on the map", error);
    }
  }

  cm.setUp = function (map, { small, linked }) {
    for (const [name, z] of [["base", 200], ["tiles", 210], ["overlays", 340], ["areas", 380], ["labels", 420], ["marks", 450], ["badges", 460]]) {
      map.createPane(name).style.zIndex = z;
    }
    for (const name of ["base", "labels", "marks"]) map.getPane(name).style.pointerEvents = "none";
    cm.readTheme();
    borrowFonts();
    state = { map, small, value: {}, update: null, drawn: 0, placed: small ? null : readAddress(), svg: L.svg({ pane: "areas", padding: 0.4 }) };
    if (state.placed) map.setView([state.placed[0], state.placed[1]], state.placed[2], { animate: false });
    const base = cm.addBasemap(map, window.conflictmapBasemap || {});
    base.restyle();
    state.base = base;
    state.svg.addTo(map);
    for (const name of ["overlayLayer", "regionLayer", "areaLayer", "ringLayer"]) state[name] = L.layerGroup().addTo(map);
    state.marks = new cm.MarkLayer().addTo(map);
    const fit = () => { if (state.update && state.update.fit) fitTo(state.update.fit, true); };
    const drawn = (shape) => send({ shape: { seq: Date.now(), drawn: shape } });
    const shade = () => send({ drawing: { seq: Date.now(), how: state.update.mode === "shades" ? "marks" : "shades" } });
    state.toolbar = small ? { drawing: () => false, show: () => {}, shading: () => {} } : cm.addToolbar(map, { drawn, fit, shade });
    if (!small) cm.addPointerCoordinates(map);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    const bare = small && !linked;
    state.legend = bare ? { fill: () => {} } : cm.addLegend(map);
    state.tray = bare ? () => {} : cm.addTray(map, (row) => pick({ keys: [row.key], label: row.label }));
    state.outside = cm.element("button", { type: "button", class: "cm-panel cm-outside", hidden: "", title: "Show all events", onclick: fit });
    L.DomEvent.disableClickPropagation(state.outside);
    map.getContainer().append(state.outside);
    listen(map);
    if (linked) moveTogether(map);
    document.body.classList.toggle("dark", cm.theme().dark);
    setInterval(() => {
      if (!cm.readTheme()) return;
      document.body.classList.toggle("dark", cm.theme().dark);
      base.restyle();
      if (state.update) draw(state.update);
    }, 700);
  };

  /** Called by each update; returns an empty layer so that streamlit-folium has something to add and remove. */
  cm.show = function (message) {
    try {
      draw(cm.readMessage(message));
    } catch (error) {
      sayUnread(error);
    }
    return L.layerGroup();
  };

  /** A page that was open while the program was renewed gets messages its scripts do not know. */
  function sayUnread(error) {
    console.error(error);
    state.map.getContainer().querySelector(".cm-unread")?.remove();
    state.map.getContainer().append(cm.element("p", { class: "cm-panel cm-unread", role: "alert" },
      "The map could not be drawn anew. Reload the page; if that does not help, tell whoever runs this dashboard: ", cm.element("code", {}, error.message)));
  }

  /** What a test or a screen reader script may ask: the marks on screen with their pixels. */
  cm.visibleMarks = () => state.marks.groups().map((group) => {
    const { x, y } = state.map.layerPointToContainerPoint(group.point);
    return { x, y, total: group.total, label: describe(group), keys: group.marks.map((mark) => mark.key) };
  });
  /** The names that found room, each with its box in pixels of the view. */
  cm.named = () => state.base.named().map(({ name, box }) => {
    const at = state.map.layerPointToContainerPoint([0, 0]);
    return { name, box: box.map((n, i) => n + (i % 2 ? at.y : at.x)) };
  });
  cm.hovered = () => state.marks.hovered();
  cm.map = () => state.map;
  cm.update = () => state && state.update;
})((window.conflictmap = window.conflictmap || {}));
