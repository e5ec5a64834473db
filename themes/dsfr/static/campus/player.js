// Improves the player: answers are sent without leaving the page, and the time it was looked at is measured.
// Without this file every form posts and every page comes back whole.

// The time that the page was really looked at: hidden pages and more than two minutes without a sign do not count.
const IDLE = 120_000;

let seen = 0;
let since = document.hidden ? null : performance.now();
let lastSign = performance.now();

function pause(until = performance.now()) {
  if (since !== null) {
    seen += Math.max(0, until - since);
    since = null;
  }
}

function sign() {
  const now = performance.now();
  if (since !== null && now - lastSign > IDLE) pause(lastSign + IDLE);
  lastSign = now;
  if (since === null && !document.hidden) since = now;
}

function seconds() {
  sign();
  return Math.round((seen + (since === null ? 0 : performance.now() - since)) / 1000);
}

function restartTime() {
  seen = 0;
  since = document.hidden ? null : performance.now();
}

function watchTime() {
  for (const event of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    document.addEventListener(event, sign, { passive: true });
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : sign()));
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.secondes;
    if (field) field.value = seconds();
  }, true);
}

// Sends answers without leaving the page, and says so when the network is gone: the answer stays, the key too, so that
// sending it again can never count twice.

const OFFLINE = "Connexion interrompue : votre réponse n’est pas encore enregistrée. Elle reste dans cette page.";
const SIGNED_OUT = "Votre session a expiré : votre réponse n’est pas encore enregistrée. Elle reste dans cette page. Connectez-vous dans un nouvel onglet, puis revenez ici et réessayez.";
const FAILED = "Le site n’a pas pu enregistrer votre réponse. Elle reste dans cette page : réessayez dans un instant.";

function liveForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form) return;
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  if (form.dataset.sending) return;
  form.dataset.sending = "true";
  form.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (reply.status === 403 && !page.getElementById("player")) return await freshToken(form);
    if (!page.getElementById("player")) return warn(form, reply.redirected ? SIGNED_OUT : FAILED);
    show(page, new URL(reply.url).hash, form);
  } catch {
    warn(form, OFFLINE);
  } finally {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
  }
}

// Signing in again changes the form token: take the new one from the page, once.
async function freshToken(form) {
  const reply = await fetch(location.href);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const token = page.querySelector("#player [name=csrfmiddlewaretoken]");
  if (!token) return warn(form, SIGNED_OUT);
  if (form.dataset.renewed) return warn(form, FAILED);
  form.dataset.renewed = "true";
  form.elements.csrfmiddlewaretoken.value = token.value;
  delete form.dataset.sending;
  return send(form);
}

function show(page, hash, form) {
  const question = form.elements.question?.value ?? form.elements.ecran.value;
  const drafts = unsent(form);
  const player = document.getElementById("player");
  player.replaceChildren(...page.getElementById("player").childNodes);
  document.title = page.title;
  restore(drafts);
  document.dispatchEvent(new CustomEvent("campus:shown"));
  restartTime();
  const target = document.getElementById("form-errors") ?? document.getElementById(hash.slice(1)) ?? document.getElementById(`retour-${question}`);
  target?.focus();
}

// What was ticked or written in the other forms of the page.
function unsent(sent) {
  const drafts = [];
  for (const form of document.querySelectorAll("form[data-live]")) {
    if (form === sent) continue;
    for (const [name, value] of new FormData(form)) if (/^[qt]-/.test(name)) drafts.push([name, value]);
  }
  return drafts;
}

function restore(drafts) {
  for (const [name, value] of drafts) {
    for (const field of document.getElementsByName(name)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
}

function warn(form, message) {
  form.querySelector("[data-network]")?.remove();
  const box = document.createElement("div");
  box.className = "fr-alert fr-alert--error fr-alert--sm network-error";
  box.dataset.network = "";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = message;
  const retry = document.createElement("button");
  retry.type = "submit";
  retry.className = "fr-btn fr-btn--sm fr-btn--secondary fr-mt-1w";
  retry.textContent = "Réessayer";
  box.append(text, retry);
  form.append(box);
}

watchTime();
liveForms();
