// command.js - Ctrl+K: where to, by a few letters; the pages of the menu, and the last ten things that were opened here, and the search.
// What was opened is kept in this browser under the person's name, and forgotten on signing out.
const MOST = 10
const box = document.getElementById('command'), input = box.querySelector('input'), list = box.querySelector('[role=listbox]')
const place = `opened ${document.querySelector('.who span').textContent}`
let at = 0

const opened = () => { try { return JSON.parse(localStorage.getItem(place)) ?? [] } catch { return [] } }

function remember() {
  if (!/^\/(submissions\/[^/]+\/[^/]+|cases\/[^/]+|shares\/[^/]+|inbox\/[^/]+|hunts\/[^/]+)$/.test(location.pathname)) return
  const heading = document.querySelector('main h1')?.textContent.trim() ?? '', number = decodeURIComponent(location.pathname.split('/').slice(2).join('/'))
  const one = { href: location.pathname, label: heading.includes(number) ? heading : `${number} ${heading}` }
  localStorage.setItem(place, JSON.stringify([one, ...opened().filter(o => o.href !== one.href)].slice(0, MOST)))
}

function fill() {
  const wanted = input.value.normalize('NFKC').toLowerCase().split(/\s+/), fits = o => wanted.every(w => o.label.normalize('NFKC').toLowerCase().includes(w))
  const menu = [...document.querySelectorAll('.nav a')].map(a => ({ href: a.getAttribute('href'), label: a.firstChild.textContent.trim() }))
  const words = input.value.trim(), search = words && document.querySelector('.find') ? [{ href: `/search?q=${encodeURIComponent(words)}`, label: `${box.dataset.search}: ${words}` }] : []
  const all = [...[...opened().filter(o => o.href !== location.pathname), ...menu].filter(fits), ...search]
  at = Math.max(0, Math.min(at, all.length - 1))
  list.replaceChildren(...all.map((o, i) => {
    const e = document.createElement('a')
    Object.assign(e, { id: `command-${i}`, href: o.href, textContent: o.label, tabIndex: -1 })
    e.setAttribute('role', 'option')
    e.setAttribute('aria-selected', String(i === at))
    return e
  }))
  if (all.length) input.setAttribute('aria-activedescendant', `command-${at}`)
  else input.removeAttribute('aria-activedescendant')
  list.children[at]?.scrollIntoView({ block: 'nearest' })
}

document.addEventListener('keydown', e => {
  if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== 'k' || e.isComposing || e.keyCode === 229) return
  e.preventDefault()
  if (box.open) return box.close()
  input.value = ''
  at = 0
  fill()
  box.showModal()
  input.focus()
})
input.addEventListener('input', () => { at = 0; fill() })
input.addEventListener('keydown', e => {
  if (e.isComposing || e.keyCode === 229) return
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
    e.preventDefault()
    at = (at + (e.key === 'ArrowDown' ? 1 : -1) + list.children.length) % (list.children.length || 1)
    fill()
  } else if (e.key === 'Enter') {
    e.preventDefault()
    list.children[at]?.click()
  }
})
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => localStorage.removeItem(place))
document.addEventListener('last', e => {
  const one = opened().find(o => o.href.startsWith('/cases/') && o.href !== location.pathname)
  if (!one) return
  e.preventDefault()
  location.assign(one.href)
})
document.addEventListener('shown', remember)
remember()
