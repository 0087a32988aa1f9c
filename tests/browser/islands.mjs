// islands.mjs - what the pages' scripts do; that everything works without them is path.mjs's business.
import { gzipSync } from 'node:zlib'
import { asked, base, check, counts, need, page, same, test, things } from './harness.mjs'

const focused = p => p.evaluate(() => document.activeElement.getAttribute('href') ?? document.activeElement.id ?? document.activeElement.tagName)
const hrefs = p => p.locator('main table.q tbody tr a.subj').evaluateAll(all => all.map(a => a.getAttribute('href')))
const until = async (good, why) => { for (let i = 0; i < 200; i++) { if (await good()) return; await new Promise(r => setTimeout(r, 50)) } throw new Error(why) }
const mail = n => ({ name: `dropped-${n}.eml`, text: `From: x@drop.example\r\nSubject: dropped ${n}\r\nDate: Wed, 31 Jul 2019 09:59:00 +0900\r\n\r\nText ${n}\r\n` })

async function sizes() {
  const bytes = new Map(), of = async (who, address) => {
    const p = await page(who)
    await p.goto(base + address)
    const all = await p.evaluate(() => [...document.querySelectorAll('script[src], link[rel=stylesheet]')].map(e => e.src ?? e.href))
    await p.context().close()
    for (const url of all) {
      if (bytes.has(url)) continue
      const answer = await fetch(url), plain = Buffer.from(await answer.arrayBuffer())
      check(`${url.split('/').pop().split('.')[0]} is packed and stays`, answer.headers.get('content-encoding') === 'gzip' && /immutable/.test(answer.headers.get('cache-control')))
      const bare = await fetch(url, { headers: { 'Accept-Encoding': 'identity' } })
      same('the same unpacked', true, bare.headers.get('content-encoding') === null && plain.equals(Buffer.from(await bare.arrayBuffer())))
      bytes.set(url, gzipSync(plain, { level: 9 }).length)
    }
    return all.map(u => u.split('/').pop().split('.')[0])
  }
  same('no script before signing in', [], (await of(null, '/sign-in')).filter(n => n !== 'noroshi'))
  const plain = await of('an-1', '/cases'), submit = await of('a-con', '/submit')
  same('a page loads only its own', [false, true], [plain.includes('submit'), submit.includes('submit')])
  await of('an-1', '/submissions')
  await of('b-con', `/inbox/${things.open}`)
  await of('an-1', `/shares/${things.draft}`)
  const total = end => [...bytes].filter(([url]) => url.endsWith(end)).reduce((n, [, size]) => n + size, 0)
  check(`all scripts are at most 20 KB (${total('.js')} bytes)`, total('.js') > 0 && total('.js') <= 20 << 10)
  check(`the style is at most 12 KB (${total('.css')} bytes)`, total('.css') > 0 && total('.css') <= 12 << 10)
}

async function keys() {
  const p = await page('an-1'), press = async (...all) => { for (const key of all) await p.keyboard.press(key) }
  await p.goto(`${base}/submissions?view=all`)
  const rows = await hrefs(p)
  await test('keys: j and k walk the rows, Enter opens', async () => {
    await press('j')
    need(await focused(p) === rows[0], 'j is not at the first row')
    await press('j', 'j', 'k')
    need(await focused(p) === rows[1], `after jjk: ${await focused(p)}`)
    await press('Enter')
    await p.waitForURL(base + rows[1])
    await p.goBack()
  })
  await test('keys: what stands beside the list is of the row under the keys; one key takes it', async () => {
    await press('j', 'j', 'j')
    const name = rows[2].slice('/submissions/'.length), beside = p.locator('.peek:not([inert])')
    await until(async () => await beside.count() === 1 && await beside.getAttribute('data-row') === name, 'what stands beside is of another row')
    need(await p.locator('tr[aria-selected=true]').getAttribute('id') === name, 'another row is marked')
    await press('a')
    await p.waitForURL(/done=taken/)
    await p.goto(`${base}/submissions?view=mine`)
    need((await hrefs(p)).includes(rows[2]), 'it was not that row that was taken')
    await p.goto(`${base}/submissions?view=all`)
  })
  await test('keys: g l leads to the case opened last', async () => {
    await p.goto(`${base}/cases/${things.case}`)
    await p.goto(`${base}/submissions?view=all`)
    await press('g', 'l')
    await p.waitForURL(`${base}/cases/${things.case}`)
    await p.goto(`${base}/submissions?view=all`)
  })
  await test('keys: g and a letter lead to the pages', async () => {
    await press('g', 'c')
    await p.waitForURL(`${base}/cases`)
    await press('g', 'q')
    await p.waitForURL(`${base}/submissions`)
    await p.goto(`${base}/submissions?view=all`)
  })
  await test('keys: what a key does stands in the page', async () => {
    await p.goto(`${base}/submissions/${things.third}/1`)
    await press('c')
    need(await focused(p) === 'class', `c leads to ${await focused(p)}`)
    await p.goto(`${base}/shares/${things.draft}`)
    await press('s')
    await p.waitForURL(/done=/)
    await p.goto(`${base}/submissions?view=all`)
  })
  await test('keys: / is for words, Enter searches, j and Enter open what was found', async () => {
    await p.goto(`${base}/submissions?view=all`)
    await press('/')
    need(await p.evaluate(() => document.activeElement.name) === 'q', '/ does not lead to the search')
    await p.keyboard.type('turbine')
    await press('Enter')
    await p.waitForURL(/[/]search[?]q=turbine/)
    const found = await p.locator('.hits li a').evaluateAll(all => all.map(a => a.getAttribute('href')))
    need(found.length > 1, `found: ${found}`)
    await press('j', 'j')
    need(await focused(p) === found[1], `after jj: ${await focused(p)}`)
    await press('Enter')
    await p.waitForURL(base + found[1])
  })
  await test('keys: e, t take the tables away, d leads to the directions; ? lists them', async () => {
    const taken = async key => (await Promise.all([p.waitForEvent('download'), press(key)]))[0].suggestedFilename()
    const listed = async key => { await press('?'); const all = await p.locator('#help tbody').last().locator('th').allTextContents(); await press('Escape'); need(all.includes(key), `${key} is not among ${all}`) }
    await p.goto(`${base}/indicators`)
    need(/\.csv$/.test(await taken('e')), 'e takes no table')
    await listed('e')
    await p.goto(`${base}/hunts/${things.open}`)
    need(await taken('t') === `${things.open}-table.csv`, 't takes another table')
    await press('d')
    need(await p.evaluate(() => document.activeElement.id) === 'h-dir', 'd leads elsewhere')
    for (const key of ['d', 't']) await listed(key)
    await p.goto(`${base}/submissions?view=all`)
  })
  await test('keys: ? lists them, Escape closes', async () => {
    await press('?')
    need(await p.locator('#help').isVisible(), 'no list')
    need(await p.locator('#help tbody').last().locator('tr').count() >= 5, 'the page’s own are not in it')
    await press('j')
    need(await p.locator('#help').isVisible() && !rows.includes(await focused(p)), 'a key went through the box')
    await press('Escape')
    need(!await p.locator('#help').isVisible(), 'still open')
  })
  // A Japanese input method tells its letters as keys of a composition (UI Events 5.7.3; 229 for older ways).
  const letter = more => p.evaluate(more => { document.activeElement.blur(); document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true, ...more })) }, more)
  for (const [name, more] of [['within a composition', { isComposing: true }], ['by the number of an input method', { keyCode: 229 }], ['with Ctrl', { ctrlKey: true }]]) {
    await letter(more)
    check(`keys: a letter ${name} does nothing`, !rows.includes(await focused(p)))
  }
  await letter({})
  check('keys: control: the same letter without it does', rows.includes(await focused(p)))
  await test('keys: can be switched off', async () => {
    await press('?')
    await p.locator('#keys-off').check()
    await press('Escape')
    await p.reload()
    await press('j')
    need(!rows.includes(await focused(p)), 'j still walks')
    await press('?')
    await p.locator('#keys-off').uncheck()
    await press('Escape')
    await p.waitForSelector('#help', { state: 'hidden' })
    await press('j')
    need(rows.includes(await focused(p)), 'j does not walk any more')
  })
  await p.context().close()
}

async function composing() {
  const p = await page('a-con'), ime = await p.context().newCDPSession(p)
  await p.goto(`${base}/submit`)
  await test('keys: what is written stays what it is, and so does what is composed', async () => {
    await p.locator('#note').focus()
    await p.keyboard.type('jk?gq/')
    await ime.send('Input.imeSetComposition', { text: 'じけん', selectionStart: 3, selectionEnd: 3 })
    await ime.send('Input.insertText', { text: '事件' })
    need(await p.locator('#note').inputValue() === 'jk?gq/事件', await p.locator('#note').inputValue())
    need(p.url() === `${base}/submit` && !await p.locator('#help').isVisible(), 'a key did something')
  })
  await p.context().close()
}

async function swap() {
  const p = await page('an-1')
  await p.goto(`${base}/submissions`)
  await p.evaluate(() => { window.stayed = true })
  const stayed = () => p.evaluate(() => window.stayed === true), views = p.locator('main .views a')
  const first = await views.first().getAttribute('href'), last = await views.last().getAttribute('href')
  await test('swap: another view comes without a visit; back leads back', async () => {
    await views.last().click()
    await p.waitForURL(base + last)
    await p.waitForSelector(`main .views a[href="${last}"][aria-current]`)
    need(await stayed(), 'the page was loaded anew')
    need(await focused(p) === last, `the focus is at ${await focused(p)}`)
    await p.goBack()
    await p.waitForSelector(`main .views a[href="${first}"][aria-current]`)
    need(await stayed(), 'going back loaded the page anew')
  })
  await test('swap: what cannot be swapped is visited', async () => {
    await p.route('**/submissions?*', route => route.request().headers()['x-fragment'] ? route.abort() : route.continue())
    await views.last().click()
    await until(async () => !await stayed().catch(() => true), 'nothing was loaded')
    await p.waitForURL(base + last)
    await p.unroute('**/submissions?*')
  })
  await p.context().close()

  const into = counts(), q = await page('an-1', { into })
  await q.goto(`${base}/submissions`)
  await q.route('**/submissions?*', route => route.fulfill({ contentType: 'text/html', headers: { 'X-Fragment': '1' },
    body: '<h1 id="came">x</h1><script>window.ran = 1</script><img src="data:," onerror="window.ran = 2">' }))
  await test('swap: scripts in what comes do not run', async () => {
    await q.locator('main .views a').last().click()
    await q.waitForSelector('#came')
    await q.waitForTimeout(300)
    need(await q.evaluate(() => window.ran === undefined), 'it ran')
    need(into.refused.length > 0, 'control: and the policy had something to refuse')
  })
  const made = what => q.evaluate(what => { try { return String(what === 'text' ? (document.body.innerHTML = '<b>x</b>') : trustedTypes.createPolicy(what, { createHTML: s => s }).name) } catch (e) { return e.name } }, what)
  same('swap: nobody makes markup of a text', 'TypeError', await made('text'))
  same('swap: nor another policy', 'TypeError', await made('mine'))
  same('swap: nor ours once more', 'TypeError', await made('noroshi-frag'))
  await q.context().close()

  const r = await page('d-con')
  await r.goto(`${base}/submissions`)
  const told = await r.evaluate(async () => { const a = await fetch('/submissions', { headers: { 'X-Fragment': '1' } }); return [a.headers.get('X-Fragment'), await a.text()] })
  check('swap: the inner part is that and no more', told[0] === '1' && /<h1>/.test(told[1]) && !/<html|<nav class="nav|<script/.test(told[1]))
  await r.context().close()
}

async function command() {
  const p = await page('an-1', { lang: 'en' })
  for (const address of [`/cases/${things.case}`, `/shares/${things.open}`, `/submissions/${things.receipt}/1`, '/cases']) await p.goto(base + address)
  const options = () => p.locator('#command [role=option]').allTextContents()
  await test('command: Ctrl+K leads back to what was opened', async () => {
    await p.keyboard.press('ControlOrMeta+K')
    need(await p.locator('#command').isVisible(), 'no box')
    const all = await options()
    need(all[0].includes(things.receipt) && all[2].includes(things.case), all.join(', '))
    await p.keyboard.type(things.case.toLowerCase())
    need((await options()).length === 2, (await options()).join(', '))
    await p.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })))
    need(p.url() === `${base}/cases`, 'Enter within a composition went')
    await p.keyboard.press('Enter')
    await p.waitForURL(`${base}/cases/${things.case}`)
  })
  await test('command: and to the pages, by their names and the arrows', async () => {
    await p.keyboard.press('ControlOrMeta+K')
    await p.keyboard.type('rep')
    await p.keyboard.press('ArrowDown')
    await p.keyboard.press('ArrowUp')
    await p.keyboard.press('Enter')
    await p.waitForURL(`${base}/report`)
  })
  await test('command: what has no page is searched for', async () => {
    await p.keyboard.press('ControlOrMeta+K')
    await p.keyboard.type('no such page')
    need((await options()).length === 1, (await options()).join(', '))
    await p.keyboard.press('Enter')
    await p.waitForURL(`${base}/search?q=no%20such%20page`)
  })
  await test('command: signing out forgets', async () => {
    await p.goto(`${base}/cases`)
    const before = await p.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('opened')).length)
    await p.evaluate(() => document.querySelector('form[action="/sign-out"]').addEventListener('submit', e => e.preventDefault()))
    await p.locator('form[action="/sign-out"] button').click()
    const after = await p.evaluate(() => Object.keys(localStorage).filter(k => k.startsWith('opened')).length)
    need(before === 1 && after === 0, `${before}, then ${after}`)
  })
  await p.context().close()
}

const drop = (p, mails) => p.evaluate(mails => {
  const all = new DataTransfer(), form = document.querySelector('form[enctype]')
  for (const m of mails) all.items.add(new File([m.text], m.name, { type: 'message/rfc822' }))
  for (const type of ['dragover', 'drop']) form.dispatchEvent(new DragEvent(type, { dataTransfer: all, bubbles: true, cancelable: true }))
}, mails)

async function submit() {
  const p = await page('a-con')
  await p.goto(`${base}/submit`)
  await test('submit: what was written outlives the page', async () => {
    await p.locator('#note').fill('開封した者はいません')
    await p.locator('[name=urgent][value=yes]').check()
    await p.reload()
    need(await p.locator('#note').inputValue() === '開封した者はいません', 'it is gone')
    need(await p.locator('[name=urgent][value=yes]').isChecked(), 'the choice is gone')
  })
  await test('submit: files are dropped, each gets its receipt and is read', async () => {
    await drop(p, [mail(1), mail(2)])
    await drop(p, [mail(3)])
    need(await p.locator('.files li').count() === 3, 'three files are listed')
    const kinds = await p.locator('.files select').evaluateAll(all => all.map(x => x.value))
    need(kinds.join(' ') === 'mail mail mail', kinds.join(' '))
    await p.locator('.files select').first().selectOption('consultation')
    await p.locator('#note').focus()
    await p.keyboard.press('ControlOrMeta+Enter')
    await p.waitForSelector('.sent:not([hidden])')
    const receipts = await p.locator('.files a').allTextContents()
    need(new Set(receipts).size === 3 && receipts.every(r => /^R-/.test(r)), receipts.join(', '))
    await until(async () => (await p.locator('.files li').allTextContents()).every(t => /解析済み/.test(t)), (await p.locator('.files li').allTextContents()).join(' | '))
    await p.reload()
    need(await p.locator('#note').inputValue() === '', 'the note would be sent twice')
  })
  await test('submit: a file that is cut off is told, the others are kept', async () => {
    let n = 0
    await p.route('**/submit', route => route.request().method() === 'POST' && ++n === 1 ? route.abort() : route.continue())
    await drop(p, [mail(4), mail(5)])
    await p.locator('button.pri').click()
    await p.waitForSelector('.files li:nth-child(2) a')
    need(/途中で切れました/.test(await p.locator('.files li').first().textContent()), await p.locator('.files li').first().textContent())
    await p.unroute('**/submit')
    await p.locator('button.pri').click()
    await p.waitForURL(/\/receipts\//)         // the one that is left
  })
  await test('submit: one file leads to its receipt, which follows the reading by itself', async () => {
    await p.goto(`${base}/submit`)
    await drop(p, [mail(6)])
    await p.locator('button.pri').click()
    await p.waitForURL(/\/receipts\//)
    await p.waitForSelector('main a[href^="/submissions/R-"]')
  })
  await p.context().close()
}

async function copy() {
  const p = await page('an-1', { permissions: ['clipboard-read', 'clipboard-write'] })
  await p.goto(`${base}/shares/${things.open}`)
  await test('copy: a value as it stands, and raw', async () => {
    const value = p.locator('[data-raw="evil-pay.example"]'), buttons = value.locator('xpath=following-sibling::button')
    for (const [i, wanted] of ['evil-pay[.]example', 'evil-pay.example'].entries()) {
      await buttons.nth(i).click()
      await until(async () => await p.evaluate(() => navigator.clipboard.readText()) === wanted, await p.evaluate(() => navigator.clipboard.readText()))
    }
  })
  await p.context().close()
}

async function live() {
  const p = await page('an-1')
  await p.goto(`${base}/submissions?view=all`)
  await p.evaluate(() => { window.stayed = true })
  const waiting = async () => Number(await p.locator('.nav a[href="/submissions"] .n').textContent().catch(() => 0)), before = await waiting()
  const rows = await hrefs(p)
  await test('live: what comes in is counted and told, and no row moves', async () => {
    await p.waitForTimeout(500)
    const { receipt } = asked('submit', '--org', 'a-company', process.env.MAIL)[0]
    await p.waitForSelector('main [data-fresh]:not([hidden])')
    await until(async () => await waiting() > before, `still ${await waiting()}`)
    need(JSON.stringify(await hrefs(p)) === JSON.stringify(rows), 'the rows moved')
    await p.locator('main [data-fresh] a').click()
    await until(async () => (await hrefs(p))[0] === `/submissions/${receipt}/1`, (await hrefs(p))[0])
    need(await p.evaluate(() => window.stayed === true), 'the page was loaded anew')
  })
  await p.context().close()
  const q = await page('an-1')
  await q.route('**/events', route => route.request().headers().accept.includes('event-stream') ? route.fulfill({ status: 404, body: '' }) : route.continue())
  await q.clock.install()
  await q.goto(`${base}/submissions`)
  await test('live: without the stream the figures are asked for', async () => {
    await Promise.all([q.waitForResponse(r => r.url().endsWith('/events') && r.status() === 200), q.waitForTimeout(500).then(() => q.clock.fastForward(40000))])
  })
  await q.context().close()
}

export async function islands() {
  await sizes()
  await keys()
  await composing()
  await swap()
  await command()
  await copy()
  await submit()
  await live()
}
