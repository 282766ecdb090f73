/* Reads a message from the server by the description both sides share, and refuses one that differs from it. Own because the message is. */
(function (cm) {
  "use strict";

  /** What a message lacks or has beyond the description, in words; "" where it is as described. */
  function differenceOf(parts, described) {
    const missing = Object.keys(described).filter((name) => !parts.has(name));
    const unknown = [...parts.keys()].filter((name) => !(name in described));
    const odd = Object.entries(described).filter(([name, columns]) => {
      const value = parts.get(name);
      return columns.length && value && String(value[0]) !== String(columns);
    }).map(([name]) => name);
    const said = [["lacks", missing], ["has an unknown", unknown], ["has other columns in", odd]];
    return said.filter(([, names]) => names.length).map(([words, names]) => `${words} ${names.join(", ")}`).join("; ");
  }

  const toObject = (columns, row) => Object.fromEntries(columns.map((column, i) => [column, row[i]]));

  /** The message by name, each table as a list of objects with its columns' names. */
  cm.readMessage = function (message, described = cm.described) {
    const parts = new Map(message);
    const difference = differenceOf(parts, described);
    if (difference) throw new Error(`the message to the map ${difference}`);
    const read = ([name, value]) => {
      if (!described[name].length) return [name, value];
      const [columns, rows] = value;
      return [name, rows.map((row) => toObject(columns, row))];
    };
    return withTotals(Object.fromEntries(message.map(read)));
  };

  /** Spreads counts over the types and adds them up, so that nothing else has to know how they were sent. */
  function withTotals(update) {
    const spread = (pairs) => {
      const counts = update.types.map(() => 0);
      for (let i = 0; i < pairs.length; i += 2) counts[pairs[i]] += pairs[i + 1];
      return counts;
    };
    const total = (counts) => counts.reduce((sum, n) => sum + n, 0);
    const counted = ({ byDay, ...row }) => {
      const [counts, by] = [spread(row.counts), spread(byDay)];
      return { ...row, counts, by, total: total(counts), byTotal: total(by) };
    };
    const { circle, corners, selected, ...rest } = update;
    return {
      ...rest,
      types: update.types.map((type) => ({ ...type, color: type.light })),
      marks: update.marks.map(counted).map((mark) => ({ ...mark, unsure: mark.unsure === 1 })).sort((one, two) => two.total - one.total),
      areas: update.areas.map(counted),
      tray: update.tray.map(counted),
      selected: selected[0] || null,
      drawn: circle ? { lat: circle[0], lng: circle[1], radius_km: circle[2] } : corners && { corners },
    };
  }
})((window.conflictmap = window.conflictmap || {}));
