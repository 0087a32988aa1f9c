// hands.mjs - two ways of using a page: with the mouse, and with nothing but the keyboard.
import { need } from './harness.mjs'

// How many stops lie between the focus and the thing, as far as the page's order tells: a guess that saves asking after every key.
const between = e => {
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(s => !s.disabled && s.getClientRects().length > 0 && (s.type !== 'radio' || s === e))
  return stops.indexOf(e) - stops.indexOf(document.activeElement)
}

// Tab until the wanted thing has the focus, which must be seen.
async function reach(thing) {
  const page = thing.page()
  for (let n = await thing.evaluate(between); n > 3; n--) await page.keyboard.press('Tab')
  for (let i = 0; i < 400; i++) {
    if (await thing.evaluate(e => e === document.activeElement)) {
      need(await thing.evaluate(e => e.matches(':focus-visible') && (getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none')),
        `nobody sees that ${thing} has the focus`)
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${thing}`)
}

export const keys = {
  async press(thing) {
    await reach(thing)
    await thing.page().keyboard.press('Enter')
  },
  async tick(thing) {
    await reach(thing)
    await thing.page().keyboard.press('Space')
  },
  async write(thing, text) {
    await reach(thing)
    if (await thing.evaluate(e => e.type === 'date')) {
      const [year, month, day] = text.split('-')
      await thing.page().keyboard.type(month + day + year)       // the browser itself speaks English here
      need(await thing.inputValue() === text, `typed ${text}, stands ${await thing.inputValue()}`)
    } else {
      await thing.page().keyboard.press('ControlOrMeta+A')
      await thing.page().keyboard.type(text)
    }
  },
  async choose(thing, value) {
    await reach(thing)
    const at = await thing.evaluate((e, value) => [...e.options].findIndex(o => o.value === value), value)
    await thing.page().keyboard.press('Home')
    for (let i = 0; i < at; i++) await thing.page().keyboard.press('ArrowDown')
    need(await thing.inputValue() === value, `chose ${value}, stands ${await thing.inputValue()}`)
  },
  async attach(thing, files) {
    await reach(thing)
    for (let i = 1; ; i++) {
      const [chooser] = await Promise.all([thing.page().waitForEvent('filechooser', { timeout: 5000 }).catch(() => null), thing.page().keyboard.press('Space')])
      if (chooser) return chooser.setFiles(files)
      need(i < 4, 'the keyboard does not open the choice of files')
    }
  },
}

export const mouse = {
  press: thing => thing.click(),
  tick: thing => thing.check(),
  write: (thing, text) => thing.fill(text),
  choose: (thing, value) => thing.selectOption(value),
  attach: (thing, files) => thing.setInputFiles(files),
}
