// Help while filling in a form. Without this file the form is the same and is sent the same way.

// Drafts: <form data-autosave-url data-saved="Brouillon gardé" data-not-saved="Pas gardé"> sends what is typed, two
// seconds after the last key. An answer that leads elsewhere (the session has ended) has kept nothing.
for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const note = form.querySelector("[data-saved-note]");
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        const body = new FormData(form);
        for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
        const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "manual" });
        if (note) note.textContent = answer.ok ? form.dataset.saved : form.dataset.notSaved || "";
        if (answer.ok) form.dataset.kept = "yes";
      } catch { // no network: the text is still on the screen, the warning below still stands
        if (note) note.textContent = form.dataset.notSaved || "";
      }
    }, 2000);
  });
}

// Leaving with words not saved: the browser asks.
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; delete form.dataset.kept; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed && !form.dataset.kept) event.preventDefault(); });
}

// Communes: <input data-autocomplete-url> gets a list of proposals ([{value, label}] or [text]) as one types.
for (const input of document.querySelectorAll("input[data-autocomplete-url]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-proposals`;
  input.after(list);
  input.setAttribute("list", list.id);
  input.autocomplete = "off";
  let timer, last;
  input.addEventListener("input", () => {
    const words = input.value.trim();
    clearTimeout(timer);
    if (words.length < 2 || words === last) return;
    timer = setTimeout(async () => {
      last = words;
      const address = new URL(input.dataset.autocompleteUrl, location.href);
      address.searchParams.set("q", words);
      try {
        const answer = await fetch(address, { headers: { accept: "application/json" } });
        if (!answer.ok) return;
        const found = await answer.json();
        list.replaceChildren(...(found.results || found).slice(0, 8).map((item) => {
          const option = document.createElement("option");
          option.value = item.value ?? item.label ?? item;
          if (item.label && item.value) option.label = item.label;
          return option;
        }));
      } catch { /* typing the whole name works as well */ }
    }, 200);
  });
}
