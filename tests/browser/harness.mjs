// harness.mjs - a browser of its own, people who have signed in, and what is counted in every page that any test opens:
// what the page's own policy refused, requests to elsewhere, and errors of our scripts.
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

export const base = process.env.BASE
export const things = JSON.parse(process.env.THINGS ?? '{}')
const program = process.env.NOROSHI, hub = process.env.HUB

// ---- tests ----

let failed = 0

export function check(name, good, why = '') {
  console.log(`${good ? 'ok' : 'not ok'} - ${name}`)
  if (!good) {
    failed++
    if (why) console.error(`    ${String(why).split('\n').slice(0, 40).join('\n    ')}`)
  }
  return good
}

export const same = (name, wanted, got) => check(name, JSON.stringify(wanted) === JSON.stringify(got),
  `wanted: ${JSON.stringify(wanted)}\ngot:    ${JSON.stringify(got)}`)

// One test of several steps: the first step that fails ends it and is told with a picture of words.
export async function test(name, steps) {
  try {
    await steps()
    return check(name, true)
  } catch (error) {
    return check(name, false, error.stack ?? error)
  }
}

export function need(good, why) {
  if (!good) throw new Error(why)
}

// ---- the program beside the browser ----

export const noroshi = (...words) => execFileSync(program, words, { encoding: 'utf8' })
export const asked = (...words) => noroshi(...words, '--hub', hub, '--json').trim().split('\n').filter(Boolean).map(line => JSON.parse(line))

// ---- the browser ----

let browser
export const started = async (more = []) => browser ??= await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', ...more] })

export const counts = () => ({ refused: [], outside: [], errors: [] })
export const all = counts()     // of every page that is not a control

export function watch(context, into) {
  context.on('request', request => {
    const url = request.url()
    if (!url.startsWith(base + '/') && !/^(data|blob|about):/.test(url)) into.outside.push(url)
  })
  context.on('console', message => {
    const text = message.text()
    if (/Content Security Policy|Trusted ?(Types|HTML|Script)/i.test(text)) into.refused.push(`${message.location().url}: ${text}`)
    else if (message.type() === 'error' && !/Failed to load resource|^Failed to fetch/.test(text)) into.errors.push(text)
  })
  context.on('weberror', error => into.errors.push(String(error.error())))
}

const people = new Map()        // who -> a promise of cookies

function session_of(who) {
  if (!people.has(who)) people.set(who, enter(who))
  return people.get(who)
}

// A context in which WHO has signed in (nobody: null): { lang, width, height, js, bypassCSP, scheme, colours }.
export async function visitor(who, { lang = 'ja', width = 1440, height = 900, js = true, into = all, ...more } = {}) {
  const context = await (await started()).newContext({ viewport: { width, height }, javaScriptEnabled: js,
    locale: lang === 'ja' ? 'ja-JP' : 'en-US', timezoneId: 'Asia/Tokyo', ...more })
  context.setDefaultTimeout(30000)   // a busy machine is no bug
  watch(context, into)
  if (who !== null) await context.addCookies(await session_of(who))
  return context
}

export async function page(who, options) {
  return (await visitor(who, options)).newPage()
}

// By an invitation, as everybody comes in the first time.
async function enter(who) {
  const { link } = asked('account', 'invite', who, '--as', 'adm')[0]
  const context = await visitor(null)
  const door = await context.newPage()
  await door.goto(base + new URL(link).pathname)
  await door.fill('#password', `correct horse ${who}`)
  await door.fill('#again', `correct horse ${who}`)
  await Promise.all([door.waitForNavigation(), door.press('#again', 'Enter')])
  const cookies = (await context.cookies()).filter(c => c.name === '__Host-noroshi')
  need(cookies.length === 1, `${who} did not come in: ${await door.textContent('main')}`)
  await context.close()
  return cookies
}

export async function finish() {
  await browser?.close()
  process.exitCode = failed ? 1 : 0
}
