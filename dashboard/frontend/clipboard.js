/* Puts text on the clipboard for the components that offer it. Own because Streamlit copies out of code blocks only. */
/** Browsers lend the clipboard to secure pages only; elsewhere a selected field is copied. */
async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.style.cssText = "position:fixed;opacity:0";
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("the browser did not copy");
  return undefined;
}
