// Several of a list that is folded away (appearance minimal): its head says what is ticked.

export function decorate(root, {t}) {
  for (const q of root.querySelectorAll('.q[data-face~=ticked]')) {
    const head = q.querySelector('summary');
    if (!head) continue;
    const tell = () => {
      const words = [...q.querySelectorAll('input:checked')].map((one) => one.parentElement.textContent.trim());
      head.textContent = words.join('; ') || t('ticked_none');
    };
    q.addEventListener('change', tell);
    q.addEventListener('written', tell);
    tell();
  }
}
