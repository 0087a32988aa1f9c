// run.mjs PART... - runs the named parts against the server at $BASE, and at the end says what all pages together did.
// PART is NAME[:WORD...], the function of that name in its file; parts with a comma between them run side by side.
import { all, check, finish } from './harness.mjs'

try {
  for (const part of process.argv.slice(2)) {
    const began = Date.now()
    await Promise.all(part.split(',').map(async one => {
      const [name, ...words] = one.split(':')
      await (await import(`./${name}.mjs`))[name](...words)
    }))
    console.error(`${part}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
  }
  const told = list => [...new Set(list)].slice(0, 20).join('\n')
  check('no page of any test did what its policy refuses', all.refused.length === 0, told(all.refused))
  check('no page of any test asked elsewhere', all.outside.length === 0, told(all.outside))
  check('no script of any page failed', all.errors.length === 0, told(all.errors))
} catch (error) {
  check('the browser tests run to their end', false, error.stack)
}
await finish()
