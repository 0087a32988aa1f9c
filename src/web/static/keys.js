// keys.js - single keys.  What a key does stands in the page: data-key="m" on a button, a link or a field, data-key="g q"
// for two after each other; the current row's come first.  Nothing happens while somebody writes, composes, or has switched
// the keys off (WCAG 2.1.4); the box behind "?" lists what the page has.
const HELD_MS = 1500
const help = document.getElementById('help'), off = document.getElementById('keys-off')
let before = '', before_ms = 0, row = null

const writes = e => e.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey || e.altKey ||
  e.target.closest('input:not([type=checkbox],[type=radio],[type=submit],[type=button]), textarea, select, [contenteditable], dialog[open]') !== null
const shown = e => e !== null && e.getClientRects().length > 0
const isOff = () => localStorage.getItem('keys') === 'off'

const rows = () => [...document.querySelectorAll('main table.q > tbody > tr, main table.list > tbody > tr, main .hits > li')].filter(r => shown(r) && r.querySelector('a[href]'))
const link = r => r.querySelector('a.subj, a[href]')
// The row in which the focus stands, or stood before something else took it away.
const here = () => rows().find(r => r.contains(document.activeElement)) ?? (row?.isConnected ? row : null)

function move(by) {
  const all = rows(), at = all.indexOf(here()), next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]
  if (!next) return false
  row?.classList.remove('at')
  row = next
  row.classList.add('at')
  link(row).focus()
  row.scrollIntoView({ block: 'nearest' })
  row.dispatchEvent(new CustomEvent('at', { bubbles: true }))
  return true
}

// Between the marks of a text or the pieces of evidence.
function step(by) {
  const all = [...document.querySelectorAll('main mark.pii, main mark.red, main .evid > li')].filter(shown)
  const at = all.indexOf(document.activeElement), next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by]
  if (!next) return false
  next.tabIndex = -1
  next.focus()
  return true
}

function find(key) {
  const all = place => place ? [...place.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)] : []
  return [...all(here()), ...all(document.querySelector('main')), ...all(document)].find(e => shown(e) && !e.disabled && !e.closest('[inert]')) ?? null
}

function use(key) {
  const thing = find(key)
  if (thing === null) return false
  if (thing.matches('a, button, summary, [type=checkbox]')) thing.click()
  else (thing.matches('fieldset') ? thing.querySelector('input') : thing).focus()
  return true
}

const name = e => (e.labels?.[0]?.firstChild?.textContent ?? e.getAttribute('aria-label') ?? e.querySelector(':scope > legend')?.textContent ?? [...e.childNodes].filter(n => n.nodeName !== 'KBD').map(n => n.textContent).join('')).trim()

function list() {
  const body = help.querySelector('tbody:last-of-type'), known = new Set()
  body.replaceChildren()
  for (const e of document.querySelectorAll('[data-key]')) {
    if (!shown(e) || known.has(e.dataset.key)) continue
    known.add(e.dataset.key)
    const line = body.insertRow(), key = document.createElement('th')
    key.scope = 'row'
    key.append(...e.dataset.key.split(' ').map(k => Object.assign(document.createElement('kbd'), { textContent: k })))
    line.append(key)
    line.insertCell().textContent = name(e)
  }
  off.checked = isOff()
  help.showModal()
  return true
}

// The case that was opened last is known to who keeps what was opened.
const last = () => !document.dispatchEvent(new CustomEvent('last', { cancelable: true }))

const ours = { j: () => move(1), k: () => move(-1), '[': () => step(-1), ']': () => step(1), '?': list,
  x: () => { const box = here()?.querySelector('input[type=checkbox]'); box?.click(); return Boolean(box) } }

document.addEventListener('keydown', e => {
  if (e.defaultPrevented || writes(e) || (isOff() && e.key !== '?')) return
  const two = before && e.timeStamp - before_ms < HELD_MS ? `${before} ${e.key}` : ''
  before = ''
  if ((two === 'g l' && last()) || (two && use(two)) || (!two && (ours[e.key]?.() || use(e.key)))) {
    e.preventDefault()
  } else if (!two && document.querySelector(`[data-key^="${CSS.escape(e.key)} "]`)) {
    before = e.key
    before_ms = e.timeStamp
  }
})
off?.addEventListener('change', () => localStorage.setItem('keys', off.checked ? 'off' : 'on'))
document.documentElement.classList.add('keyed')
