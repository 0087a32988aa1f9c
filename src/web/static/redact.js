// redact.js - what is selected in a text stands in the form: paragraph and words, in the first row that is free.
let picked = null
document.addEventListener('selectionchange', () => {
  const s = getSelection(), at = s.anchorNode?.parentElement?.closest('[data-place]')
  if (at && !s.isCollapsed && at.contains(s.focusNode) && s.toString().trim()) picked = { place: at.dataset.place, words: s.toString().trim() }
})
document.addEventListener('focusin', e => {
  const words = e.target.closest('[name^=own-words-]')
  if (!words || words.value || !picked) return
  words.value = picked.words
  words.form.elements[words.name.replace('words', 'place')].value = picked.place
  picked = null
  words.form.elements[words.name.replace('words', 'word')].focus()
})
