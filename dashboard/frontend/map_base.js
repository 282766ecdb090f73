/* The basemap: land, borders (disputed ones dashed), first-level units and town names by zoom. Own because folium's are tiles of a server, and this one needs no network. */
(function (cm) {
  "use strict";

  const LIGHT = {
    dark: false, water: "#dfe8ee", land: "#f8f6f1", border: "#8a8578", admin1: "#d3cec2", disputed: "#a0522d",
    label: "#5f5b52", halo: "#ffffff", text: "#22252b", accent: "#0b5fb0", panel: "#ffffff", shade: "#9c1b12", more: "#b35806", fewer: "#542788",
  };
  const DARK = {
    dark: true, water: "#0c131a", land: "#171b20", border: "#7d8490", admin1: "#3b414b", disputed: "#d59a73",
    label: "#a3a9b3", halo: "#14171c", text: "#f2f4f7", accent: "#7cc0ff", panel: "#171b20", shade: "#ff8a5c", more: "#fdb863", fewer: "#b2abd2",
  };

  let current = LIGHT;
  cm.theme = () => current;

  /** Follows the page around the map: its background decides which of the two palettes is used. */
  cm.readTheme = function () {
    let dark = false;
    try {
      const page = window.parent.document.querySelector(".stApp");
      const [r, g, b] = getComputedStyle(page).backgroundColor.match(/\d+/g).map(Number);
      dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
    } catch (error) {
      dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    }
    const next = dark ? DARK : LIGHT;
    const changed = next !== current;
    current = next;
    return changed;
  };

  const STYLES = {
    land: (theme) => ({ color: theme.border, weight: 0.9, opacity: 0.75, fill: true, fillColor: theme.land, fillOpacity: 1 }),
    admin1: (theme) => ({ color: theme.admin1, weight: 0.9, fill: false }),
    small_admin1: (theme) => ({ color: theme.admin1, weight: 0.8, fill: false }),
    disputed: (theme) => ({ color: theme.disputed, weight: 1.4, dashArray: "5 4", fill: false }),
  };

  const FROM_ZOOM = { admin1: 4.5, small_admin1: 6.5 };

  /** Rings and lines come as x, y, dx, dy, … in hundredths of a degree; the world's are a quarter million points. */
  class Line {
    constructor(steps) {
      this.steps = steps;
      let [x, y] = steps;
      let [west, south, east, north] = [x, y, x, y];
      for (let i = 2; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        if (x < west) west = x; else if (x > east) east = x;
        if (y < south) south = y; else if (y > north) north = y;
      }
      this.box = [south / 100, west / 100, north / 100, east / 100];
    }

    meets(bounds) {
      const [south, west, north, east] = this.box;
      return north >= bounds.getSouth() && south <= bounds.getNorth() && east >= bounds.getWest() && west <= bounds.getEast();
    }

    get points() {
      if (this.latLngs) return this.latLngs;
      const { steps } = this;
      this.latLngs = [];
      for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        this.latLngs.push(new L.LatLng(y / 100, x / 100));
      }
      return this.latLngs;
    }
  }

  cm.addBasemap = function (map, basemap) {
    const renderer = L.canvas({ pane: "base", padding: 0.4 });
    const layers = {};
    const lines = {};
    for (const kind of Object.keys(STYLES)) {
      // One layer per kind: thousands of layers would take seconds to set up.
      const options = {
        renderer, pane: "base", interactive: false, smoothFactor: 1.3, fillRule: "nonzero", ...STYLES[kind](cm.theme()),
      };
      lines[kind] = (basemap[kind] || []).map((steps) => new Line(steps));
      layers[kind] = kind === "land" ? L.polygon([], options) : L.polyline([], options);
    }
    const filled = {};
    /** Only what lies in and around the view is worked on: every zoom reckons each point anew. */
    const fill = (kind, view) => {
      if (filled[kind] && filled[kind].contains(view)) return;
      filled[kind] = view.pad(1);
      const near = lines[kind].filter((line) => line.meets(filled[kind])).map((line) => line.points);
      layers[kind].setLatLngs(kind === "land" ? near.map((ring) => [ring]) : near);
    };
    const show = () => {
      const view = map.getBounds().pad(0.5);
      for (const [kind, layer] of Object.entries(layers)) {
        const wanted = map.getZoom() >= (FROM_ZOOM[kind] || 0);
        if (wanted) fill(kind, view);
        if (wanted && !map.hasLayer(layer)) layer.addTo(map);
        if (!wanted && map.hasLayer(layer)) map.removeLayer(layer);
      }
    };
    const labels = new cm.LabelLayer(basemap.places || []);
    cm.nameMore = (places) => labels.addPlaces(places);
    return {
      /** Draws the world once the first view is known: drawing it for another view before takes as long again. */
      start: () => {
        if (map.hasLayer(labels)) return;
        map.on("moveend", show);
        show();
        labels.addTo(map);
      },
      /** Names make room for the marks, so they are drawn again when those change. */
      named: () => labels.named || [],
      nameAround: ({ marks, badges, points }) => { Object.assign(labels, { marks, badges, points }); labels._update(); },
      restyle: () => {
        map.getContainer().style.background = cm.theme().water;
        for (const [kind, layer] of Object.entries(layers)) layer.setStyle(STYLES[kind](cm.theme()));
        if (map.hasLayer(labels)) labels._update();
      },
    };
  };

  /** Names of small towns are seen close up only; they are asked for once the map stands. */
  cm.askForSmallTowns = function () {
    if (!cm.smallTowns) return;
    const script = document.createElement("script");
    script.src = cm.smallTowns;
    script.async = true;
    document.head.append(script);
    cm.smallTowns = null;
  };
})((window.conflictmap = window.conflictmap || {}));
