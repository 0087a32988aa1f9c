// looks.mjs - what a tired reader trips over, on every page in both languages: no list without the name of what it shows, no
// number broken into pieces, nothing of the frame in the other language, and on a telephone no row as tall as the screen.
import { base, check, page } from './harness.mjs'
import { looked } from './pages.mjs'

const ROW_MOST = 190            // px, of rows that only tell

// `free`: a time of one's own choice is none of the quarters above it.
function tripped({ lang, most, free }) {
  const shown = e => e.getClientRects().length > 0, said = e => e.textContent.trim().slice(0, 60), all = what => [...document.querySelectorAll(what)].filter(shown)
  const wrong = []
  const ours = e => { const copy = e.cloneNode(true); copy.querySelectorAll('[lang], .told').forEach(x => x.remove()); return copy.textContent }
  for (const n of all('nav.views')) if (n.querySelectorAll('[aria-current]').length !== 1 && !free) wrong.push(`none of these is shown, or several: ${said(n)}`)
  for (const a of all('main td a, main th a')) if (/^[A-Z]-[A-Z0-9-]+(\/\d+)?$/.test(said(a)) && a.getClientRects().length > 1) wrong.push(`a number in pieces: ${said(a)}`)
  for (const t of all('main thead th').flatMap(h => [...h.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)))
    for (const word of t.textContent.matchAll(/[a-z]{2,}/gi)) {
      const range = document.createRange()
      range.setStart(t, word.index)
      range.setEnd(t, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) wrong.push(`a head in pieces: ${word[0]}`)
    }
  if (lang === 'en') for (const e of all('.nav a, main h2, main thead th, main label, main legend, main button, main summary, main dt')) if (/[\u3040-\u30ff]/.test(ours(e)) && !e.closest('[lang=ja]')) wrong.push(`Japanese: ${said(e)}`)
  if (most) for (const r of all('main table.list > tbody > tr')) if (!r.querySelector('form, details, svg, pre, .means') && r.getBoundingClientRect().height > most) wrong.push(`a row of ${Math.round(r.getBoundingClientRect().height)} px: ${said(r)}`)
  return wrong
}

export async function looks() {
  for (const lang of ['ja', 'en']) {
    const open = new Map()
    for (const [who, address] of looked()) {
      if (!open.has(who)) open.set(who, await page(who, { lang }))
      const one = open.get(who)
      await one.setViewportSize({ width: 1440, height: 900 })
      await one.goto(base + address)
      const free = /[?&]from=/.test(address), wrong = await one.evaluate(tripped, { lang, free, most: 0 })
      await one.setViewportSize({ width: 390, height: 844 })
      wrong.push(...await one.evaluate(tripped, { lang, free, most: ROW_MOST }))
      check(`looks: ${who ?? 'nobody'} ${address.split('?')[0]} ${lang}`, wrong.length === 0, [...new Set(wrong)].join('\n'))
    }
    for (const one of open.values()) await one.context().close()
  }
}
