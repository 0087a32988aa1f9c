// nasty.mjs - mails that attack who looks at them: on every page that shows them nothing runs and nothing is fetched.
import { base, page, same, test, things } from './harness.mjs'

export async function nasty() {
  const ran = []
  const look = async (one, address) => {
    const answer = await one.goto(base + address)
    if (answer.status() !== 200) ran.push(`${address}: ${answer.status()}`)
    if (await one.evaluate(() => window.ran !== undefined)) ran.push(address)
    if (new URL(one.url()).origin !== base) ran.push(`${address} led to ${one.url()}`)
    for (const detail of await one.locator('main details > summary').all()) await detail.click()
  }
  for (const lang of ['ja', 'en']) {
    for (const who of ['an-1', 'a-con']) {
      await test(`nasty mails are looked at by ${who}, ${lang}`, async () => {
        const one = await page(who, { lang })
        await look(one, '/')
        await look(one, '/submissions?view=all')
        for (const receipt of things.nasty) {
          await look(one, `/receipts/${receipt}`)
          await look(one, `/submissions/${receipt}/1`)
        }
        await one.context().close()
      })
    }
  }
  same('nothing in them ran', [], ran)
}
