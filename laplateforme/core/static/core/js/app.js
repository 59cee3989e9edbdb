// Small comforts for every page. Everything works without them.

// The summary of errors takes the focus, so that nobody has to look for it.
document.querySelector("[data-error-summary]")?.focus();

// A form is sent once: the button says that it works, a second click changes nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  const words = form.dataset.waiting || document.documentElement.dataset.waiting;
  if (words) setTimeout(() => { if (form.dataset.sent) button.textContent = words; }, 400);
});
// Back button: the page comes as it was, ready to be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
});

// "/" goes to the search, Escape closes what is unfolded.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = event.target.closest?.("details[data-closes][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
    return;
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("input[type=search]");
  const link = document.querySelector("[data-search-link]");
  if (!box && !link) return;
  event.preventDefault();
  if (box) box.focus(); else link.click();
});

// Copying a link: the link itself stays a link.
document.addEventListener("click", async (event) => {
  const copy = event.target.closest?.("[data-copy]");
  if (copy && navigator.clipboard) {
    event.preventDefault();
    await navigator.clipboard.writeText(new URL(copy.dataset.copy, location.href).href);
    const words = copy.querySelector("span") || copy;
    words.setAttribute("role", "status");
    words.textContent = copy.dataset.copied;
  }
});

// Light, dark or full sun: kept in a cookie which the server reads.
const themes = document.querySelector("[data-themes]");
if (themes) {
  const page = document.documentElement;
  const mark = () => themes.querySelectorAll("button").forEach((button) =>
    button.setAttribute("aria-pressed", (page.dataset.theme || "") === button.dataset.themeChoice));
  themes.hidden = false;
  mark();
  themes.addEventListener("click", (event) => {
    const choice = event.target.closest("button")?.dataset.themeChoice;
    if (choice === undefined) return;
    document.cookie = `lp_theme=${choice};path=/;max-age=${choice ? 31536000 : 0};samesite=lax`;
    if (choice) page.dataset.theme = choice; else delete page.dataset.theme;
    mark();
  });
}
