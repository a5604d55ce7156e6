// Learning: a control of a connected device is moved, seen for what it is, and given something to do.

import { ask, inquire, link, on, order, request, store } from './link.js'
import { element, press } from './controls.js'
import { specs } from './units.js'

/// What the program has told last of this page's lesson; `null`: there is none.
let lesson = null
/// The device that was chosen, over views.
let chosen = ''
let commands = []
on('learning', told => { lesson = told })
on('link', () => { if (link.isLost) lesson = null })

/// Devices that can be learnt from: those with a mapping, and those that have none yet.
const devices = () => [...store.surfaces.map(one => ({ name: one.name, mapping: one.mapping })), ...store.unmapped.map(name => ({ name, mapping: null }))]

/// What was learnt is shown in the editor by `show(assigned, findings)`. `wanted`: device and control to begin with.
export function learning(signal, { show, wanted }) {
  if (wanted?.device) chosen = wanted.device
  const device = element('select', { 'aria-label': 'Device to learn from', onchange: () => { chosen = device.value; if (lesson) begin() } })
  const button = element('button', { type: 'button', class: 'learn', 'aria-pressed': 'false', onclick: () => lesson && !lesson.ended ? end() : begin() }, 'learn')
  const said = element('div', { role: 'status', class: 'empty', 'aria-live': 'polite' })
  const list = element('ol', { class: 'heard', 'aria-label': 'Controls that were moved, the latest first' })
  const layer = element('select', { 'aria-label': 'Layer' })
  const where = element('select', { 'aria-label': 'Where', onchange: () => { fillWhat(); propose() } })
  const what = element('select', { 'aria-label': 'What', onchange: () => propose() })
  const action = element('input', { 'aria-label': 'What it does, as the mapping has it', size: '30', spellcheck: false, autocapitalize: 'off' })
  const use = element('button', { type: 'button', class: 'use', onclick: () => write() }, 'write and use')
  const more = element('input', { type: 'checkbox' })
  const target = element('div', { class: 'row target', hidden: true }, element('span', { class: 'control' }), 'in layer', layer, 'does', where, what, action, use,
    element('label', {}, more, 'then the next control'))
  const card = element('div', { class: 'card' }, element('h2', {}, 'Learn a control'),
    element('div', { class: 'row' }, device, button), target, said, list)
  /// The message of the control that was chosen; empty: the one that was moved last.
  let picked = ''
  let shownFor = ''
  let preview = 0
  /// What there is to say of the control that was chosen, and of the lesson before.
  let remark = '', outcome = ''

  const begin = async () => {
    picked = outcome = remark = ''
    outcome = await request({ learn: device.value }) ?? ''
    draw()
  }
  const end = () => order({ learn: null })
  const current = () => lesson?.heard?.find(one => one.message === picked) ?? lesson?.heard?.[0]

  const fillDevices = () => {
    const known = devices()
    device.replaceChildren(...(known.length ? known.map(one => element('option', { value: one.name }, one.name + (one.mapping ? '' : ' (no mapping yet)')))
      : [element('option', { value: '' }, 'no controller is connected')]))
    device.value = known.some(one => one.name === chosen) ? chosen : known[0]?.name ?? ''
    chosen = device.value
    device.disabled = button.disabled = known.length === 0
    draw()
  }
  const fillLayers = () => {
    const before = layer.value
    layer.replaceChildren(...(lesson?.layers ?? []).map(name => element('option', { value: name }, name)))
    layer.value = lesson?.layers?.includes(before) ? before : lesson?.layer ?? ''
  }
  const fillWhere = () => {
    const before = where.value
    const slots = store.surfaces.find(one => one.name === lesson?.device)?.nodes.length ?? 0
    where.replaceChildren(
      ...Array.from({ length: Math.max(8, slots) }, (_, index) => element('option', { value: `/slot/${index + 1}` }, `place ${index + 1} of the bank`)),
      element('option', { value: '/selected' }, 'the selected strip'),
      ...store.nodes.map(node => element('option', { value: node.address }, node.name)),
      element('option', { value: '/monitor' }, 'monitors'), element('option', { value: '' }, 'the whole mix'))
    where.value = before || '/slot/1'
  }
  const isKey = one => one.kind === 'button' || one.kind === 'toggle'
  const kindOf = address => address.startsWith('/slot') || address === '/selected' ? 'strip' : address.split('/')[1] ?? ''
  const fillWhat = () => {
    const one = current()
    if (!one) return
    const before = what.value
    const kind = kindOf(where.value)
    const parameters = kind === '' ? [] : [...specs.values()].filter(spec => spec.nodes.includes(kind) && (isKey(one) || spec.unit !== 'on/off'))
    const fitting = commands.filter(row => kind === '' ? !row.address.includes('{') && row.address.startsWith('/') : row.address.startsWith('{node}') && isKey(one))
      .filter(row => isKey(one) || row.form.includes('+= '))
    what.replaceChildren(...parameters.map(spec => element('option', { value: `${where.value}/${spec.path}`, title: spec.summary, 'data-is': 'parameter' }, spec.path.replaceAll('/', ' '))),
      ...fitting.map(row => element('option', { value: row.address.replace('{node}', where.value), title: row.summary, 'data-is': 'command', 'data-form': row.form }, `${row.address.replace('{node}/', '').slice(kind === '' ? 1 : 0).replaceAll('/', ' ')} — ${row.summary}`)))
    if ([...what.options].some(option => option.value === before)) what.value = before
  }
  /// The words of the mapping for what was chosen.
  const propose = () => {
    const one = current(), option = what.selectedOptions[0]
    if (!one || !option) return
    const form = option.dataset.form ?? ''
    const spec = option.dataset.is === 'parameter' ? [...specs.values()].find(spec => option.value === `${where.value}/${spec.path}`) : null
    const initial = spec && (spec.choices.length ? spec.choices[spec.initial] : `${Number.isFinite(spec.initial) ? spec.initial : '-inf'}${spec.unit && !['count', 'Q', 'choice'].includes(spec.unit) ? (spec.unit === ':1' ? ':1' : ` ${spec.unit}`) : ''}`)
    if (!isKey(one)) action.value = spec ? option.value : `${option.value} += 1`
    else if (spec) action.value = spec.unit === 'on/off' ? `toggle ${option.value}` : `${option.value} = ${initial}`
    else action.value = form.startsWith('alone') ? option.value : form.includes('toggle') ? `toggle ${option.value}` : `${option.value} += 1`
    check()
  }
  const fields = save => ({ message: current().message, to: action.value.trim(), layer: layer.value, save, more: more.checked })
  /// What `gainrider check` would say of it, before anything is written.
  const check = () => {
    clearTimeout(preview)
    preview = setTimeout(async () => {
      if (!current() || !action.value.trim()) return
      const answer = await inquire({ assign: fields(false) })
      if (!card.isConnected || answer.reply === undefined) return
      use.disabled = Boolean(answer.refused)
      remark = answer.refused ?? (answer.assigned.replaced ? `instead of: ${answer.assigned.replaced}` : '')
      draw()
      if (answer.assigned?.text) show(answer.assigned, answer.findings)
    }, 250)
  }
  const write = async () => {
    clearTimeout(preview)
    const one = current()
    if (!one) return
    const answer = await inquire({ assign: fields(true) })
    if (answer.refused) remark = answer.refused
    else remark = outcome = `written into ${answer.assigned.file}, line ${answer.assigned.line}, and in use${more.checked ? ' when learning has ended; move the next control' : ''}`
    picked = ''
    draw()
    if (answer.assigned?.text) show(answer.assigned, answer.findings)
  }
  const told = one => [
    one.message, one.kind === 'unclear' ? 'too little was heard to tell what it is: move it from end to end' : one.kind + (one.encoding ? `, relative ${one.encoding}` : one.kind === 'fader' || one.kind === 'knob' ? ', absolute' : ''),
    one.touch ? `touch ${one.touch}` : 'no touch heard', one.range ? `${one.range[0]} to ${one.range[1]}` : '',
    one.isKnown ? `${one.control}: ${one.does.join(', ') || 'does nothing in this layer'}` : `not in the mapping; it becomes ${one.control}`,
  ].filter(Boolean).join(' · ')
  const line = (isOn, one) => {
    if (one) return remark
    if (isOn) return `Move one control of ${lesson.device}. It moves nothing in the mix until learning has ended.`
    if (lesson?.ended || outcome) return lesson?.ended ?? outcome
    return devices().length ? '' : 'Plug a controller in: it appears here at once, also one that has no mapping yet.'
  }
  const draw = () => {
    const isOn = Boolean(lesson && !lesson.ended)
    press(button, isOn)
    button.textContent = isOn ? 'end learning' : 'learn'
    list.replaceChildren(...(isOn ? lesson.heard : []).map((one, index) => element('li', {},
      element('button', { type: 'button', 'aria-pressed': String(one.message === (picked || lesson.heard[0].message)), onclick: () => { picked = one.message; draw() } }, told(one)),
      index === 0 ? element('div', { class: 'empty' }, `last: ${one.latest.join(' · ')}`) : null)))
    const one = isOn ? current() : null
    target.hidden = !one
    const words = line(isOn, one)
    if (said.textContent !== words) said.textContent = words
    if (!one) return void (shownFor = '')
    target.querySelector('.control').textContent = one.control
    // What was chosen by hand stays while the same control is moved.
    const shown = `${one.message} ${one.isKnown} ${isKey(one)}`
    if (shownFor === shown) return
    shownFor = shown
    remark = ''
    const number = one.control.match(/\/(\d+)/)?.[1]
    fillLayers()
    fillWhere()
    if (number && [...where.options].some(option => option.value === `/slot/${number}`)) where.value = `/slot/${number}`
    fillWhat()
    const usual = isKey(one) ? 'mute' : 'fader'
    const option = [...what.options].find(option => option.value === `${where.value}/${usual}`)
    if (option) what.value = option.value
    if (one.does.length === 1) {
      action.value = one.does[0]
      check()
    } else propose()
  }
  action.addEventListener('input', check)
  layer.addEventListener('change', check)
  on('learning', draw, signal)
  on('link', draw, signal)
  on(['surfaces', 'unmapped'], () => { if (document.activeElement !== device) fillDevices() }, signal)
  on('nodes', () => { if (shownFor) fillWhere() }, signal)
  signal.addEventListener('abort', () => {
    clearTimeout(preview)
    if (lesson) end()
  })
  if (!commands.length) ask('actions').then(rows => { commands = rows; if (shownFor) fillWhat() }).catch(() => {})
  fillDevices()
  return card
}
