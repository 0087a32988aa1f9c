// print.mjs - on paper: nothing of a table is lost, the report says its TLP on every sheet, and other pages come without the menu.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { base, need, page, test, things } from './harness.mjs'

const bare = text => text.normalize('NFKC').replace(/\s+/g, '')

async function paper(one, name) {
  const file = join(process.env.HOME, `${name}.pdf`)
  writeFileSync(file, await one.pdf({ preferCSSPageSize: true, printBackground: true }))
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  return { sheets: Number(/^Pages:\s+(\d+)/m.exec(info)[1]), size: /^Page size:\s+(.*)/m.exec(info)[1],
    text: n => execFileSync('pdftotext', ['-raw', ...(n ? ['-f', n, '-l', n] : []), file, '-'], { encoding: 'utf8' }) }
}

async function cells(one, all) {
  const shown = await one.locator('td:not(dialog td)').evaluateAll(cells => cells.map(cell => {
    const copy = cell.cloneNode(true)
    copy.querySelectorAll('.noprint, .btn').forEach(part => part.remove())
    return copy.textContent
  }))
  for (const cell of shown) need(all.includes(bare(cell)), `“${cell}” is not on the paper`)
}

export async function print() {
  const p = await page('an-1'), now = new Date(), day = (m, d) => new Date(Date.UTC(now.getFullYear(), now.getMonth() + m, d)).toISOString().slice(0, 10)
  for (const lang of ['ja', 'en']) {
    await test(`print: the report, ${lang}`, async () => {
      await p.goto(`${base}/report/print?from=${day(0, 1)}&to=${day(1, 0)}&format=html&lang=${lang}`)
      const sheets = await p.locator('article.a4').count(), made = await paper(p, `report-${lang}`)
      need(/A4/.test(made.size), made.size)
      need(sheets > 0 && made.sheets >= sheets, `${made.sheets} sheets on paper, ${sheets} chapters in the document`)
      for (let n = 1; n <= made.sheets; n++) {
        need(/TLP:CLEAR/.test(made.text(n)), `sheet ${n} does not say its TLP`)
        need(bare(made.text(n)).includes(`${n}/${made.sheets}`), `sheet ${n} does not say that it is one of ${made.sheets}`)
      }
      await cells(p, bare(made.text()))
    })
  }
  for (const [name, address] of [['case', `/cases/${things.case}`], ['share', `/shares/${things.asked}`], ['submission', `/submissions/${things.receipt}/1`]]) {
    await test(`print: a ${name}`, async () => {
      await p.goto(base + address)
      const made = await paper(p, name), all = bare(made.text())
      need(/A4/.test(made.size) && made.sheets <= 4, `${made.sheets} sheets, ${made.size}`)
      need(!all.includes(bare(await p.locator('form[action="/sign-out"] button').textContent())), 'the frame is on the paper')
      need(all.includes(bare(await p.locator('h1').textContent())), 'the heading is not')
      need(bare(made.text(1)).length >= all.length / made.sheets / 2, 'the first sheet is nearly empty')
      await cells(p, all)
    })
  }
  await p.context().close()
}
