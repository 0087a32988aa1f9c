// shown.js - what can be done with what a page shows: a value is copied as it stands (defanged) or raw, a time says how long
// ago it was, a deed that can be taken back says so for half a minute.
const STEPS = [['day', 86400], ['hour', 3600], ['minute', 60]]
const UNDO_S = 30
const words = document.querySelector('main').dataset, ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto', style: 'short' })

function copy(raw, text) {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'copy', textContent: raw ? words.copyRaw : words.copy })
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    const before = button.textContent
    button.textContent = words.copied
    setTimeout(() => { button.textContent = before }, 1500)
  })
  return button
}

function since(time) {
  const s = (Date.now() - Date.parse(time.dateTime)) / 1000, [unit, length] = STEPS.find(([, length]) => s >= length) ?? STEPS.at(-1)
  if (Number.isFinite(s) && s >= 0 && s < 7 * 86400) time.textContent = ago.format(-Math.round(s / length), unit)
}

function dress() {
  for (const value of document.querySelectorAll('main [data-raw]:not(.dressed)')) {
    value.classList.add('dressed')
    const defanged = value.textContent.trim()
    value.after(copy(false, defanged), ...(defanged === value.dataset.raw ? [] : [copy(true, value.dataset.raw)]))
  }
  for (const time of document.querySelectorAll('main time[data-ago]')) since(time)
  for (const undo of document.querySelectorAll('[data-undo]')) setTimeout(() => undo.remove(), UNDO_S * 1000)
}
document.addEventListener('shown', dress)
setInterval(() => document.querySelectorAll('main time[data-ago]').forEach(since), 60000)
dress()
