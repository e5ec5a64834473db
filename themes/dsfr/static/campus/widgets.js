// Improves what a screen shows: slides, cards, transcripts, counters. Without this file all of it is on the page.

// One slide at a time. Nothing moves by itself.
function slides() {
  for (const viewer of document.querySelectorAll("[data-slides]:not([data-ready])")) {
    viewer.dataset.ready = "true";
    const all = [...viewer.querySelectorAll("[data-slide]")];
    if (all.length > 1) showOneAtATime(viewer, all);
  }
}

function showOneAtATime(viewer, all) {
  const previous = viewer.querySelector("[data-slide-previous]");
  const next = viewer.querySelector("[data-slide-next]");
  const status = viewer.querySelector("[data-slides-status]");
  let current = 0;

  function show(index, announce) {
    current = index;
    all.forEach((slide, place) => { slide.hidden = place !== index; });
    // A disabled button would lose the focus: the ends are told instead.
    previous.setAttribute("aria-disabled", String(index === 0));
    next.setAttribute("aria-disabled", String(index === all.length - 1));
    if (announce) {
      const drawing = all[index].querySelector("img");
      status.textContent = [drawing?.alt, all[index].querySelector(".slide__text").textContent.trim()].filter(Boolean).join(" ");
    }
  }

  previous.addEventListener("click", () => { if (current > 0) show(current - 1, true); });
  next.addEventListener("click", () => { if (current < all.length - 1) show(current + 1, true); });
  viewer.querySelector("[data-slides-buttons]").hidden = false;
  show(0, false);
}

// Cards to turn over. How many were turned is sent when the screen is left.
function cards() {
  for (const list of document.querySelectorAll("[data-cards]:not([data-ready])")) {
    list.dataset.ready = "true";
    const seen = new Set();
    for (const card of list.children) turnable(card, () => {
      seen.add(card);
      const field = document.querySelector("input[name=cartes]");
      if (field) field.value = seen.size;
    });
    const field = document.querySelector("input[name=cartes]");
    if (field) field.value = 0;
  }
}

function turnable(card, turned) {
  const front = card.querySelector(".card__front");
  const back = card.querySelector(".card__back");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = front.textContent;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", back.id);
  button.addEventListener("click", () => {
    back.hidden = !back.hidden;
    button.setAttribute("aria-expanded", String(!back.hidden));
    turned();
  });
  front.replaceChildren(button);
  back.hidden = true;
}

// Notes that a transcript was opened, once.
function transcripts() {
  for (const details of document.querySelectorAll("[data-transcript]:not([data-ready])")) {
    details.dataset.ready = "true";
    details.addEventListener("toggle", () => {
      const form = document.getElementById(details.dataset.transcript);
      fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => {}); // a measure of use: missing one harms nobody
    }, { once: true });
  }
}

// How many characters are left, in words.
function counters() {
  for (const area of document.querySelectorAll("textarea[data-max]:not([data-ready])")) {
    area.dataset.ready = "true";
    const count = document.getElementById(`${area.id}-count`);
    const update = () => {
      const left = area.dataset.max - area.value.length;
      count.textContent = left >= 0
        ? `Il vous reste ${left} caractère${left > 1 ? "s" : ""}.`
        : `Votre texte dépasse la limite de ${-left} caractère${left < -1 ? "s" : ""}.`;
    };
    area.addEventListener("input", update);
    update();
  }
}

function improve() {
  slides();
  cards();
  transcripts();
  counters();
}

improve();
document.addEventListener("campus:shown", improve); // player.js has just replaced the screen
