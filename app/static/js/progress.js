// Watches a piece of work: fetches a fragment again and again and swaps it in.
//
// <div data-progress="/address/of/the/fragment" data-every="2" aria-live="off">…</div>
// The fragment's root may say data-over: then watching ends and the page is loaded anew.
// What is announced: the text of the element with data-say, when it changes.

const LONGEST_PAUSE_SECONDS = 30;
const QUIET_SECONDS = 10; // a reader's ears need a pause between two announcements

export function watchProgress(element) {
  const every = Number(element.dataset.every || 2);
  let failures = 0;

  async function step() {
    try {
      const answer = await fetch(element.dataset.progress, {
        headers: { "X-Fragment": "1" },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      if (swap(element, await answer.text())) return window.location.reload();
      failures = 0;
    } catch {
      failures += 1; // the server restarts, or the network is away: try again, ever more slowly
    }
    const pause = Math.min(every * 2 ** failures, LONGEST_PAUSE_SECONDS);
    window.setTimeout(step, pause * 1000);
  }
  window.setTimeout(step, every * 1000);
}

// Returns whether the work is over. Keeps focus, open details and the scroll position.
function swap(element, text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").body;
  const before = element.querySelector("[data-say]")?.textContent;
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...element.querySelectorAll("details[open][id]")].map((part) => part.id);

  element.replaceChildren(...fresh.childNodes);

  for (const id of open) element.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (focused) element.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  announce(before, element.querySelector("[data-say]")?.textContent);
  return element.querySelector("[data-over]") !== null;
}

let lastSaid = 0;

function announce(before, now) {
  const speaker = document.querySelector("[data-announcer]");
  if (!speaker || !now || now === before) return;
  if (Date.now() - lastSaid < QUIET_SECONDS * 1000) return;
  lastSaid = Date.now();
  speaker.textContent = now;
}
