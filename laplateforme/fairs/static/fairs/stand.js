// The stand on a phone: one page, four screens, all of it without a connection.

const page = document.querySelector("[data-stand]");
const words = document.querySelector("[data-words]").dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const { Outbox } = await import(page.dataset.outbox);
const title = document.title;
let pack = null;

const outbox = new Outbox({ stand: page.dataset.stand, send: page.dataset.send, base: page.dataset.base, changed: draw });

// ------------------------------------------------------------------ screens

function show(name, focus = true) {
  for (const screen of page.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  if (focus) { scrollTo(0, 0); page.querySelector(`[data-screen="${name}"] h2, [data-screen="${name}"] h1`)?.focus(); }
}

page.addEventListener("click", (event) => {
  const target = event.target.closest("[data-show]");
  if (!target) return;
  event.preventDefault();
  if (correcting) { correcting = null; empty(); }
  show(target.dataset.show);
  if (target.dataset.show === "note") form.elements.first_name.focus();
});

// ------------------------------------------------------------------ correcting: five minutes, in this page's memory only

const CORRECTED_WITHIN = 5 * 60 * 1000;
let last = null; // what was typed last; it is written nowhere, and goes with the page
let correcting = null; // the number of the envelope to correct, and how many times it was

function remember(typed, root, edition) {
  forget();
  last = { typed, root, edition, timer: setTimeout(forget, CORRECTED_WITHIN) };
  for (const one of page.querySelectorAll("[data-correct]")) one.hidden = false;
}

function forget() {
  if (last) clearTimeout(last.timer);
  last = null;
  for (const one of page.querySelectorAll("[data-correct]")) one.hidden = true;
}

function empty() {
  const caller = form.elements.caller.value;
  form.reset();
  form.elements.caller.value = caller;
  agree();
  suggest([]);
  find("correcting").hidden = true;
}

for (const button of page.querySelectorAll("[data-correct] button")) button.addEventListener("click", () => {
  if (!last) return;
  const { typed, root, edition } = last;
  correcting = { root, edition };
  form.elements.caller.value = typed.caller;
  agree();
  for (const name of ["first_name", "means", "words"]) form.elements[name].value = typed[name];
  for (const one of form.querySelectorAll("[name=question]")) one.checked = one.value === typed.question;
  suggest(pack.questions.find((one) => one.slug === typed.question)?.offers || []);
  for (const one of form.querySelectorAll("[name=offers]")) one.checked = typed.offers.includes(one.value);
  form.elements.agreed.checked = true; // the person agreed to these words; another reader is asked again
  find("correcting").hidden = false;
  show("note");
  form.elements.first_name.focus();
});

addEventListener("pagehide", () => { forget(); if (correcting) { correcting = null; empty(); } });

// ------------------------------------------------------------------ what waits, what leaves, what is sent

function draw(state) {
  const online = navigator.onLine;
  const pill = find("pill");
  const shape = state.sending ? "half" : state.waiting || !online ? "triangle" : "dot";
  pill.className = `pill ${state.sending ? "sending" : state.waiting || !online ? "offline" : "online"}`;
  pill.querySelector("use").setAttribute("href", `${page.dataset.sprite}#${shape}`);
  const count = words.many.replace("#n", state.waiting);
  pill.querySelector("span").textContent = state.sending ? words.sending
    : `${online ? words.online : words.offline} ${state.waiting ? count : words.allSent}`;
  document.title = state.waiting ? `(${state.waiting}) ${title}` : title;
  line("kept", state.waiting - state.sending, state.waiting - state.sending);
  line("sending", state.sending, state.sending);
  line("sent", state.sent, state.sent);
  line("lost", state.lost, state.lost);
  line("unkept", outbox.unkept.length, outbox.unkept.length);
  for (const name of ["device", "storage"]) find(`problem-${name}`).hidden = state.problem !== name;
  find("aside").hidden = !state.aside;
  find("aside").querySelector("span").textContent = state.aside;
  find("save").hidden = !state.waiting;
  for (const mark of page.querySelectorAll("[data-done-when]")) {
    mark.hidden = mark.dataset.doneWhen === "empty" ? state.waiting > 0 : state.waiting === 0;
  }
}

function line(name, count, shown) {
  const row = find(`line-${name}`);
  row.hidden = count <= 0;
  row.querySelector("[data-count]").textContent = shown;
}

addEventListener("online", () => { outbox.delay = 4000; outbox.send(); load(); });
addEventListener("offline", () => draw(outbox.state));
document.addEventListener("visibilitychange", () => { if (!document.hidden) outbox.send(); });
addEventListener("beforeunload", (event) => { if (outbox.state.waiting) event.preventDefault(); });

find("save").addEventListener("click", async () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await outbox.file());
  link.download = `stand-${page.dataset.stand}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
});

// ------------------------------------------------------------------ noting a contact

const form = find("form");
const error = find("error");

function option(value, label, kind, name) {
  const row = document.createElement("label");
  row.className = "choice-row";
  const input = Object.assign(document.createElement("input"), { type: kind, name, value });
  const text = document.createElement("span");
  text.textContent = label;
  row.append(input, text);
  return row;
}

function fill() {
  find("chips").replaceChildren(...pack.questions.map((one) => option(one.slug, one.text, "radio", "question")));
  const callers = form.elements.caller;
  const before = callers.value;
  callers.replaceChildren(...pack.callers.map((one) => new Option(one.name, one.slug)));
  if (pack.callers.some((one) => one.slug === before)) callers.value = before;
  agree();
  suggest([]);
  present();
}

function agree() {
  find("agreement").textContent = pack.callers.find((one) => one.slug === form.elements.caller.value)?.words || "";
}

function suggest(codes) {
  const offers = pack.offers.filter((one) => codes.includes(one.code));
  find("offers").hidden = !offers.length;
  find("offer-list").replaceChildren(...offers.map((one) => option(one.code, `${one.name} (${one.by})`, "checkbox", "offers")));
}

form.addEventListener("change", (event) => {
  if (event.target.name === "caller") { form.elements.agreed.checked = false; agree(); }
  if (event.target.name === "question") suggest(pack.questions.find((one) => one.slug === event.target.value)?.offers || []);
});

const isMeans = (typed) => typed.includes("@") ? /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(typed) : typed.replace(/\D/g, "").length >= 9;

function complain(message, field) {
  error.hidden = false;
  error.querySelector("span").textContent = message;
  for (const one of form.elements) one.removeAttribute("aria-invalid");
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const typed = (name) => String(data.get(name) || "").trim();
  if (!/\p{L}/u.test(typed("first_name"))) return complain(words.noName, form.elements.first_name);
  if (!isMeans(typed("means"))) return complain(words.noMeans, form.elements.means);
  if (!data.get("agreed")) return complain(words.noAgreement, form.elements.agreed);
  if (!pack?.key) return complain(words.noKey, form.elements.first_name);
  error.hidden = true;
  const button = form.querySelector("button[type=submit]");
  if (button.getAttribute("aria-disabled")) return undefined;
  button.setAttribute("aria-disabled", "true");
  try {
    const said = {
      first_name: typed("first_name"), means: typed("means"), question: typed("question"), words: typed("words"),
      offers: data.getAll("offers"), caller: typed("caller"),
    };
    const edition = correcting ? correcting.edition + 1 : 0;
    const how = await outbox.note({
      ...said, agreed: true, text_version: pack.text_version,
      ...(correcting ? { replaces: correcting.root, edition } : {}),
    }, pack.key);
    remember(said, correcting ? correcting.root : outbox.lastId, edition);
    correcting = null;
    empty();
    navigator.vibrate?.(60);
    find("done-words").textContent = how === "kept" ? words.kept : words.unkept;
    show("done");
    outbox.send();
  } catch {
    complain(words.failed, form.elements.first_name); // what was typed is still on the screen
  } finally { button.removeAttribute("aria-disabled"); }
  return undefined;
});

// ------------------------------------------------------------------ presenting what the network offers

function item(tag, text, css) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (css) made.className = css;
  return made;
}

function folded(name, parts) {
  const made = document.createElement("details");
  made.append(item("summary", name), ...parts);
  return made;
}

const named = (codes) => pack.offers.filter((one) => codes.includes(one.code));
const listed = (offers) => {
  const list = item("ul", "", "lines");
  list.append(...offers.map((one) => item("li", `${one.name} (${one.by})`)));
  return list;
};

function card(offer) {
  const made = item("li", "", "card stack-1");
  made.append(item("h4", offer.name, "small-title"), item("p", [offer.by, offer.where].filter(Boolean).join(", "), "small"));
  if (offer.text) made.append(item("p", offer.text));
  if (offer.how) made.append(item("p", offer.how, "small"));
  return made;
}

function present() {
  find("routes").replaceChildren(...pack.routes.map((route) => folded(route.situation, route.stages.flatMap(
    (stage) => [item("h4", stage.title, "small-title"), listed(stage.offers)]))));
  find("answers").replaceChildren(...pack.questions.map((one) => folded(one.text, [item("p", one.answer), listed(named(one.offers))])));
  const choice = find("structure");
  const names = [...new Set(pack.offers.map((one) => one.by))].sort((one, other) => one.localeCompare(other, "fr"));
  choice.replaceChildren(new Option(words.everybody, ""), ...names.map((name) => new Option(name, name)));
  const redraw = () => find("cards").replaceChildren(
    ...pack.offers.filter((one) => !choice.value || one.by === choice.value).map(card));
  choice.onchange = redraw;
  redraw();
}

// ------------------------------------------------------------------ sun, storage, what is kept for later

const sun = document.querySelector("#full-sun");
sun.checked = /(?:^|; )lp_theme=sun/.test(document.cookie);
if (!sun.checked && document.documentElement.dataset.theme === "sun") delete document.documentElement.dataset.theme;
sun.addEventListener("change", () => {
  document.cookie = `lp_theme=${sun.checked ? "sun" : ""};path=/;max-age=${sun.checked ? 31536000 : 0};samesite=lax`;
  if (sun.checked) document.documentElement.dataset.theme = "sun"; else delete document.documentElement.dataset.theme;
});

async function load() {
  try {
    const answer = await fetch(page.dataset.data, { credentials: "same-origin" });
    if (answer.status === 401) { outbox.state.problem = "device"; draw(outbox.state); }
    if (!answer.ok) return;
    const fresh = await answer.json();
    if (fresh.edition !== pack?.edition) {
      const isTyping = pack && !page.querySelector('[data-screen="note"]').hidden;
      pack = fresh;
      if (!isTyping) fill(); // never under somebody's fingers: the new key counts all the same
    }
    if (navigator.onLine && fresh.counts) { outbox.compare(fresh.counts); await outbox.count(); }
  } catch { /* without a connection and without anything kept: the page says so */ }
  find("unready").hidden = Boolean(pack);
}

function addresses() {
  const told = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest]")].map((one) => one.href);
  const run = [...document.querySelectorAll("script[src]")].map((one) => one.src);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name)
    .filter((one) => new URL(one).pathname.startsWith(page.dataset.static));
  return [...new Set([...told, ...run, ...loaded, page.dataset.outbox, page.dataset.qr, page.dataset.sprite]
    .map((one) => new URL(one, location.href)).filter((one) => one.origin === location.origin)
    .map((one) => { one.hash = ""; return one.href; }))];
}

async function keepForLater() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.base });
  const { active } = await navigator.serviceWorker.ready;
  await document.fonts.ready;
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => { find("ready").hidden = !data.whole; page.dataset.ready = data.whole ? "yes" : ""; };
  active.postMessage({ kind: "keep", addresses: addresses() }, [channel.port2]);
}

if (!globalThis.crypto?.subtle) find("insecure").hidden = false;
show("home", false);
await outbox.count();
await load();
outbox.send();
navigator.storage?.persist?.().then((granted) => { find("may-be-cleared").hidden = granted; });
keepForLater().catch(() => {});
page.dataset.started = "yes";
