/* Names for the fields of the editor that have none: each takes that of the part of the text in which it stands. */
(() => {
  const FIELDS = ".public-DraftEditor-content, input:not([type=hidden], [type=file], [type=submit]), textarea, select";
  const isNamed = (field) =>
    field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby") || (field.labels && field.labels.length > 0);
  const name = () => {
    for (const field of document.querySelectorAll(FIELDS)) {
      if (isNamed(field)) continue;
      const part = field.closest("section[aria-labelledby]");
      const heading = part && part.getAttribute("aria-labelledby");
      if (heading) field.setAttribute("aria-labelledby", heading);
    }
  };
  let isAsked = false;
  const soon = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => { isAsked = false; name(); });
  };
  document.addEventListener("DOMContentLoaded", () => {
    name();
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  });
})();
