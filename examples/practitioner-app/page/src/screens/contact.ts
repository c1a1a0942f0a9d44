// Recording a contact, with or without signal; and what became of it since it was first written.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ContactFile, Said } from '../answers';
import { currentStatus, go, link, paint, problemText, say, type Screen } from '../app';
import { fieldName, rowText } from '../parts/fields';
import { get, post } from '../session';
import { clock, isoDay, moment, named, t, valuesOf } from '../words';

interface Filled {
  type: string;
  date: string;
  time: string;
  place: string;
  outcome: string;
  note: string;
}

let file: ContactFile | null = null;
let scope = '';
let person = '';
let formName = '';
let filled: Filled;
let errors: [string, string][] = [];

async function load(parameters: URLSearchParams): Promise<void> {
  errors = [];
  const id = parameters.get('id');
  if (id) {
    file = await get<ContactFile>('/api/contact', { id });
    scope = file.scope;
    person = file.person;
    formName = file.form;
    filled = {
      type: file.type,
      date: file.starts ? isoDay(file.starts) : '',
      time: file.starts ? clock(file.starts) : '',
      place: file.place ?? '',
      outcome: file.outcome ?? '',
      note: '',
    };
    return;
  }
  file = null;
  scope = parameters.get('scope') ?? '';
  const found = await get<{ form: string; person: { name: string } }>('/api/case', { scope });
  person = found.person.name;
  formName = found.form;
  const now = Date.now();
  filled = { type: 'home_visit', date: isoDay(now), time: clock(now), place: 'home', outcome: '', note: '' };
}

function check(): void {
  errors = [];
  if (!filled.date) errors.push(['date', t('contact.error.date')]);
  if (!filled.time) errors.push(['time', t('contact.error.time')]);
  if (!file && !filled.outcome && !filled.note.trim() && Date.parse(`${filled.date}T${filled.time}`) < Date.now() - 60_000)
    errors.push(['note', t('contact.error.empty')]);
}

/** Only what was changed is written, so that what others changed meanwhile is left alone. */
function changes(): Record<string, unknown> {
  const starts = Date.parse(`${filled.date}T${filled.time}`);
  const minute = (at: number | null) => (at === null ? null : Math.floor(at / 60_000));
  const fields: Record<string, unknown> = {};
  if (filled.type !== file?.type) fields.type = filled.type;
  if (minute(starts) !== minute(file?.starts ?? null)) {
    const length = file?.starts && file.ends ? file.ends - file.starts : 30 * 60_000;
    Object.assign(fields, { starts, ends: starts + length });
  }
  if (filled.place !== (file?.place ?? '')) fields.place = filled.place || null;
  if (filled.outcome !== (file?.outcome ?? '')) fields.outcome = filled.outcome || null;
  if (!file) fields.planned = starts > Date.now();
  return fields;
}

async function save(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  check();
  if (!errors.length) {
    try {
      const note = filled.note.trim();
      await post('/api/contact', { scope, id: file?.id ?? '', form: formName, fields: changes(), note });
      const isLive = currentStatus()?.phase === 'live';
      say({ kind: 'success', text: isLive ? t('contact.saved') : t('contact.saved_here') });
      go('/case', { scope });
      return;
    } catch (error) {
      errors = [['note', problemText(error)]];
    }
  }
  paint();
  document.getElementById('errors')?.focus();
}

const errorOf = (field: string): string | undefined => errors.find(([of]) => of === field)?.[1];

function group(field: keyof Filled, control: TemplateResult, hint = ''): TemplateResult {
  const error = errorOf(field);
  return html`<div class="govuk-form-group ${error ? 'govuk-form-group--error' : ''}">
    <label class="govuk-label govuk-label--s" for=${field}>${t(`contact.${field}`)}</label>
    ${hint ? html`<div class="govuk-hint" id=${`${field}-hint`}>${hint}</div>` : nothing}
    ${error ? html`<p class="govuk-error-message" id=${`${field}-error`}>${error}</p>` : nothing}
    ${control}
  </div>`;
}

const keep = (field: keyof Filled) => (event: Event) => {
  filled[field] = (event.target as HTMLInputElement).value;
};

function choice(field: 'type' | 'place' | 'outcome', kind: string, none: string | null): TemplateResult {
  return html`<select class="govuk-select" id=${field} name=${field} @change=${keep(field)}>
    ${none === null ? nothing : html`<option value="" ?selected=${!filled[field]}>${none}</option>`}
    ${valuesOf(kind).map((value) => html`<option value=${value} ?selected=${filled[field] === value}>${named(kind, value)}</option>`)}
  </select>`;
}

function errorSummary(): TemplateResult | typeof nothing {
  if (!errors.length) return nothing;
  return html`<div class="govuk-error-summary" id="errors" tabindex="-1" role="alert">
    <h2 class="govuk-error-summary__title">${t('form.problem')}</h2>
    <ul class="govuk-list govuk-error-summary__list">
      ${errors.map(([field, text]) => html`<li><a href=${`#${field}`} @click=${(event: Event) => { event.preventDefault(); document.getElementById(field)?.focus(); }}>${text}</a></li>`)}
    </ul>
  </div>`;
}

function differs(): TemplateResult | typeof nothing {
  if (!file || file.outcomes.length < 2) return nothing;
  return html`<div class="notice notice--error"><p class="govuk-body">${t('contact.differs', { values: file.outcomes.map((value) => named('outcome', value)).join(t('value.or')) })}
    <a class="govuk-link" href=${link('/decide')}>${t('contact.compare')}</a></p></div>`;
}

function became(): TemplateResult | typeof nothing {
  if (!file) return nothing;
  const shown = file.history.filter((entry) => entry.deed !== 'touched' && Object.keys(entry.row).length);
  const one = (entry: Said) => html`<li class="came">
    <p class="govuk-body-s came__what">${rowText('contact', entry.row)}</p>
    <p class="govuk-body-s quiet came__what">${named('deed', entry.deed)} ${t('contact.by', { who: entry.who, when: moment(entry.when) })}${entry.pending ? ` ${t('case.pending')}` : nothing}${entry.live ? nothing : ` ${t('contact.replaced')}`}${entry.reason ? ` ${t('contact.reason', { field: fieldName(entry.field), reason: entry.reason })}` : nothing}</p>
  </li>`;
  return html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('contact.history')}</span></summary>
    <div class="govuk-details__text"><ol class="govuk-list">${shown.reverse().map(one)}</ol></div></details>`;
}

function view(): TemplateResult {
  const entries = file?.notes ?? [];
  return html`<a class="govuk-back-link" href=${link('/case', { scope })}>${t('contact.back', { person })}</a>
    ${errorSummary()} ${differs()}
    <span class="govuk-caption-l">${person}</span>
    <h1 class="govuk-heading-l" id="title" tabindex="-1">${file ? named('contact_type', file.type) : t('case.new_contact')}</h1>
    <form novalidate @submit=${save} class="narrow">
      ${group('type', choice('type', 'contact_type', null))}
      <div class="pair">
        ${group('date', html`<input class="govuk-input" type="date" id="date" name="date" .value=${filled.date} @input=${keep('date')} />`)}
        ${group('time', html`<input class="govuk-input" type="time" id="time" name="time" .value=${filled.time} @input=${keep('time')} />`)}
      </div>
      ${group('place', choice('place', 'place', t('value.nothing')))}
      ${group('outcome', choice('outcome', 'outcome', t('contact.no_outcome')))}
      ${entries.length ? html`<h2 class="govuk-heading-s">${t('contact.notes')}</h2>${entries.map((entry) => html`<p class="govuk-body timeline__note">${entry}</p>`)}` : nothing}
      ${group('note', html`<textarea class="govuk-textarea" id="note" name="note" rows="6" maxlength="20000" aria-describedby="note-hint" .value=${filled.note} @input=${keep('note')}></textarea>`, t('contact.note_hint'))}
      <button class="govuk-button" type="submit">${t('contact.save')}</button>
    </form>
    ${became()}`;
}

export const contactScreen: Screen = {
  title: () => t('contact.title', { person }),
  load,
  view,
  keeps: () => true,
};
