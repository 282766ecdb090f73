/* The days of the timeline: how they are written, and which stand under its axis; counted in UTC, never local time. Own because dates of JavaScript are moments in the reader’s time zone. */
const DAY = 86400000;
const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function speak(day) {
  const date = new Date(day * DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const speakBin = ({ s, e }) => (s === e ? speak(toDay(s)) : `${speak(toDay(s))} – ${speak(toDay(e))}`);

/** Calendar ticks: years, months or days, whichever gives a handful. */
function ticks(first, last, room) {
  const days = last - first + 1;
  const found = [];
  const wanted = Math.max(2, Math.floor(room / 72));
  if (days <= wanted * 2.2) {
    const step = Math.max(1, Math.ceil(days / wanted));
    for (let day = first; day <= last; day += step) {
      const date = new Date(day * DAY);
      found.push([day, `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`]);
    }
    return found;
  }
  const months = days / 30.4;
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((n) => months / n <= wanted) || 240;
  const date = new Date(first * DAY);
  let month = Math.ceil((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step) * step;
  if (months < wanted / 4) {
    const gap = Math.ceil(days / wanted);
    for (let day = first; day <= last; day += gap) {
      const when = new Date(day * DAY);
      found.push([day, `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]}`]);
    }
    return found;
  }
  for (; ; month += step) {
    const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
    if (day > last) return found;
    if (day >= first) found.push([day, month % 12 === 0 || step >= 12 ? String(Math.floor(month / 12)) : `${MONTHS[month % 12]} ${Math.floor(month / 12)}`]);
  }
}
