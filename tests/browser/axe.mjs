// axe.mjs - axe-core finds nothing on any page, and no page is wider than its window:  axe:SET, of the sets below.
import { readFileSync } from 'node:fs'
import { base, check, counts, noroshi, page, same } from './harness.mjs'
import { looked, pages } from './pages.mjs'

const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const rules = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }, resultTypes: ['violations'] }

// The looks of one language share one visit to each page: its window is resized, its colours are forced, and nothing is loaded twice.
const sets = {
  daily: { ja: [{ width: 1440 }, { width: 390 }] },
  extreme: { ja: [{ width: 1440 }], en: [{ width: 390 }] },
  empty: { ja: [{ width: 1440 }], en: [{ width: 390 }] },
}
sets.full = Object.fromEntries(['ja', 'en'].map(lang => [lang, [1440, 1280, 768, 390].flatMap(width => [{ width }, { width, forced: true }])]))

// Forced colours change nothing but colours: with them the rules that read colours are run, all others saw the same page before.
function look({ rules, forced }) {
  const { values } = rules.runOnly, colours = axe.getRules(['cat.color']).filter(r => r.tags.some(t => values.includes(t))).map(r => r.ruleId)
  return axe.run(document, forced ? { ...rules, runOnly: { type: 'rule', values: colours } } : rules)
}

// What reaches beyond the right edge and does not scroll within a box of its own.
function beyond() {
  const edge = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= edge) return []
  const all = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > edge + 1 && !e.closest('.scrollx, .nav, .views, .filters'))
    .map(e => `${Math.round(e.getBoundingClientRect().right - edge)} px: ${e.outerHTML.slice(0, 120)}`).slice(0, 12)
  return all.length > 0 ? all : [`${document.documentElement.scrollWidth - edge} px, of something within a box that scrolls`]
}

const told = v => `${v.id}: ${v.help}\n` + v.nodes.slice(0, 5).map(n => `  ${n.html.slice(0, 160)}  (${n.target})`).join('\n')

export async function axe_(set = 'daily') {
  const known = [...new Set(noroshi('serve', '--routes').trim().split('\n').map(line => JSON.parse(line)).filter(r => r.method === 'GET').map(r => r.path))]
  same('every page of the program is looked at', [], known.filter(path => !(path in pages) && !path.startsWith('/api/')))
  same('no page is looked at that is none', [], Object.keys(pages).filter(path => !known.includes(path)))
  for (const [lang, looks] of Object.entries(sets[set])) {
    const open = new Map()          // axe is put into the page from outside, so these pages alone go without their policy
    for (const [who, address] of looked()) {
      if (!open.has(who)) open.set(who, await page(who, { lang, width: looks[0].width, bypassCSP: true, into: counts() }))
      const one = open.get(who)
      await one.goto(base + address)
      await one.evaluate(axe)
      for (const { width, forced = false } of looks) {
        const how = `${who ?? 'nobody'} ${address.split('?')[0]} ${lang} ${width}${forced ? ' forced colours' : ''}`
        await one.setViewportSize({ width, height: 900 })
        await one.emulateMedia({ forcedColors: forced ? 'active' : 'none' })
        const { violations } = await one.evaluate(look, { rules, forced })
        check(`axe: ${how}`, violations.length === 0, violations.map(told).join('\n'))
        const wide = await one.evaluate(beyond)
        check(`no wider than the window: ${how}`, wide.length === 0, wide.join('\n'))
      }
    }
    for (const one of open.values()) await one.context().close()
  }
}
export { axe_ as axe }
