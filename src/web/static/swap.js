// swap.js - another view of the same page (a filter, the next fifty) replaces what is within main; the address and the way
// back stay right.  Whatever goes wrong ends in an ordinary visit.  What comes is our own server's markup, in which every
// string of others is escaped, and scripts in it would not run.
const policy = window.trustedTypes?.createPolicy('noroshi-frag', { createHTML: text => text }) ?? { createHTML: text => text }
const main = document.querySelector('main')
let asking = null, here = location.href

const same = url => url.origin === location.origin && url.pathname === location.pathname && url.search !== location.search

async function show(href, { push = false, from = null } = {}) {
  asking?.abort()
  asking = new AbortController()
  main.setAttribute('aria-busy', 'true')
  try {
    const answer = await fetch(href, { headers: { 'X-Fragment': '1' }, signal: asking.signal })
    if (!answer.ok || answer.redirected || answer.headers.get('X-Fragment') !== '1') return location.assign(href)
    const box = document.createElement('template')
    box.innerHTML = policy.createHTML(await answer.text())
    if (push) history.pushState(null, '', href)
    here = location.href
    const was = from?.getAttribute('href') ?? null
    main.replaceChildren(box.content)
    document.dispatchEvent(new CustomEvent('shown'))
    if (push) {
      const again = was !== null && [...main.querySelectorAll('a[href]')].find(a => a.getAttribute('href') === was)
      if (!again) { main.tabIndex = -1; scrollTo(0, 0) }
      (again || main).focus({ preventScroll: Boolean(again) })
    }
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(href)
  } finally {
    main.removeAttribute('aria-busy')
  }
}

document.addEventListener('click', e => {
  const a = e.target.closest?.('main a[href]')
  if (!a || e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || a.target || a.hasAttribute('download')) return
  const url = new URL(a.href)
  if (!same(url) || url.hash) return
  e.preventDefault()
  show(url.href, { push: true, from: a })
})
document.addEventListener('submit', e => {
  const form = e.target, url = new URL(form.action)
  if (e.defaultPrevented || form.method !== 'get' || url.pathname !== location.pathname || !main.contains(form)) return
  url.search = new URLSearchParams(new FormData(form, e.submitter))
  e.preventDefault()
  show(url.href, { push: true })
})
addEventListener('popstate', () => {
  if (new URL(here).pathname === location.pathname && here.split('#')[0] !== location.href.split('#')[0]) show(location.href)
})
// Others ask for the page as it is now: something came in, or is being read.
document.addEventListener('again', () => show(location.href))
// A part that says it is not finished: asked for again while somebody looks.
function later() {
  const part = document.querySelector('main [data-again]')
  if (part) setTimeout(() => document.hidden ? later() : show(location.href), Number(part.dataset.again) * 1000)
}
document.addEventListener('shown', later)
later()
// The row under the keys is the one beside the list: until that has come, what stands there answers no key and no hand.
const HELD_MS = 120
let coming = null
document.addEventListener('at', async e => {
  const href = e.target.querySelector('a.peeks')?.href, peek = main.querySelector('.peek')
  coming?.abort()
  if (!href || !peek) return
  const { signal } = coming = new AbortController()
  peek.inert = peek.dataset.row !== e.target.id
  if (!peek.inert) return
  await new Promise(done => setTimeout(done, HELD_MS))         // who walks on asks for nothing
  if (signal.aborted) return
  try {
    const answer = await fetch(href, { headers: { 'X-Fragment': '1' }, signal })
    if (!answer.ok || answer.headers.get('X-Fragment') !== '1') return
    const box = document.createElement('template')
    box.innerHTML = policy.createHTML(await answer.text())
    const came = box.content.querySelector('.peek')
    if (!came || came.dataset.row !== e.target.id || !peek.isConnected) return
    for (const row of main.querySelectorAll('tr[aria-selected]')) row.removeAttribute('aria-selected')
    e.target.setAttribute('aria-selected', 'true')
    peek.replaceWith(came)
  } catch (error) {
    if (error.name !== 'AbortError') throw error
  }
})
// On a narrow screen menu and views scroll: where one is, is seen.
function seen() {
  for (const e of document.querySelectorAll('.nav [aria-current], .views [aria-current]')) e.parentElement.scrollLeft = e.offsetLeft - e.parentElement.offsetLeft - (e.parentElement.clientWidth - e.offsetWidth) / 2
}
document.addEventListener('shown', seen)
seen()
