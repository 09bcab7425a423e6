// Shows known organisations while a name is typed; choosing one sends the form with it.
//
// <div data-suggest="/address/of/the/fragment"> <input …> <div data-suggestions aria-live="polite">…
// Without this, the button “Look it up” does the same.

const PAUSE_MILLISECONDS = 200;
const SHORTEST = 2;

export function suggest(element) {
  const field = element.querySelector("input");
  const place = element.querySelector("[data-suggestions]");
  element.querySelector(".search-by-hand")?.remove();
  let timer = 0;
  let asked = "";

  async function look() {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    if (text.length < SHORTEST) return place.replaceChildren();
    try {
      const answer = await fetch(`${element.dataset.suggest}?q=${encodeURIComponent(text)}`, {
        headers: { "X-Fragment": "1" },
        credentials: "same-origin",
      });
      if (!answer.ok || text !== asked) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      place.replaceChildren(...fresh.childNodes);
    } catch {
      // The network is away: the name can be typed all the same.
    }
  }
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE_MILLISECONDS);
  });
}
