// What was done, step by step: everything before the mark is in force; a press goes to any point. And states that somebody has named.

import { act, on, order, store } from './link.js'
import { element } from './controls.js'
import { revisions } from './revisions.js'
import { node, path, time } from './units.js'

export function open(view, signal) {
  const list = element('ol', { class: 'changes' }), passes = element('ol', { class: 'changes' }), lines = element('ol', { class: 'changes' })
  const card = (title, content) => element('div', { class: 'card' }, element('h2', {}, title), content)
  view.replaceChildren(element('div', { class: 'page' },
    element('div', { class: 'grid' },
      card('Changes, the latest first', list), element('div', { class: 'card' }, revisions(signal)),
      card('Passes of this sitting', passes), card('What Gainrider has said', lines))))

  const draw = () => {
    const inForce = store.history.filter(change => !change.isUndone).length
    const rows = store.history.map((change, index) => element('li', { class: change.isUndone ? 'undone' : index + 1 === inForce ? 'present' : '' },
      element('time', {}, new Date(change.time * 1000).toLocaleTimeString()), element('span', {}, change.label),
      index + 1 === inForce ? null : element('button', { type: 'button', 'aria-label': `Go to: ${change.label}`, onclick: () => order({ history: index + 1 }) }, change.isUndone ? 'redo to here' : 'back to here')))
    const start = element('li', { class: inForce === 0 ? 'present' : '' }, element('span', {}, 'as the session was made'), inForce ? element('button', { type: 'button', 'aria-label': 'Go back to the beginning', onclick: () => order({ history: 0 }) }, 'back to here') : null)
    list.replaceChildren(...rows.reverse(), start)
  }
  const drawPasses = () => {
    const rate = store.session?.sampleRate ?? 48000
    const rows = store.passes.map(pass => element('li', {}, element('b', {}, `Pass ${pass.number}`), element('span', {}, pass.parts.map(part => {
      const owner = store.nodes[store.byAddress.get(node(part.address))]
      return `${owner?.name ?? ''} ${path(part.address).replaceAll('/', ' ')}: ${part.ranges.map(([from, to]) => `${time(from, rate)}–${time(to, rate)}`).join(', ')}`
    }).join('; ')), element('button', { type: 'button', 'aria-label': `Listen to pass ${pass.number}`, onclick: () => act(`/transport/position = ${Math.max(0, pass.parts[0].ranges[0][0] / rate - 2).toFixed(3)} s`) }, 'go there')))
    passes.replaceChildren(...(rows.length ? rows.reverse() : [element('li', { class: 'empty' }, 'No pass yet: put a strip into touch or latch, play, and move its fader.')]))
  }
  const drawLines = () => lines.replaceChildren(...(store.notices.length
    ? store.notices.map(notice => element('li', {}, element('span', {}, notice.text))).reverse() : [element('li', { class: 'empty' }, 'Nothing yet.')]))
  on('history', draw, signal)
  on(['passes', 'nodes'], drawPasses, signal)
  on('notices', drawLines, signal)
  draw()
  drawPasses()
  drawLines()
  return {}
}
