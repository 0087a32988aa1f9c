// control.mjs - the counters count: a page with our own policy that does what none of ours may do.
import { base, check, counts, same, visitor } from './harness.mjs'

const bad = `<!DOCTYPE html><html lang="en"><head><title>control</title><style>p { color: red }</style></head><body>
<p style="color: red">x</p><img src="https://outside.example/pixel.png" alt=""><script>window.ran = true</script>
<form action="https://outside.example/"></form><script src="/control.js"></script></body></html>`

export async function control() {
  const policy = (await fetch(`${base}/sign-in`)).headers.get('content-security-policy')
  for (const js of [true, false]) {
    const into = counts(), context = await visitor(null, { js, into })
    await context.route('**/control', route => route.fulfill({ body: bad, contentType: 'text/html', headers: { 'Content-Security-Policy': policy } }))
    await context.route('**/control.js', route => route.fulfill({ body: 'document.body.innerHTML = "<b>x</b>"', contentType: 'text/javascript' }))
    const page = await context.newPage()
    await page.goto(`${base}/control`)
    await page.goto(`${base}/sign-in`)
    const how = js ? '' : ', without scripts'
    check(`control: an inline style is counted${how}`, into.refused.some(r => /style-src/.test(r)), into.refused.join('\n'))
    check(`control: a picture from elsewhere is counted${how}`, into.refused.some(r => /img-src/.test(r)), into.refused.join('\n'))
    if (js) {
      check('control: an inline script is counted', into.refused.some(r => /script-src/.test(r)), into.refused.join('\n'))
      check('control: markup made from a string is counted', into.refused.some(r => /TrustedHTML/.test(r)), into.refused.join('\n'))
    }
    await context.close()
    const free = counts(), open = await visitor(null, { js, into: free })
    await open.route('**/control', route => route.fulfill({ body: bad, contentType: 'text/html' }))
    const other = await open.newPage()
    await other.goto(`${base}/control`)
    same(`control: a request to elsewhere is counted${how}`, true, free.outside.includes('https://outside.example/pixel.png'))
    await open.close()
  }
}
