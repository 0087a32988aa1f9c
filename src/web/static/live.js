// live.js - the figures of the menu as they change, and a line above a list to which something came; rows never move by
// themselves.  Only a page that somebody sees holds a stream (browsers allow few to one place); where none comes through, the
// figures are asked for now and then.
const places = { queue: '/submissions', approvals: '/approvals', inbox: '/inbox' }, ASK_MS = 30000
let stream = null, asking = null, newest

function count(href, n) {
  const a = document.querySelector(`.nav a[href="${href}"]`)
  if (!a) return
  const mark = a.querySelector('.n') ?? a.appendChild(Object.assign(document.createElement('span'), { className: 'n' }))
  mark.hidden = n === 0
  mark.textContent = n
}

function tell(told) {
  const line = document.querySelector('main [data-fresh]')
  for (const [name, href] of Object.entries(places)) count(href, told[name])
  if (line && newest !== undefined && told.newest !== newest) line.hidden = false
  newest = told.newest
}

async function ask() {
  const answer = await fetch('/events', { headers: { Accept: 'application/json' } }).catch(() => null)
  if (answer?.ok && !answer.redirected) tell(await answer.json())
}

function follow() {
  clearInterval(asking)
  stream = new EventSource('/events')
  stream.addEventListener('counts', e => tell(JSON.parse(e.data)))
  stream.addEventListener('error', () => { if (stream?.readyState === EventSource.CLOSED) asking = setInterval(ask, ASK_MS) })
}

function rest() {
  clearInterval(asking)
  stream?.close()
  stream = null
}

document.addEventListener('visibilitychange', () => document.hidden ? rest() : follow())
addEventListener('pagehide', rest)
addEventListener('pageshow', e => { if (e.persisted) follow() })
document.addEventListener('click', e => {
  if (!e.target.closest?.('main [data-fresh] a')) return
  e.preventDefault()
  document.dispatchEvent(new CustomEvent('again'))
}, true)
if (!document.hidden) follow()
