// Beside the phone's frame: asks the server what the expressions give for the state that the page in the frame reports.
// One question at a time; the newest state is asked next.

/** @param {HTMLIFrameElement} frame carries data-url and data-token */
export default function trialValues(frame) {
  const place = document.getElementById('values');
  let waiting = null;
  let asking = false;

  async function ask() {
    asking = true;
    while (waiting !== null) {
      const body = new URLSearchParams({csrf_token: frame.dataset.token, xml: waiting});
      waiting = null;
      const answer = await fetch(frame.dataset.url, {method: 'POST', body}).catch(() => null);
      if (answer?.ok && !answer.redirected) show(await answer.text());
    }
    asking = false;
  }

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const [before, after] = [place, fresh].map((root) => [...root.querySelectorAll('tbody td:nth-child(2)')]);
    after.forEach((cell, index) => {
      if (before[index] && before[index].textContent !== cell.textContent) cell.classList.add('fresh');
    });
    const [table, record] = [place.querySelector('.values'), place.querySelector('details')];
    const top = table.scrollTop;
    table.replaceChildren(...fresh.querySelector('.values').childNodes);
    table.scrollTop = top;
    record.querySelector('pre').textContent = fresh.querySelector('pre').textContent;
  }

  addEventListener('message', ({source, origin, data}) => {
    if (source !== frame.contentWindow || origin !== location.origin || typeof data?.trial !== 'string') return;
    waiting = data.trial;
    if (!asking) ask();
  });
}
