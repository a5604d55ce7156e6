// States of the mix that somebody has named: kept, compared in sentences, brought back. Undo does not touch them.

import { act, inquire, on, request, store } from './link.js'
import { element } from './controls.js'

const NOW = ''

/// Kept over views: what was compared last, and what came of it.
const choice = { before: null, after: NOW }

export function revisions(signal) {
  const name = element('input', { 'aria-label': 'Name of the new revision', placeholder: 'Mix 1', maxlength: '200', size: '14' })
  const note = element('input', { 'aria-label': 'Note of the new revision', placeholder: 'what there is to say of it', maxlength: '2000', class: 'note' })
  const said = element('div', { role: 'status', class: 'empty' })
  const list = element('ol', { class: 'changes revisions' })
  const before = element('select', { 'aria-label': 'Compare this revision' }), after = element('select', { 'aria-label': 'with this one' })
  const sentences = element('ol', { class: 'sentences', 'aria-live': 'polite', 'aria-label': 'Differences' })
  const comparison = element('div', { class: 'row' }, 'From', before, 'to', after, element('button', { type: 'button', class: 'compare', onclick: () => compare() }, 'compare'))
  const say = line => { said.textContent = line }

  const keep = async event => {
    event.preventDefault()
    const wanted = name.value.trim() || freeName()
    const complaint = await request({ revision: { keep: wanted, note: note.value.trim() } })
    say(complaint ?? `${wanted} is kept`)
    if (!complaint) name.value = note.value = ''
  }
  const freeName = () => {
    const taken = new Set(store.revisions.map(one => one.name))
    for (let number = store.revisions.length + 1; ; number++) if (!taken.has(`Mix ${number}`)) return `Mix ${number}`
  }
  const compare = async () => {
    if (!before.value) return
    choice.before = before.value
    choice.after = after.value
    const answer = await inquire({ revision: after.value ? { compare: before.value, with: after.value } : { compare: before.value } })
    if (answer.refused) return say(answer.refused)
    say('')
    sentences.replaceChildren(...(answer.differences.length ? answer.differences.map(line => element('li', {}, line)) : [element('li', { class: 'empty' }, 'no difference that can be heard')]))
  }
  const restore = async one => {
    const complaint = await request({ revision: { restore: one.name } })
    say(complaint ?? `the session is ${one.name} now; undo takes it back`)
  }
  const row = one => {
    const button = (word, title, onclick) => element('button', { type: 'button', 'aria-label': `${title} ${one.name}`, title: `${title} ${one.name}`, onclick }, word)
    const rename = button('rename', 'Rename', () => {
      const input = element('input', { 'aria-label': `New name of ${one.name}`, value: one.name, maxlength: '200' })
      const end = async isTaken => {
        const wanted = input.value.trim()
        if (input.isConnected) draw()
        if (!isTaken || !wanted || wanted === one.name) return
        say(await request({ revision: { rename: one.name, to: wanted } }) ?? `${one.name} is ${wanted} now`)
      }
      input.addEventListener('keydown', event => {
        event.stopPropagation()
        if (event.key === 'Enter') end(true)
        if (event.key === 'Escape') end(false)
      })
      title.replaceChildren(input)
      input.focus()
      input.select()
    })
    const title = element('span', { class: 'title' }, element('b', {}, one.name), one.note ? ` ${one.note}` : '')
    return element('li', {}, element('time', {}, new Date(one.time * 1000).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' })), title,
      element('span', { class: 'row' }, button('listen', 'Listen to', () => act(`/revision/${one.number}/listen`)), button('bring back', 'Bring back', () => restore(one)), rename,
        button('forget', 'Forget', async () => say(await request({ revision: { remove: one.name } }) ?? `${one.name} is forgotten`))))
  }
  const draw = () => {
    const all = store.revisions
    name.placeholder = freeName()
    list.replaceChildren(...(all.length ? all.map(row).reverse() : [element('li', { class: 'empty' }, 'No revision yet. Keep the mix as it is now under a name: you can compare with it, and come back to it.')]))
    comparison.hidden = !all.length
    const options = () => all.map(one => element('option', { value: one.name }, one.name)).reverse()
    before.replaceChildren(...options())
    after.replaceChildren(element('option', { value: NOW }, 'the session now'), ...options())
    before.value = all.some(one => one.name === choice.before) ? choice.before : all.at(-1)?.name ?? ''
    after.value = all.some(one => one.name === choice.after) ? choice.after : NOW
    if (!all.length) sentences.replaceChildren()
  }
  on('revisions', draw, signal)
  draw()
  return [element('h2', {}, 'Revisions'),
    element('form', { class: 'row', onsubmit: keep }, name, note, element('button', { type: 'submit', class: 'keep' }, 'keep')), said, list, comparison, sentences]
}
