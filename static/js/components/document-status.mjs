// Shows how far a document is, so that nobody has to reload. Without it the page reloads itself (<noscript>) or by its link.
// All texts come from the server.

const FIRST = 700;
const SLOWEST = 5000;

/**
 * @param {Element} element carries data-url and the parts [data-part=said] and progress
 * @param {{fetch?: typeof fetch, wait?: (ms: number) => Promise<void>, leave?: () => void}} [tools] replaced in tests
 */
export async function documentStatus(element, tools = {}) {
  const fetch = tools.fetch ?? globalThis.fetch.bind(globalThis);
  const wait = tools.wait ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
  const leave = tools.leave ?? (() => location.reload());
  const said = element.querySelector("[data-part=said]");
  const bar = element.querySelector("progress");
  for (let pause = FIRST; ; pause = Math.min(pause * 1.3, SLOWEST)) {
    await wait(pause);
    let answer;
    try {
      const response = await fetch(element.getAttribute("data-url"), { headers: { Accept: "application/json" } });
      if (!response.ok) return leave(); // signed out, or gone: the page itself says so
      answer = await response.json();
    } catch {
      continue; // no network just now: the job goes on without us
    }
    if (answer.over) return leave();
    if (said.textContent !== answer.said) said.textContent = answer.said;
    bar.value = answer.progress;
  }
}

if (globalThis.document) {
  for (const element of document.querySelectorAll("[data-component=document-status]")) documentStatus(element);
}
