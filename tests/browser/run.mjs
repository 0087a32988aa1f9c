// run.mjs PART... - runs the named parts against the server at $BASE, and at the end says what all pages together did.
import { all, check, finish } from './harness.mjs'

try {
  for (const part of process.argv.slice(2)) {
    const began = Date.now(), [name, ...words] = part.split(':')
    await (await import(`./${name}.mjs`))[name](...words)
    console.error(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
  }
  const told = list => [...new Set(list)].slice(0, 20).join('\n')
  check('no page of any test did what its policy refuses', all.refused.length === 0, told(all.refused))
  check('no page of any test asked elsewhere', all.outside.length === 0, told(all.outside))
  check('no script of any page failed', all.errors.length === 0, told(all.errors))
} catch (error) {
  check('the browser tests run to their end', false, error.stack)
}
await finish()
