/* The layer of names: bigger places first, none over another, none under a mark or a button, none cut by the edge. Own because Leaflet's labels run over one another. */
(function (cm) {
  "use strict";

  const HALF = 9; // of a name's height
  const TOWN_GAP = 5;
  const OVERLAY_PX = 6; // half of a point that a layer of one's own draws
  // How far (right, down) a wide name may leave its middle: farther off it would seem to name its neighbour.
  const SHIFTS = [[0, 0], [0, -9], [0, 9], [0, -16], [0, 16], [0, -23], [0, 23], [-20, 0], [20, 0], [-20, 16], [20, 16], [-20, -16], [20, -16], [-34, 0], [34, 0], [-34, 16], [34, 16]];

  const lies = (a, within) => a[0] >= within[0] && a[1] >= within[1] && a[2] <= within[2] && a[3] <= within[3];
  const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

  /** Where a name may stand, best first: [x of its left edge, y of its middle]. */
  function spotsFor(wide, p, width, mark) {
    if (wide) return SHIFTS.map(([dx, dy]) => [p.x - width / 2 + dx, p.y + dy]);
    const gap = mark ? mark.radius + 4 : TOWN_GAP;
    const x = mark ? mark.point.x : p.x;
    const y = mark ? mark.point.y : p.y;
    return [[x + gap, p.y], [x - gap - width, p.y], [x - width / 2, y + gap + HALF], [x - width / 2, y - gap - HALF]];
  }

  /** Rows are [lat, lng, name, zoom it appears at, kind]. */
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

    /** The boxes of marks, areas' numbers and the map's buttons: a name under one of them could not be read. */
    _covered: function () {
      const map = this._map;
      const around = ({ x, y }, wide, high) => [x - wide, y - high, x + wide, y + high];
      const marks = (this.marks ? this.marks.groups() : []).map(({ point, radius }) => around(point, (radius || HALF) - 2, (radius || HALF) - 2));
      const badges = (this.badges || []).filter(({ hidden }) => !hidden).map(({ marker, aside, badge }) => around(map.latLngToLayerPoint(marker.getLatLng()).add(aside), badge.textContent.length * 4 + 7, HALF + 2));
      const points = (this.points || []).map((latLng) => around(map.latLngToLayerPoint(latLng), OVERLAY_PX, OVERLAY_PX));
      const frame = map.getContainer().getBoundingClientRect();
      const buttons = [...map.getContainer().querySelectorAll(".leaflet-control")].map((one) => one.getBoundingClientRect()).filter(({ width }) => width).map(({ left, top, right, bottom }) => {
        const a = map.containerPointToLayerPoint([left - frame.left, top - frame.top]);
        return [a.x, a.y, a.x + right - left, a.y + bottom - top];
      });
      return [...marks, ...badges, ...points, ...buttons];
    },

    /** The view's box: what it would cut is left out; what lies wholly beyond it is drawn, for it may be dragged in. */
    _view: function () {
      const [min, max] = [[0, 0], this._map.getSize()].map((corner) => this._map.containerPointToLayerPoint(corner));
      return [min.x, min.y, max.x, max.y];
    },

    _drawLabels: function () {
      const ctx = this._ctx;
      const zoom = this._map.getZoom();
      const taken = [];
      const covered = this._covered();
      const view = this._view();
      const isCut = (box) => meets(box, view) && !lies(box, view);
      this.named = [];
      ctx.textBaseline = "middle";
      ctx.textAlign = "left";
      ctx.lineJoin = "round";
      for (const [lat, lng, name, from, kind] of this._places) {
        if (zoom < from) continue;
        const p = this._map.latLngToLayerPoint([lat, lng]);
        if (!this._bounds.contains(p)) continue;
        const wide = kind === "country" || kind === "admin1";
        const text = kind === "country" ? name.toUpperCase() : name;
        ctx.font = `${wide ? "600 " : ""}${kind === "country" ? 12.5 : 11.5}px ${cm.FONT}`;
        const width = ctx.measureText(text).width;
        // A town under a mark is named beside the mark, not beneath it.
        const mark = !wide && this.marks ? this.marks.groupNear(p, 6) : null;
        const boxOf = ([left, y]) => [left - 4, y - HALF, left + width + 4, y + HALF];
        const isClear = (box) => !isCut(box) && ![taken, covered].some((boxes) => boxes.some((other) => meets(other, box)));
        // A name that finds no clear room is left out: half of one beneath a number tells nothing and hides it.
        const spot = spotsFor(wide, p, width, mark).find((one) => isClear(boxOf(one)));
        if (!spot) continue;
        taken.push(boxOf(spot));
        if (!wide && !mark) taken.push([p.x - 3, p.y - 3, p.x + 3, p.y + 3]);
        this.named.push({ name, box: boxOf(spot) });
        this._drawOne(text, spot, wide, wide || mark ? null : p);
      }
      ctx.globalAlpha = 1;
    },

    _drawOne: function (text, [x, y], wide, dot) {
      const ctx = this._ctx;
      const theme = cm.theme();
      ctx.globalAlpha = wide ? 0.85 : 0.95;
      ctx.fillStyle = theme.label;
      if (dot) {
        ctx.beginPath();
        ctx.arc(dot.x, dot.y, 1.8, 0, Math.PI * 2);
        ctx.fill();
      }
      ctx.lineWidth = 3;
      ctx.strokeStyle = theme.land;
      ctx.strokeText(text, x, y);
      ctx.fillText(text, x, y);
    },
  });
})((window.conflictmap = window.conflictmap || {}));
