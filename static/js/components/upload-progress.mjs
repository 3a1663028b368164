// A form with files: shows how far the upload is, and keeps the page with its chosen files when it fails. Texts come from the server.

/** @param {HTMLFormElement} form holds the parts upload and said, and a progress */
export default function uploadProgress(form) {
  const box = form.querySelector('[data-part=upload]');
  const said = box.querySelector('[data-part=said]');
  const bar = box.querySelector('progress');
  const say = (key) => { said.textContent = said.dataset[key]; };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const buttons = form.querySelectorAll('button');
    const request = new XMLHttpRequest();
    const over = () => buttons.forEach((button) => { button.disabled = false; });
    const failed = () => {
      over();
      bar.hidden = true;
      say('failed');
    };
    request.upload.onprogress = ({loaded, total}) => {
      bar.value = 100 * loaded / total;
      if (loaded === total) say('checking');
    };
    request.onload = () => {
      if (request.status === 200) location.assign(request.responseURL);
      else if (request.status === 422 || request.status === 413) refused(request.responseText, over);
      else failed();
    };
    request.onerror = failed;
    request.open('POST', form.action);
    request.send(new FormData(form));
    buttons.forEach((button) => { button.disabled = true; });
    box.hidden = false;
    bar.hidden = false;
    bar.value = 0;
    say('going');
  });

  /** The server's own words, on this page: what was chosen stays chosen. */
  function refused(html, over) {
    const summary = new DOMParser().parseFromString(html, 'text/html').querySelector('.errors.summary');
    document.querySelector('main .errors.summary')?.remove();
    box.hidden = true;
    over();
    if (!summary) return location.reload();
    form.before(summary);
    summary.focus();
  }
}
