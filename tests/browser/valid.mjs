// valid.mjs - what the pages send is HTML as the standard has it (html-validate), before any browser mends it.
import { HtmlValidate } from 'html-validate'
import { base, check, page } from './harness.mjs'
import { looked } from './pages.mjs'

const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard', 'html-validate:a11y'],
  // lines may be as they come from the templates; who only reads evidence has its form without a button
  rules: { 'no-trailing-whitespace': 'off', 'void-style': 'off', 'no-inline-style': 'error', 'long-title': 'off', 'form-dup-name': 'off', 'no-implicit-button-type': 'off', 'prefer-native-element': 'off',
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    'wcag/h32': 'off' } })

export async function valid() {
  const open = new Map()
  for (const [who, address] of looked()) {
    if (!open.has(who)) open.set(who, await page(who))
    const answer = await open.get(who).goto(base + address), html = await answer.text()
    if (!/text\/html/.test(answer.headers()['content-type']) || address.includes('/print')) continue      // the report's paper: report.sh
    const { results } = await validator.validateString(html)
    const told = results.flatMap(r => r.messages).map(m => `${m.ruleId}: ${m.message}: ${html.split('\n')[m.line - 1].slice(Math.max(0, m.column - 40), m.column + 60)}`)
    check(`valid: ${who ?? 'nobody'} ${address.split('?')[0]}`, told.length === 0, told.join('\n'))
  }
  for (const one of open.values()) await one.context().close()
}
