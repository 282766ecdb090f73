/* Takes a saved file that is dropped anywhere on the page and hands its bytes to the server. Own because Streamlit takes files in its own field only. */
const MOST_BYTES = 25_000_000;

function textOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}

const holdsFiles = (event) => Array.from(event.dataTransfer?.types || []).includes("Files");
/* A field of the page that takes files itself is left alone. */
const hasOwnField = (event) => event.target instanceof Element && event.target.closest('[data-testid="stFileUploaderDropzone"]');

export default function ({ parentElement, setTriggerValue }) {
  const veil = parentElement.querySelector(".drop-veil");
  let depth = 0;
  const show = (on) => { veil.hidden = !on; };
  const over = (event) => {
    if (!holdsFiles(event) || hasOwnField(event)) return;
    event.preventDefault();
    show(true);
  };
  const enter = (event) => { if (holdsFiles(event)) { depth += 1; over(event); } };
  const leave = () => { depth = Math.max(0, depth - 1); if (!depth) show(false); };
  const drop = async (event) => {
    depth = 0;
    show(false);
    if (!holdsFiles(event) || hasOwnField(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (!file) return;
    const large = file.size > MOST_BYTES;
    const content = large ? "" : textOf(new Uint8Array(await file.arrayBuffer()));
    setTriggerValue("dropped", { name: file.name, size: file.size, content });
  };
  const listeners = Object.entries({ dragenter: enter, dragover: over, dragleave: leave, drop });
  const stop = () => listeners.forEach(([name, heard]) => window.removeEventListener(name, heard));
  /* Each run of the page calls this anew. */
  if (veil.stopListening) veil.stopListening();
  veil.stopListening = stop;
  listeners.forEach(([name, heard]) => window.addEventListener(name, heard));
  return stop;
}
