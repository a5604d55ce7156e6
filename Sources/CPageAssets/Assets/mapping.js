// A mapping with the findings of `gainrider check` as it is typed; saving it reloads it live.

import { ask, inquire, on, request, store } from './link.js'
import { element } from './controls.js'

export function open(view, signal) {
  const chooser = element('select', { 'aria-label': 'Mapping to edit' })
  const editor = element('textarea', { class: 'editor', spellcheck: false, 'aria-label': 'Text of the mapping', autocapitalize: 'off' })
  const marks = element('pre', { class: 'marks', 'aria-hidden': 'true' })
  const findings = element('ol', { class: 'findings', 'aria-live': 'polite' })
  const said = element('span', { class: 'empty', role: 'status' })
  const save = element('button', { type: 'button' }, 'save and use')
  view.replaceChildren(element('div', { class: 'page' }, element('div', { class: 'card' },
    element('div', { class: 'row' }, chooser, save, said), element('div', { class: 'sheet' }, marks, editor), element('h2', {}, 'Findings'), findings)))
  let timer = 0
  let isLoaded = false
  const list = async () => {
    const mappings = await ask('mappings').catch(() => [])
    chooser.replaceChildren(...mappings.map(one => element('option', { value: one.id }, one.name + (store.surfaces.some(surface => surface.mapping === one.id) ? ' (connected)' : ''))))
    const connected = store.surfaces[0]?.mapping
    chooser.value = connected ?? mappings[0]?.id ?? ''
    if (!isLoaded) load()
  }
  const load = async () => {
    if (!chooser.value) return
    isLoaded = true
    const found = await ask('mapping?id=' + encodeURIComponent(chooser.value)).catch(() => null)
    if (!found) return
    editor.value = found.text
    said.textContent = found.file
    check()
  }
  const check = async () => {
    const { findings } = await inquire({ mapping: { id: chooser.value, text: editor.value } })
    if (findings) show(findings)
  }
  /// Lies behind the text, letter on letter, and carries the lines under what was found.
  const underline = list => {
    const lines = editor.value.split('\n')
    const parts = []
    lines.forEach((line, index) => {
      let at = 0
      for (const one of list.filter(one => one.line === index + 1).sort((a, b) => a.column - b.column)) {
        const from = Math.max(at, one.column - 1), to = Math.max(from + 1, one.column - 1 + one.length)
        parts.push(line.slice(at, from), element('mark', { class: one.severity }, line.slice(from, to) || ' '))
        at = to
      }
      parts.push(line.slice(at) + '\n')
    })
    marks.replaceChildren(...parts)
    marks.scrollTop = editor.scrollTop
  }
  const show = list => {
    underline(list)
    save.disabled = list.some(one => one.severity === 'error')
    findings.replaceChildren(...(list.length ? list.map(one => element('li', { class: one.severity },
      element('button', { type: 'button', onclick: () => goTo(one.line, one.column, one.length) }, `${one.line}:${one.column}`), ` ${one.message}`, one.help ? element('div', { class: 'empty' }, one.help) : null))
      : [element('li', {}, 'none: the mapping is good')]))
  }
  const goTo = (line, column, length) => {
    const start = editor.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1
    editor.focus()
    editor.setSelectionRange(start, start + length)
    editor.scrollTop = Math.max(0, (line - 6) * 19.5)
  }
  editor.addEventListener('scroll', () => { marks.scrollTop = editor.scrollTop; marks.scrollLeft = editor.scrollLeft }, { passive: true })
  editor.addEventListener('input', () => {
    underline([])
    clearTimeout(timer)
    timer = setTimeout(check, 250)
  })
  save.addEventListener('click', async () => {
    const complaint = await request({ mapping: { id: chooser.value, text: editor.value, save: true } })
    said.textContent = complaint ?? 'saved, and in use'
  })
  chooser.addEventListener('change', load)
  on('surfaces', () => { if (!isLoaded) list() }, signal)
  list()
  return {}
}
