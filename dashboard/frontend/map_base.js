/* The offline basemap: land, borders (disputed ones dashed), first-level units and town names by zoom. */
(function (cm) {
  "use strict";

  const LIGHT = {
    dark: false, water: "#dfe8ee", land: "#f8f6f1", border: "#8a8578", admin1: "#d3cec2", disputed: "#a0522d",
    label: "#5f5b52", halo: "#ffffff", text: "#22252b", accent: "#0b5fb0", panel: "#ffffff",
  };
  const DARK = {
    dark: true, water: "#101820", land: "#23272e", border: "#7d8490", admin1: "#3b414b", disputed: "#d59a73",
    label: "#a3a9b3", halo: "#14171c", text: "#f2f4f7", accent: "#7cc0ff", panel: "#1b2129",
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
    disputed: (theme) => ({ color: theme.disputed, weight: 1.4, dashArray: "5 4", fill: false }),
  };

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
        const wanted = kind !== "admin1" || map.getZoom() >= 4.5;
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
      nameAround: (marks) => { labels.marks = marks; labels._update(); },
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

  /** Names that fit: bigger places first, none over another. Rows are [lat, lng, name, zoom it appears at, kind]. */
  cm.LabelLayer = L.Renderer.extend({
    options: { padding: 0.3, pane: "labels" },

    initialize: function (places) {
      L.Renderer.prototype.initialize.call(this, this.options);
      this._places = places;
    },

    addPlaces: function (places) {
      this._places = this._places.concat(places);
      this._update();
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._ctx = this._container.getContext("2d");
      L.DomUtil.addClass(this._container, "leaflet-zoom-animated");
    },

    _destroyContainer: function () { L.DomUtil.remove(this._container); delete this._container; },
    _onZoomEnd: function () { this._update(); },
    _updatePaths: function () {},

    _update: function () {
      if (!this._map || (this._map._animatingZoom && this._bounds)) return;
      L.Renderer.prototype._update.call(this);
      const ratio = window.devicePixelRatio || 1;
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      Object.assign(this._container, { width: ratio * size.x, height: ratio * size.y });
      Object.assign(this._container.style, { width: size.x + "px", height: size.y + "px" });
      this._ctx.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      this._drawLabels();
    },

    _drawLabels: function () {
      const ctx = this._ctx;
      const theme = cm.theme();
      const zoom = this._map.getZoom();
      const taken = [];
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      for (const [lat, lng, name, from, kind] of this._places) {
        if (zoom < from) continue;
        const p = this._map.latLngToLayerPoint([lat, lng]);
        if (!this._bounds.contains(p)) continue;
        const wide = kind === "country" || kind === "admin1";
        ctx.font = `${wide ? "600 " : ""}${kind === "country" ? 12.5 : 11.5}px ${cm.FONT}`;
        ctx.textAlign = wide ? "center" : "left";
        const text = kind === "country" ? name.toUpperCase() : name;
        const width = ctx.measureText(text).width;
        // A town under a mark is named beside the mark, not beneath it.
        const mark = !wide && this.marks ? this.marks.groupNear(p, 6) : null;
        const anchor = wide ? p.x : mark ? mark.point.x + mark.radius + 4 : p.x + 5;
        const left = wide ? p.x - width / 2 : Math.min(p.x, anchor) - 3;
        const box = [left - 4, p.y - 9, anchor + (wide ? width / 2 : width) + 8, p.y + 9];
        if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
        taken.push(box);
        ctx.globalAlpha = wide ? 0.55 : 0.85;
        if (!wide && !mark) {
          ctx.beginPath();
          ctx.arc(p.x, p.y, 1.8, 0, Math.PI * 2);
          ctx.fillStyle = theme.label;
          ctx.fill();
        }
        ctx.lineWidth = 3;
        ctx.strokeStyle = theme.land;
        ctx.strokeText(text, anchor, p.y);
        ctx.fillStyle = theme.label;
        ctx.fillText(text, anchor, p.y);
      }
      ctx.globalAlpha = 1;
    },
  });
})((window.conflictmap = window.conflictmap || {}));
