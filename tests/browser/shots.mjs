// shots.mjs FOLDER - a picture of every page that anybody's menu and lists lead to; $LINKS are the sign-in links of the demo.
import { base, finish, noroshi, visitor } from './harness.mjs'
import { pages } from './pages.mjs'

const folder = process.argv[2], only = process.argv[3]
const people = ['analyst', 'second', 'member', 'approver', 'auditor']
const links = [...process.env.LINKS.matchAll(/\/link\/\S+/g)].map(m => m[0])
const routes = noroshi('serve', '--routes').trim().split('\n').map(l => JSON.parse(l)).filter(r => r.method === 'GET').map(r => r.path)
  .filter(r => !/^\/(link|api)|\{x\}\/print/.test(r) && Array.isArray(pages[r]))      // others are files, or lead on
const shape = new Map(routes.map(r => [r, new RegExp(`^${r.replaceAll('{x}', '[^/]+')}$`)]))
const looks = [{ lang: 'ja', width: 1440 }, { lang: 'ja', width: 390, height: 844 }, { lang: 'en', width: 1440 }]
// Of many things of a kind the one that shows most: what stands in its row.
const best = [['/cases/{x}', /標的型|ビジネスメール/]]

const shapeOf = path => routes.find(r => shape.get(r).test(path))

// address -> the pages that it leads to, the first of each shape
async function crawl(page) {
  const found = new Map(), queue = ['/']
  while (queue.length) {
    const address = queue.shift()
    await page.goto(base + address)
    const all = await page.locator('.nav a[href], main a[href]').evaluateAll(as => as.map(a => [a.getAttribute('href'), a.closest('tr')?.textContent ?? a.textContent]))
    for (const [route, words] of best) all.sort((a, b) => Number(shapeOf(b[0].split('?')[0]) === route && words.test(b[1])) - Number(shapeOf(a[0].split('?')[0]) === route && words.test(a[1])))
    for (const [href] of all) {
      const route = shapeOf(href.split('?')[0])
      if (!route || /format=(csv|json)|\/(csv|json|html|text|stix|misp)\b/.test(href) || found.has(route)) continue
      found.set(route, href)
      if (!/print/.test(route)) queue.push(href)
    }
  }
  return found
}

// Of what was handed in the piece with most strong evidence.
async function strongest(page) {
  let best = null, most = 0, next = '/submissions?view=all'
  for (let n = 0; next && n < 12; n++) {
    await page.goto(base + next)
    for (const [href, text] of await page.locator('main table.q tbody tr').evaluateAll(rows => rows.map(r => [r.querySelector('a.subj').getAttribute('href'), r.textContent]))) {
      const strong = Number(/(?:強|strong) ?(\d+)/.exec(text)?.[1] ?? 0)
      if (strong > most) [best, most] = [href, strong]
    }
    next = await page.locator('.more a').last().getAttribute('href', { timeout: 500 }).catch(() => null)
  }
  return best
}

for (const [i, link] of links.entries()) {
  const who = people[i], first = await visitor(null), door = await first.newPage()
  await door.goto(base + link)
  await Promise.all([door.waitForNavigation(), door.locator('main button').click()])
  const cookies = (await first.cookies()).filter(c => c.name === '__Host-noroshi'), found = await crawl(door)
  if (i === 0) found.set('/sign-in', null)
  if (found.has('/submissions')) {
    found.set('/submissions', '/submissions?view=all')
    found.set('/submissions/{x}/{x}', await strongest(door) ?? found.get('/submissions/{x}/{x}'))
  }
  if (found.has('/report')) found.set('/report/print', '/report/print?from=2019-07-01&to=2019-09-30&format=html')
  const share = found.get('/inbox/{x}')
  if (share) {                    // an opened one shows more
    await door.goto(base + share)
    const open = door.locator('form[action$="/open"] button')
    if (await open.count()) await Promise.all([door.waitForNavigation(), open.click()])
  }
  await first.close()
  for (const look of looks) {
    const context = await visitor(null, look), page = await context.newPage()
    if (found.has('/sign-in')) {
      await page.goto(`${base}/sign-in`)
      await page.screenshot({ path: `${folder}/nobody-sign-in-${look.lang}-${look.width}.png`, fullPage: true })
    }
    await context.addCookies(cookies)
    for (const [route, href] of found) {
      if (href === null || (only && !route.includes(only))) continue
      await page.goto(base + href)
      const name = route === '/' ? 'home' : route.slice(1).replaceAll('/{x}', '-one').replaceAll('/', '-')
      await page.screenshot({ path: `${folder}/${who}-${name}-${look.lang}-${look.width}.png`, fullPage: true })
    }
    await context.close()
  }
}
await finish()
