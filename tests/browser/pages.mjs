// pages.mjs - every page of the program, and who looks at it; a new address that stands in no line here fails the tests.
import { things as t } from './harness.mjs'

const analyst = 'an-1', source = 'a-con', reader = 'b-con'

// path of `noroshi serve --routes` -> what is opened there: [who, address] or why there is no page to look at
export const pages = {
  '/healthz': 'for programs',
  '/static/{x}': 'no page',
  '/events': 'for scripts',
  '/s/{x}': 'leads on',
  '/shares/{x}/{x}': 'a file',
  '/inbox/{x}/{x}': 'a file',
  '/sign-in': [[null, '/sign-in']],
  '/link/{x}': [[null, '/link/none']],
  '/': [[analyst, '/'], [source, '/'], ['aud', '/']],
  '/submit': [[source, '/submit']],
  '/receipts/{x}': [[source, `/receipts/${t.receipt}`]],
  '/submissions': [[analyst, '/submissions'], [analyst, '/submissions?view=all'], [source, '/submissions'], ['d-con', '/submissions']],
  '/submissions/{x}/{x}': [[analyst, `/submissions/${t.second}/1`], [source, `/submissions/${t.receipt}/1`], [analyst, `/submissions/${t.nasty?.[1]}/1`]],
  '/submissions/{x}/{x}/preview': [[source, `/submissions/${t.receipt}/1/preview`]],
  '/submissions/{x}/{x}/view': 'stands in the frame of the one before',
  '/submissions/{x}/{x}/ask': [[analyst, `/submissions/${t.receipt}/1/ask`]],
  '/questions': [[analyst, '/questions'], ['c-con', '/questions']],
  '/questions/{x}': [[analyst, `/questions/${t.question}`], ['c-con', `/questions/${t.question}`]],
  '/calls': [[analyst, '/calls'], [source, '/calls']],
  '/calls/{x}': [[analyst, `/calls/${t.call}`]],
  '/cases': [[analyst, '/cases'], ['aud', '/cases']],
  '/cases/{x}': [[analyst, `/cases/${t.case}`]],
  '/shares': [[analyst, '/shares']],
  '/shares/{x}': [[analyst, `/shares/${t.open}`], [analyst, `/shares/${t.draft}`], ['an-2', `/shares/${t.asked}`]],
  '/shares/{x}/preview': [[analyst, `/shares/${t.open}/preview`]],
  '/approvals': [['a-app', '/approvals'], ['b-app', '/approvals']],
  '/approvals/{x}': [['a-app', `/approvals/${t.asked}`]],
  '/inbox': [[reader, '/inbox']],
  '/inbox/{x}': [[reader, `/inbox/${t.open}`], [reader, `/inbox/${t.fresh}`]],
  '/inbox/{x}/hunt.set': 'a file',
  '/indicators': [[analyst, '/indicators'], [analyst, '/indicators?view=sighted&type=ipv4'], [reader, '/indicators'], ['d-con', '/indicators?text=nothing']],
  '/indicators.csv': 'a file',
  '/indicators.txt': 'a file',
  '/indicators/{x}': [[analyst, `/indicators/${t.indicator}`], ['aud', `/indicators/${t.indicator}`]],
  '/hunts': [[analyst, '/hunts']],
  '/hunts/{x}': [[analyst, `/hunts/${t.open}`], [analyst, `/hunts/${t.fresh}`]],
  '/hunts/{x}/{x}': 'a file',
  '/statistics': [[analyst, '/statistics'], ['aud', '/statistics?from=2001-01-01&to=2001-03-31']],
  '/statistics/records': [[analyst, '/statistics/records?item=submissions']],
  '/report': [[analyst, '/report'], ['aud', '/report?from=2019-07-01&to=2019-09-30']],
  '/report/print': [[analyst, '/report/print?from=2019-07-01&to=2019-09-30']],
  '/organisations': [[analyst, '/organisations'], ['aud', '/organisations?on=2001-01-01']],
  '/organisations/{x}': [[analyst, '/organisations/a-company']],
  '/audit': [['aud', '/audit'], ['aud', '/audit?deed=submission&from=2019-01-01']],
  '/settings': [['aud', '/settings']],
  '/help': [[analyst, '/help'], [source, '/help']],
  '/keys': [[analyst, '/keys'], [source, '/keys']],
  '/search': [[analyst, '/search?q=turbine'], [source, '/search']],
}

// On an empty hub only what needs no thing.
export const looked = (only = new RegExp(process.env.ONLY ?? '')) => Object.values(pages).filter(Array.isArray).flat().filter(([, address]) => !address.includes('undefined') && only.test(address))
