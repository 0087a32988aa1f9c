// lighthouse.mjs - what Lighthouse says of every page, as a desk's screen and as a telephone.  It is 200 packages, so it lies
// outside the tree: npm i lighthouse@12 somewhere, and $LIGHTHOUSE is that folder's node_modules/lighthouse/core/index.js.
import { base, check, started, visitor } from './harness.mjs'
import { pages } from './pages.mjs'

// Without its own throttling of this machine: what a page costs is simulated from what was seen.
const forms = {
  desktop: { formFactor: 'desktop', screenEmulation: { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false },
    throttling: { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1 } },
  mobile: { formFactor: 'mobile' },
}
const KB_MOST = 60, CLS_MOST = 0.01
const SAYS_NO = 'ERRORED_DOCUMENT_REQUEST', LOAD_MS = 10000     // the stream of what is new never ends

export async function lighthouse(only = '') {
  const { default: look } = await import(process.env.LIGHTHOUSE), port = 9200 + process.pid % 700
  await started([`--remote-debugging-port=${port}`])
  const cookies = new Map(), worst = {}
  for (const [route, list] of Object.entries(pages)) {
    if (!Array.isArray(list) || !new RegExp(only).test(route) || route === '/report/print') continue    // the paper is sandboxed: no script runs there, not Lighthouse's either
    const [who, address] = list[0]
    if (!cookies.has(who)) {
      const context = await visitor(who)
      cookies.set(who, (await context.cookies()).map(c => `${c.name}=${c.value}`).join('; '))
      await context.close()
    }
    for (const [form, settings] of Object.entries(forms)) {
      let lhr
      for (let i = 0; i < 3 && (!lhr || (lhr.runtimeError && lhr.runtimeError.code !== SAYS_NO)); i++) ({ lhr } = await look(base + address, { port, output: 'json', logLevel: 'error', extraHeaders: { Cookie: cookies.get(who) },
        onlyCategories: ['performance', 'accessibility', 'best-practices'], maxWaitForLoad: LOAD_MS, ...settings }))
      if (lhr.runtimeError) {
        if (lhr.runtimeError.code !== SAYS_NO) check(`lighthouse ${form} ${route}`, false, lhr.runtimeError.message)
        continue        // a page that says no has no score
      }
      const score = Object.fromEntries(Object.entries(lhr.categories).map(([name, c]) => [name, Math.round(c.score * 100)]))
      const kb = Math.round(lhr.audits['total-byte-weight'].numericValue / 1024), cls = lhr.audits['cumulative-layout-shift'].numericValue
      const failed = Object.values(lhr.audits).filter(a => a.score !== null && a.score < 1 && !/^(performance|metric)/.test(a.scoreDisplayMode) &&
        ['accessibility', 'best-practices'].some(c => lhr.categories[c].auditRefs.some(r => r.id === a.id && r.weight > 0))).map(a => a.id)
      for (const [name, n] of Object.entries(score)) worst[`${form} ${name}`] = Math.min(worst[`${form} ${name}`] ?? 100, n)
      // time is the machine's and is told, not judged
      check(`lighthouse ${form} ${route}: performance ${score.performance}, ${kb} KB, shift ${cls.toFixed(3)}`,
        score.accessibility === 100 && score['best-practices'] === 100 && kb <= KB_MOST && cls <= CLS_MOST, `${JSON.stringify(score)} ${failed}`)
    }
  }
  console.error(JSON.stringify(worst))
}
