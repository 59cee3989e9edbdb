// What a stand keeps until it is sent: sealed envelopes and nothing else. This file never sees what is in them again.
// The construction is told in docs/decisions; the server opens it in laplateforme/fairs/reading/envelope.py.

const VERSION = 1;
const PADDED_TO = 512;
const BATCH = 10;
const text = new TextEncoder();

const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (words) => Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const join = (...parts) => new Uint8Array(parts.flatMap((part) => [...new Uint8Array(part)]));
const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
const lock = (name, work, options = {}) => navigator.locks ? navigator.locks.request(name, options, work) : work({});

/** One envelope that only the stand's private key opens. */
export async function seal(words, { stand, key, serial }) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = decode(key.public);
  const [mine, other] = await Promise.all([
    crypto.subtle.generateKey(curve, false, ["deriveBits"]), crypto.subtle.importKey("raw", theirs, curve, false, []),
  ]);
  const point = await crypto.subtle.exportKey("raw", mine.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, mine.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const secret = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: join(point, theirs), info: text.encode("laplateforme stand envelope") },
    base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const id = crypto.randomUUID();
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const plain = text.encode(JSON.stringify(words));
  const padded = new Uint8Array(Math.ceil(plain.length / PADDED_TO) * PADDED_TO).fill(32);
  padded.set(plain);
  const additionalData = text.encode(`laplateforme-stand|${VERSION}|${stand}|${key.number}|${id}`);
  const content = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, secret, padded);
  const digest = hex(await crypto.subtle.digest("SHA-256", join(point, nonce, content)));
  return {
    id, digest,
    envelope: {
      v: VERSION, stand, key: key.number, id, at: new Date().toISOString(), n: serial,
      point: encode(point), nonce: encode(nonce), content: encode(content),
    },
  };
}

/** The database of this stand on this phone. A newer one than this page knows is opened as it is. */
function open(name) {
  const ask = (version) => new Promise((done, failed) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => { // adds what is missing, takes nothing away: envelopes of any age stay
      if (!request.result.objectStoreNames.contains("envelopes")) request.result.createObjectStore("envelopes", { keyPath: "id" });
    };
    request.onsuccess = () => { request.result.onversionchange = () => request.result.close(); done(request.result); };
    request.onerror = () => failed(request.error);
  });
  return ask(1).catch((error) => { if (error.name === "VersionError") return ask(undefined); throw error; });
}

/** The queue. `changed` is called whenever a count changes. */
export class Outbox {
  constructor({ stand, send, base, changed }) {
    Object.assign(this, { stand, address: send, base, changed, name: `lp-stand-${stand}` });
    this.unkept = []; // sealed, and the phone has no room for them: they live as long as this page
    this.state = { waiting: 0, sending: 0, sent: 0, noted: 0, lost: 0, problem: "", aside: "" };
    this.delay = 4000;
  }

  async run(mode, work) {
    const database = await open(this.name);
    try {
      return await new Promise((done, failed) => {
        const transaction = database.transaction("envelopes", mode, { durability: "strict" });
        const request = work(transaction.objectStore("envelopes"));
        transaction.oncomplete = () => done(request.result);
        transaction.onerror = transaction.onabort = () => failed(transaction.error || request.error);
      });
    } finally { database.close(); }
  }

  // A count kept elsewhere than the envelopes: if the phone clears its storage, the difference is announced.
  get tally() {
    const found = document.cookie.match(/(?:^|; )lp_stand_tally=(\d+)\.(\d+)/);
    return found ? { noted: Number(found[1]), sent: Number(found[2]) } : { noted: 0, sent: 0 };
  }

  set tally({ noted, sent }) {
    document.cookie = `lp_stand_tally=${noted}.${sent};path=${this.base};max-age=5184000;samesite=strict`;
  }

  async all() { return [...await this.run("readonly", (store) => store.getAll()), ...this.unkept]; }

  async count() {
    let kept = [];
    try { kept = await this.all(); } catch { this.state.problem = "storage"; }
    const { noted, sent } = this.tally;
    Object.assign(this.state, { waiting: kept.length, noted, sent, lost: Math.max(0, noted - sent - kept.length) });
    this.changed(this.state);
  }

  /** Seals and keeps. Answers "kept", or "unkept" when the phone has no room: it is then in this page only. */
  async note(words, key) {
    return lock(`${this.name}-note`, async () => {
      const { noted, sent } = this.tally;
      const item = await seal(words, { stand: this.stand, key, serial: noted + 1 });
      this.lastId = item.id;
      let how = "kept";
      try { await this.run("readwrite", (store) => store.put(item)); } catch { this.unkept.push(item); how = "unkept"; }
      this.tally = { noted: noted + 1, sent };
      await this.count();
      return how;
    });
  }

  /** Sends what waits; one tab at a time. An envelope leaves the phone only when its very fingerprint came back. */
  async send() {
    return lock(`${this.name}-send`, async (held) => {
      if (!held) return;
      clearTimeout(this.timer);
      this.state.problem = "";
      let more = true;
      while (more) {
        const items = (await this.all().catch(() => this.unkept)).filter((item) => !item.refused).slice(0, BATCH);
        more = items.length > 0 && await this.post(items);
      }
      await this.count();
      if (this.state.waiting) this.again();
    }, { ifAvailable: true });
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.delay);
    this.delay = Math.min(this.delay * 2, 60000);
  }

  async post(items) {
    this.state.sending = items.length;
    this.changed(this.state);
    try {
      const answer = await fetch(this.address, {
        method: "POST", credentials: "same-origin", redirect: "error", cache: "no-store",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ envelopes: items.map((item) => item.envelope) }),
      });
      if (answer.status === 401) this.state.problem = "device";
      if (!answer.ok) return false;
      this.delay = 4000;
      return await this.settle(items, (await answer.json()).receipts);
    } catch { return false; } finally { this.state.sending = 0; }
  }

  async settle(items, receipts) {
    const told = new Map(receipts.map((one) => [one.id, one]));
    let gone = 0;
    for (const item of items) {
      const receipt = told.get(item.id);
      if (receipt && receipt.state !== "refused" && receipt.digest === item.digest) {
        const before = this.unkept.length;
        this.unkept = this.unkept.filter((one) => one.id !== item.id);
        if (this.unkept.length === before) await this.run("readwrite", (store) => store.delete(item.id));
        if (receipt.state === "aside") this.state.aside = receipt.said;
        gone += 1;
      } else if (receipt?.state === "refused") {
        item.refused = true; // stays here, for "Save the queue"
        await this.run("readwrite", (store) => store.put(item)).catch(() => {});
      }
    }
    const { noted, sent } = this.tally;
    this.tally = { noted: Math.max(noted, sent + gone), sent: sent + gone };
    await this.count();
    return gone > 0;
  }

  /** What the server says it received from this phone; once nothing waits, it is the truth. */
  compare({ came, highest }) {
    const { noted } = this.tally;
    if (this.state.waiting === 0) this.tally = { noted: Math.max(noted, highest), sent: came };
  }

  /** The same envelopes, in a file. */
  async file() {
    const envelopes = (await this.all()).map((item) => item.envelope);
    return new Blob([JSON.stringify({ kind: "laplateforme-stand", envelopes })], { type: "application/json" });
  }
}
