// path.mjs - the whole way of a campaign through the hub:  path:HAND:LANGUAGE, where HAND is mouse, keys or noscript.
//
// Two members hand in, the analyst triages, merges both into one case, tells what happened, drafts a share, redacts it and asks; both
// sources approve, the second analyst releases, a third member reads and answers, and the quarter's report is made.
import { base, need, page, test } from './harness.mjs'
import * as hands from './hands.mjs'

const WORDS = ('pump valve turbine harbour ledger copper bridge winter garden letter engine paper silver market window river '
  + 'castle planet cotton butter number season forest island pepper signal basket camera doctor lesson').split(' ')

// A text that is alike for both members and like no other way's.
function story(way) {
  let seed = [...way].reduce((n, c) => n * 31 + c.charCodeAt(0) & 0xfffff, 7)
  const word = () => WORDS[(seed = seed * 1103 + 12345 & 0xfffff) % WORDS.length]
  return Array.from({ length: 60 }, word).join(' ')
}

const mail = (way, n, org) => `Received: from mail.sender.example (mail.sender.example [192.0.2.7])\r\n\tby mx.${org}.example; Wed, 31 Jul 2019 10:00:00 +0900\r
From: "Bob Baker" <bob@${way}.example>\r\nTo: contact@${org}.example\r\nSubject: ${way} quotation\r\nDate: Wed, 31 Jul 2019 09:59:00 +0900\r
Message-ID: <${way}${n}@${way}.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${story(way)}. Item ${n}. http://evil-${way}.example/list\r\n`

export async function path(hand, lang) {
  const { press, write, choose, attach, tick } = hands[hand === 'noscript' ? 'mouse' : hand]
  const way = `${hand}${lang}`, look = { lang, js: hand !== 'noscript' }
  const step = async (what, steps) => { if (!await test(`${what} (${hand}, ${lang})`, steps)) throw new Error(`the way ends at: ${what}`) }
  const open = async who => { const p = await page(who, look); await p.goto(base + '/'); return p }
  const on = async (p, thing, where) => { await press(thing); await p.waitForURL(where) }
  const menu = (p, href) => on(p, p.locator(`nav a[href="${href}"]`), url => url.pathname === href)
  const link = (p, href) => on(p, p.locator(`main a[href^="${href}"]`).first(), url => url.pathname.startsWith(href))
  const deed = (form, button = 'button') => form.locator(button).first()

  async function handIn(who, org, n) {
    const p = await open(who)
    await menu(p, '/submit')
    await attach(p.locator('#files'), { name: `${way}${n}.eml`, mimeType: 'message/rfc822', buffer: Buffer.from(mail(way, n, org)) })
    await on(p, p.locator('form[action="/submit"] button.pri'), /\/receipts\//)
    const receipt = new URL(p.url()).pathname.split('/')[2], one = `/submissions/${receipt}/1`
    for (let i = 0; i < 100 && await p.locator(`main a[href="${one}"]`).count() === 0; i++) {
      await p.waitForTimeout(100)
      await p.reload()
    }
    await link(p, one)
    need((await p.textContent('main')).includes(`${way} quotation`), 'the subject is not shown')
    await p.context().close()
    return one
  }

  let one, two, first, second, lead, number, share
  const path = () => new URL(first.url()).pathname
  try {
    await step('two members hand in', async () => {
      one = await handIn('a-con', 'a-company', 1)
      two = await handIn('b-con', 'b-company', 2)
    })
    first = await open('an-1')
    const classify = async () => {
      await choose(first.locator('form[action$="/classify"] [name=class]'), 'phishing')
      await on(first, deed(first.locator('form[action$="/classify"]')), /done=/)
    }
    await step('the analyst triages and opens a case', async () => {
      await menu(first, '/submissions')
      await link(first, one)
      await classify()
      await write(first.locator('form[action$="/case"] [name=title]'), `${way} quotation`)
      await on(first, deed(first.locator('form[action$="/case"]')), /\/cases\//)
      number = path()
    })
    await step('merges the second mail, as proposed', async () => {
      await menu(first, '/submissions')
      await link(first, two)
      await classify()
      await on(first, deed(first.locator('form[action$="/accept"]')), /done=/)
      await menu(first, '/cases')
      await link(first, number)
      for (const wanted of [one, two]) need(await first.locator(`main a[href="${wanted}"]`).count() > 0, `${wanted} is not in the case`)
    })
    await step('tells what happened, in both languages', async () => {
      const told = { 'share.title': ['偽の見積依頼', 'Fake quotation'], 'share.summary': [`A社の田中さんが ${way} の請求に気付いた。`, `Mr Tanaka of A-Company noticed the invoice of ${way}.`],
        'share.actions': ['電話で確かめる。', 'Confirm by telephone.'] }
      for (const [slot, [ja, en]] of Object.entries(told)) {
        const form = first.locator(`form[action$="/text"]:has([value="${slot}"])`)
        await press(first.locator(`details:has([value="${slot}"]) > summary`))
        await write(form.locator('[name=ja]'), ja)
        await write(form.locator('[name=en]'), en)
        await on(first, deed(form), /done=told/)
      }
      need((await first.textContent('main')).includes('A-Company'), 'the text does not stand in the case')
    })
    await step('drafts a share; it names a source, so it cannot be asked about', async () => {
      await tick(first.locator('form[action$="/share"] [name=narrative]'))
      await choose(first.locator('form[action$="/share"] [name=class]'), 'urgent')
      await choose(first.locator('form[action$="/share"] [name=audience]'), 'all')
      await on(first, deed(first.locator('form[action$="/share"]')), /\/shares\//)
      share = path().split('/')[2]
      need(await first.locator('form[action$="/ask"]').count() === 0, 'a share with a name in it can be asked about')
    })
    await step('redacts it: takes what is proposed, withholds one, names another, and asks', async () => {
      await link(first, `/shares/${share}/redact`)
      const spans = first.locator('.spans select[name^=how-]')
      need(await spans.count() >= 2, `found: ${await spans.count()}`)
      await choose(first.locator('li:has(mark:text-is("A-Company")) select[name^=how-]').first(), 'withhold')
      await choose(first.locator('[name=own-place-0]'), 'summary 0 ja')
      await write(first.locator('[name=own-words-0]'), '田中さん')
      await write(first.locator('[name=own-word-0]'), '担当者')
      await write(first.locator('[name=own-why-0]'), '人名')
      await choose(first.locator('[name=own-place-1]'), 'summary 0 en')
      await write(first.locator('[name=own-words-1]'), 'Mr Tanaka')
      await write(first.locator('[name=own-word-1]'), 'An employee')
      await write(first.locator('[name=own-why-1]'), 'a name')
      await on(first, first.locator('form[action$="/redact"] button.pri'), url => url.pathname === `/shares/${share}`)
      const left = first.locator('table.diff')
      need(/A社|A-Company/.test(await left.textContent()), 'the case’s words do not stand beside')
      await on(first, deed(first.locator('form[action$="/ask"]')), /done=/)
    })
    await step('both sources approve', async () => {
      for (const who of ['a-app', 'b-app']) {
        const p = await open(who)
        await menu(p, '/approvals')
        await link(p, `/approvals/${share}`)
        await on(p, p.locator('button[value=yes]'), /done=/)
        await p.context().close()
      }
    })
    await step('the second analyst releases', async () => {
      lead = await open('an-2')
      await menu(lead, '/shares')
      await link(lead, `/shares/${share}`)
      await on(lead, deed(lead.locator('form[action$="/release"]')), /done=/)
    })
    await step('a member reads and answers', async () => {
      second = await open('c-con')
      await menu(second, '/inbox')
      await link(second, `/inbox/${share}`)
      await on(second, deed(second.locator('form[action$="/open"]')), url => url.pathname === `/inbox/${share}`)
      await second.waitForSelector('form[action$="/answer"]')
      const read = await second.textContent('main')
      need(read.includes(share), 'the text is not shown')
      need(read.includes(lang === 'ja' ? '担当者' : 'An employee'), 'what was put in its place is not read')
      need(!/A社|A-Company|Tanaka|田中/.test(read), 'a member reads a name')
      await tick(second.locator('[name=answer][value=no-hit]'))
      await write(second.locator('[name=from]'), '2019-01-01')
      await write(second.locator('[name=to]'), '2019-06-30')
      await on(second, deed(second.locator('form[action$="/answer"]')), /done=/)
    })
    await step('the report is made', async () => {
      await menu(first, '/report')
      const now = new Date(), month = n => new Date(Date.UTC(now.getFullYear(), now.getMonth() + n[0], n[1])).toISOString().slice(0, 10)
      await write(first.locator('#from'), month([0, 1]))
      await write(first.locator('#to'), month([1, 0]))
      await on(first, first.locator('form[action="/report"] button'), /from=/)
      await link(first, '/report/print')
      const told = (await first.textContent('body')).replace(/\s+/g, ' '), counted = /ハブへの情報提供件数[^※]*?([0-9]+) 件/.exec(told)
      need(counted !== null && Number(counted[1]) >= 2, `both mails are counted: ${told.slice(0, 3000)}`)
    })
  } catch (error) {
    if (!/^the way ends/.test(error.message)) throw error
  }
  for (const p of [first, second, lead]) await p?.context().close()
}
