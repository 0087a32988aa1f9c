// submit.js - files are dropped anywhere on the form and go up one after the other, each with its bytes, its receipt and then
// what the hub makes of it; the page may be closed as soon as the receipts are there.  What was written is kept in this tab.
const form = document.querySelector('form[enctype]'), files = form.files, words = form.dataset, list = form.querySelector('.files')
const kept = ['note', 'damage', 'opened', 'replied', 'urgent', 'technical'], wait = ms => new Promise(done => setTimeout(done, ms))
let busy = false

const size = n => n < 1024 ? `${n} B` : n < 1 << 20 ? `${(n / 1024).toFixed(0)} KB` : `${(n / (1 << 20)).toFixed(1)} MB`

// What has arrived stays in the list; the rest is what the field holds.
const waiting = () => [...list.querySelectorAll('li:not(.done)')]

// Each file's kind is guessed from its name, as the hub would (intake_kind_guess), and may be changed.
const endings = new Map(words.endings.split(' ').map(pair => pair.split(':'))), of_kind = form.querySelector('.of-kind')
const guess = name => endings.get(name.split('.').pop().toLowerCase()) ?? 'mail'
of_kind.hidden = true
form.querySelector('.hint').hidden = false

function line_of(file) {
  const line = document.createElement('li'), bar = document.createElement('progress'), kind = form.kind.cloneNode(true)
  bar.hidden = true
  bar.setAttribute('aria-label', file.name)
  kind.removeAttribute('id')
  kind.removeAttribute('name')
  kind.options[0].remove()
  kind.setAttribute('aria-label', `${file.name}: ${of_kind.querySelector('label').textContent}`)
  kind.value = guess(file.name)
  line.append(`${file.name} (${size(file.size)}) `, kind, bar, document.createElement('span'))
  return line
}

function lines() {
  for (const line of waiting()) line.remove()
  list.append(...[...files.files].map(line_of))
}

// ---- dropping ----
for (const name of ['dragover', 'dragleave', 'drop']) {
  form.addEventListener(name, e => {
    if (!e.dataTransfer?.types.includes('Files')) return
    e.preventDefault()
    form.classList.toggle('over', name === 'dragover')
    if (name !== 'drop' || busy) return
    const all = new DataTransfer()
    for (const file of [...files.files, ...e.dataTransfer.files]) all.items.add(file)
    files.files = all.files
    files.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
files.addEventListener('change', lines)

// ---- the draft ----
for (const name of kept) if (form[name] && sessionStorage.getItem(`draft ${name}`)) form[name].value = sessionStorage.getItem(`draft ${name}`)
form.addEventListener('input', () => { for (const name of kept) if (form[name]) sessionStorage.setItem(`draft ${name}`, form[name].value) })
const forget = () => { for (const name of kept) sessionStorage.removeItem(`draft ${name}`) }
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', forget)

// ---- sending ----
function send(body, progress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.upload.onprogress = e => progress(e.loaded, e.total)
    request.onload = () => done(request)
    request.onerror = request.onabort = () => failed(new Error(words.cut))
    request.open('POST', form.action)
    request.send(body)
  })
}

// A file with what the form says: each is a hand-in with a receipt of its own.
function part(file, kind) {
  const body = new FormData(form)
  body.set('files', file)
  body.set('kind', kind)
  return body
}

async function follow(said, href) {
  for (let i = 0; i < 60; i++) {
    const answer = await fetch(href, { headers: { 'X-Fragment': '1' } })
    if (!answer.ok) return
    const text = await answer.text()
    if (!text.includes('data-again')) return said.append(` ${text.includes('/password"') ? words.asks : words.read}`)
    await wait(1000)
  }
}

async function hand(line, file) {
  const [bar, said] = line.querySelectorAll('progress, span'), kind = line.querySelector('select')
  bar.hidden = false
  try {
    const answer = await send(part(file, kind.value), (sent, all) => { bar.max = all; bar.value = sent })
    const href = new URL(answer.responseURL).pathname
    if (answer.status !== 200 || !href.startsWith('/receipts/')) throw new Error(words.refused)
    said.replaceChildren(Object.assign(document.createElement('a'), { href, textContent: href.split('/')[2] }))
    line.className = 'done'
    kind.remove()
    follow(said, href)
    return true
  } catch (error) {
    said.textContent = error.message
    said.className = 'late'
    return false
  } finally {
    bar.hidden = true
  }
}

form.addEventListener('submit', async e => {
  const chosen = [...files.files]
  if (busy) return e.preventDefault()
  if (chosen.length < 2) {                        // the page that follows says all
    if (chosen.length) form.kind.value = waiting()[0].querySelector('select').value
    return forget()
  }
  e.preventDefault()
  busy = true
  const lines = waiting(), rest = new DataTransfer(), button = form.querySelector('button.pri')
  button.disabled = true
  for (const [i, file] of chosen.entries()) if (!await hand(lines[i], file)) rest.items.add(file)
  files.files = rest.files
  if (!rest.files.length) {
    form.reset()
    forget()
  }
  form.querySelector('.sent').hidden = rest.files.length === chosen.length
  button.disabled = busy = false
})
form.addEventListener('keydown', e => {
  if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey) || e.isComposing || e.keyCode === 229) return
  e.preventDefault()
  form.requestSubmit(form.querySelector('button.pri'))
})
if (files.files.length) lines()
