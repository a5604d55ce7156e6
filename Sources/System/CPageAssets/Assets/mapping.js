// A mapping with the findings of `gainrider check` as it is typed; saving it reloads it live.

import { ask, inquire, on, store } from './link.js'
import { element } from './controls.js'
import { learning } from './learn.js'

/// `wanted`: device and control that were chosen elsewhere.
export function open(view, signal, wanted) {
  const chooser = element('select', { 'aria-label': 'Mapping to edit' })
  const editor = element('textarea', { class: 'editor', spellcheck: false, 'aria-label': 'Text of the mapping', autocapitalize: 'off' })
  const marks = element('pre', { class: 'marks', 'aria-hidden': 'true' })
  const findings = element('ol', { class: 'findings', 'aria-live': 'polite' })
  const said = element('span', { class: 'empty', role: 'status' })
  const save = element('button', { type: 'button' }, 'save and use')
  /// What is in the editor and not saved, and of which text it was made.
  let isEdited = false, version
  /// What was learnt: its text in the editor, at its line, unless there is work of the user's own.
  const show = (assigned, list) => {
    if (isEdited) return void (said.textContent = 'the text below has changes of yours that are not saved: it is not shown with what was learnt')
    if (![...chooser.options].some(option => option.value === assigned.mapping)) chooser.append(element('option', { value: assigned.mapping }, assigned.mapping))
    chooser.value = assigned.mapping
    isLoaded = true
    editor.value = assigned.text
    version = assigned.version
    said.textContent = assigned.isSaved ? assigned.file : `as ${assigned.file} would be; it is not written yet`
    showFindings(list)
    scrollTo(assigned.line)
  }
  const learn = learning(signal, { show, wanted })
  view.replaceChildren(element('div', { class: 'page' }, learn, element('div', { class: 'card' },
    element('div', { class: 'row' }, chooser, save, said), element('div', { class: 'sheet' }, marks, editor), element('h2', {}, 'Findings'), findings)))
  let timer = 0
  let isLoaded = false
  const list = async () => {
    const mappings = await ask('mappings').catch(() => [])
    chooser.replaceChildren(...mappings.map(one => element('option', { value: one.id }, one.name + (store.surfaces.some(surface => surface.mapping === one.id) ? ' (connected)' : ''))))
    const connected = store.surfaces[0]?.mapping
    chooser.value = wanted?.mapping ?? connected ?? mappings[0]?.id ?? ''
    if (!isLoaded) load()
  }
  const load = async () => {
    if (!chooser.value) return
    isLoaded = true
    const found = await ask('mapping?id=' + encodeURIComponent(chooser.value)).catch(() => null)
    if (!found) return
    editor.value = found.text
    version = found.version
    isEdited = false
    said.textContent = found.file
    check()
    if (wanted?.control) scrollTo(lineOf(found.text, wanted.control), true)
    wanted = null
  }
  const check = async () => {
    const { findings } = await inquire({ mapping: { id: chooser.value, text: editor.value } })
    if (findings) showFindings(findings)
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
  const showFindings = list => {
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
    scrollTo(line)
  }
  const scrollTo = (line, isMarked = false) => {
    if (!line) return
    editor.scrollTop = Math.max(0, (line - 6) * 19.5)
    if (!isMarked) return
    const lines = editor.value.split('\n')
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
    editor.setSelectionRange(start, start + lines[line - 1].length)
    editor.focus()
  }
  editor.addEventListener('scroll', () => { marks.scrollTop = editor.scrollTop; marks.scrollLeft = editor.scrollLeft }, { passive: true })
  editor.addEventListener('input', () => {
    isEdited = true
    underline([])
    clearTimeout(timer)
    timer = setTimeout(check, 250)
  })
  save.addEventListener('click', async () => {
    const { refused } = await inquire({ mapping: { id: chooser.value, text: editor.value, save: true, version } })
    said.textContent = refused ?? 'saved, and in use'
    if (refused) return
    isEdited = false
    version = (await ask('mapping?id=' + encodeURIComponent(chooser.value)).catch(() => null))?.version
  })
  chooser.addEventListener('change', load)
  on('surfaces', () => { if (!isLoaded) list() }, signal)
  list()
  return {}
}

/// The line of a control in a mapping, by its name or by a range that it is in.
function lineOf(text, control) {
  const number = Number(control.match(/\d+/)?.[0])
  const lines = text.split('\n')
  const names = key => {
    if (key === control) return true
    const range = key.match(/^(.*?)(\d+)\.\.(\d+)(.*)$/)
    return Boolean(range) && number >= Number(range[2]) && number <= Number(range[3]) && `${range[1]}${number}${range[4]}` === control
  }
  const place = lines.findIndex(line => names(line.match(/^\s*"?([\w/.-]+)"?\s*:/)?.[1] ?? ''))
  return place + 1
}
