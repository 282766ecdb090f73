/* The layer of pins: one canvas for all, grouped where they would overlap. Own because 10,000 folium markers take 12 seconds (dashboard/README.md, How fast). */
(function (cm) {
  "use strict";

  const SYMBOL_PX = 8;
  const JOIN_PX = 20;
  const GRID_PX = 56; // twice the largest radius, less the overlap that is allowed
  const OVERLAP = 0.85;
  const APART = 1.5; // of counted cells, which fill the map: between them stays room for the names of towns

  const radiusOf = (total) => (total === 1 ? SYMBOL_PX : cm.donutRadius(total));

  /** Marks that would cover each other at this zoom become one group; `bounds` tells whether it can open. */
  cm.groupMarks = function (marks, project, zoom, counted) {
    const spread = counted ? APART : OVERLAP;
    const grid = (GRID_PX * spread) / OVERLAP;
    const cells = new Map();
    const groups = [];
    for (const mark of marks) {
      const p = project(mark);
      const cx = Math.floor(p.x / grid);
      const cy = Math.floor(p.y / grid);
      let home = null;
      for (let dx = -1; dx <= 1 && !home; dx++) {
        for (let dy = -1; dy <= 1 && !home; dy++) {
          for (const group of cells.get(`${cx + dx}:${cy + dy}`) || []) {
            const reach = Math.max(JOIN_PX, spread * (radiusOf(group.total) + radiusOf(mark.total)));
            if (Math.hypot(group.point.x - p.x, group.point.y - p.y) < reach) { home = group; break; }
          }
        }
      }
      if (!home) {
        home = { point: p, marks: [], counts: mark.counts.map(() => 0), by: mark.counts.map(() => 0), total: 0, byTotal: 0, latLngs: [] };
        groups.push(home);
        const key = `${cx}:${cy}`;
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(home);
      }
      home.marks.push(mark);
      home.latLngs.push([mark.lat, mark.lng]);
      mark.counts.forEach((n, i) => (home.counts[i] += n));
      mark.by.forEach((n, i) => (home.by[i] += n));
      home.total += mark.total;
      home.byTotal += mark.byTotal;
    }
    for (const group of groups) {
      group.opens = zoom < 15 && (group.marks.length > 1 || group.marks[0].cell !== null);
    }
    return groups;
  };

  cm.MarkLayer = L.Renderer.extend({
    options: { padding: 0.25, pane: "marks" },

    initialize: function () {
      L.Renderer.prototype.initialize.call(this, this.options);
      this._marks = [];
      this._groups = [];
      this._styles = [];
      this._selected = null;
      this._hovered = null;
      this._cursor = -1;
    },

    /** `counted`: the marks are cells that stand for many places each. */
    setMarks: function (marks, styles, counted) {
      this._marks = marks;
      this._counted = counted;
      this._styles = styles;
      this._cursor = -1;
      this._regroup();
    },

    setSelected: function (selected) { this._selected = selected; this._draw(); },
    setHovered: function (spot) { this._hovered = spot; this._draw(); },
    groups: function () { return this._groups; },
    hovered: function () { return this._hovered; },

    _initContainer: function () {
      const canvas = (this._container = document.createElement("canvas"));
      canvas.setAttribute("aria-hidden", "true");
      this._ctx = canvas.getContext("2d");
      L.DomUtil.addClass(canvas, "leaflet-zoom-animated");
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = ratio * size.x;
      canvas.height = ratio * size.y;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this._ctx.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      this._regroup();
    },

    _destroyContainer: function () { L.DomUtil.remove(this._container); delete this._container; },
    _onZoomEnd: function () { this._update(); },
    _updatePaths: function () {},

    _regroup: function () {
      if (!this._map || !this._bounds) return;
      this._groups = cm.groupMarks(
        this._marks, (mark) => this._map.latLngToLayerPoint([mark.lat, mark.lng]), this._map.getZoom(), this._counted);
      this._groups.sort((one, two) => one.total - two.total);
      this._draw();
    },

    _draw: function () {
      if (!this._ctx || !this._bounds) return;
      const ctx = this._ctx;
      const { min, max } = this._bounds;
      ctx.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
      const theme = cm.theme();
      for (const group of this._groups) this._drawGroup(ctx, group, theme);
      if (this._hovered) this._ring(ctx, this._hovered, theme.text, 1.5);
      if (this._selected) this._ring(ctx, this._selected, theme.accent, 3);
    },

    _drawGroup: function (ctx, group, theme) {
      const { x, y } = group.point;
      if (group.total === 1) {
        const type = group.counts.findIndex((n) => n > 0);
        group.radius = SYMBOL_PX;
        cm.drawSymbol(ctx, this._styles[type], x, y, SYMBOL_PX, theme.halo, { hollow: group.marks[0].unsure, half: group.byTotal > 0 });
      } else {
        group.radius = cm.donutRadius(group.total);
        cm.drawDonut(ctx, this._styles, group, x, y, group.radius, theme);
      }
    },

    /** A ring around the mark that holds a spot, so that it is seen even inside a group. */
    _ring: function (ctx, spot, color, width) {
      const p = this._map.latLngToLayerPoint([spot.lat, spot.lng]);
      const group = this.groupNear(p, JOIN_PX);
      const centre = group ? group.point : p;
      ctx.beginPath();
      ctx.arc(centre.x, centre.y, (group ? group.radius : SYMBOL_PX) + 5, 0, Math.PI * 2);
      ctx.lineWidth = width;
      ctx.strokeStyle = color;
      ctx.stroke();
    },

    groupNear: function (point, reach) {
      let best = null;
      let bestDistance = Infinity;
      for (const group of this._groups) {
        const distance = Math.hypot(group.point.x - point.x, group.point.y - point.y);
        if (distance <= Math.max(reach || 0, (group.radius || SYMBOL_PX) + 3) && distance < bestDistance) {
          best = group;
          bestDistance = distance;
        }
      }
      return best;
    },

    /** Steps through the marks on screen from west to east, for the keyboard. */
    step: function (by) {
      const size = this._map.getSize();
      const seen = this._groups
        .filter((g) => {
          const p = this._map.layerPointToContainerPoint(g.point);
          return p.x >= 0 && p.y >= 0 && p.x <= size.x && p.y <= size.y;
        })
        .sort((one, two) => one.point.x - two.point.x || one.point.y - two.point.y);
      if (!seen.length) return null;
      this._cursor = (this._cursor + by + seen.length) % seen.length;
      const group = seen[this._cursor];
      this.setHovered({ lat: group.latLngs[0][0], lng: group.latLngs[0][1] });
      return group;
    },
  });
})((window.conflictmap = window.conflictmap || {}));
