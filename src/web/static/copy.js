// copy.js - a value is copied as it stands, which nobody opens by mistake, or raw, for a block list: a button of its own each.
const words = document.querySelector('main').dataset

function button(label, text) {
  const b = Object.assign(document.createElement('button'), { type: 'button', className: 'copy', textContent: label })
  b.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    b.textContent = words.copied
    setTimeout(() => { b.textContent = label }, 1500)
  })
  return b
}

function dress() {
  for (const value of document.querySelectorAll('main [data-raw]:not(.dressed)')) {
    const shown = value.dataset.shown ?? value.textContent.trim(), raw = value.dataset.raw
    value.classList.add('dressed')
    value.after(button(words.copy, shown), ...(shown === raw ? [] : [button(words.copyRaw, raw)]))
  }
}
document.addEventListener('shown', dress)
dress()
