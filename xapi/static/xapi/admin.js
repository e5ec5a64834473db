// Conveniences of the xAPI pages: without this file their buttons stay hidden and everything else works.

const SECONDS_BETWEEN_LOOKS = 5;

const statusOf = (button) => button.parentElement.querySelector("[role=status]");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      statusOf(button).textContent = "Copié.";
    } catch {
      statusOf(button).textContent = "Le navigateur ne l’a pas permis : sélectionnez le texte pour le copier.";
    }
  });
}

// Looks again and again, only when asked, until asked to stop or until somebody reads with the keyboard in the list.
for (const button of document.querySelectorAll("[data-refresh]")) {
  const list = document.querySelector(button.dataset.refresh);
  const start = button.textContent;
  let timer = null;

  const stop = (reason) => {
    clearInterval(timer);
    timer = null;
    button.textContent = start;
    button.setAttribute("aria-pressed", "false");
    statusOf(button).textContent = reason;
  };

  const look = async () => {
    if (document.hidden || list.contains(document.activeElement)) return;
    try {
      const answer = await fetch(button.dataset.refreshFrom + location.search);
      if (!answer.ok) throw new Error(answer.status);
      const shown = await answer.text();
      if (timer !== null) list.innerHTML = shown;
    } catch {
      stop("La liste ne peut plus être lue : rafraîchissez la page.");
    }
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    if (timer !== null) {
      stop("La liste ne change plus toute seule.");
      return;
    }
    timer = setInterval(look, SECONDS_BETWEEN_LOOKS * 1000);
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    statusOf(button).textContent = `La liste est relue toutes les ${SECONDS_BETWEEN_LOOKS} secondes.`;
    look();
  });
}
