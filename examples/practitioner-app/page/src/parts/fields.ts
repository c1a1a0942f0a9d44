// Small pieces that several screens share: tags, empty lists, values of fields in words.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Row, Visit } from '../answers';
import { link } from '../app';
import { clock, dateText, longDay, moment, named, t } from '../words';

// Red is for what must be done, so no level of risk has it.
const tones: Record<string, string> = { low: 'green', medium: 'yellow', high: 'orange', very_high: 'magenta' };

export function riskTag(level: unknown): TemplateResult | typeof nothing {
  if (typeof level !== 'string') return nothing;
  return html`<strong class="govuk-tag govuk-tag--${tones[level] ?? 'grey'}">${t('risk.tag', { level: named('rosh_level', level) })}</strong>`;
}

export function levelTag(level: unknown): TemplateResult | typeof nothing {
  if (typeof level !== 'string') return nothing;
  return html`<strong class="govuk-tag govuk-tag--${tones[level] ?? 'grey'}">${named('rosh_level', level)}</strong>`;
}

export function empty(text: string): TemplateResult {
  return html`<p class="govuk-body quiet">${text}</p>`;
}

/** The enum that names the values of a field. */
const kinds: Record<string, string> = {
  type: 'contact_type', outcome: 'outcome', place: 'place', category: 'contact_category', rosh: 'rosh_level',
  rosh_children: 'rosh_level', rosh_public: 'rosh_level', rosh_known_adult: 'rosh_level', rosh_staff: 'rosh_level',
  rosh_prisoners: 'rosh_level', enforcement_action: 'enforcement_action', area: 'need_area', decision: 'evidence_decision',
};

export function valueText(collection: string, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('value.nothing');
  if (Array.isArray(value)) return value.map((each) => valueText(collection, field, each)).join('; ');
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no');
  if (typeof value === 'number') return /^(starts|ends)$/.test(field) ? moment(value) : String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/_on$/.test(field)) return dateText(value);
  if (field === 'status') return named(`${collection}_status`, value);
  if (field === 'type' && collection === 'register_flag') return named('flag_type', value);
  if (field === 'decision' && collection === 'response') return named('response_decision', value);
  return kinds[field] ? named(kinds[field], value) : value;
}

export const fieldName = (field: string): string => named('field', field);
export const collectionName = (collection: string): string => named('collection', collection);

/** "Outcome: attended; Notes: …" */
export function rowText(collection: string, row: Row): string {
  return Object.entries(row)
    .map(([field, value]) => t('value.pair', { field: fieldName(field), value: valueText(collection, field, value) }))
    .join('; ');
}

export function outcomeTag(outcome: string | null, starts: number | null): TemplateResult {
  if (!outcome) {
    const isPast = starts !== null && starts < Date.now();
    return html`<strong class="govuk-tag govuk-tag--${isPast ? 'yellow' : 'blue'}">${isPast ? t('contact.unrecorded') : t('contact.planned')}</strong>`;
  }
  const tone = outcome.startsWith('attended_complied') ? 'green' : /^(acceptable|rescheduled|attended_deemed|attended_sent_home_service)/.test(outcome) ? 'grey' : 'orange';
  return html`<strong class="govuk-tag govuk-tag--${tone}">${named('outcome', outcome)}</strong>`;
}

export function visitCard(visit: Visit, day: boolean): TemplateResult {
  return html`<li class="card visit">
    <p class="visit__when">${day ? longDay(visit.starts) : nothing} <span class="visit__clock">${clock(visit.starts)}</span></p>
    <div class="visit__what">
      <h3 class="govuk-heading-s"><a class="govuk-link" href=${link('/case', { scope: visit.scope })}>${visit.person ?? t('case.unnamed')}</a></h3>
      <p class="govuk-body-s">${named('contact_type', visit.type)}${visit.address ? html`<br />${visit.address}` : nothing}</p>
      <p class="visit__tags">${riskTag(visit.rosh)} ${outcomeTag(visit.outcome, visit.starts)}</p>
    </div>
    <a class="govuk-button ${visit.outcome ? 'govuk-button--secondary' : ''} visit__do" href=${link('/contact', { id: visit.id })}
      >${visit.outcome ? t('contact.open') : t('contact.record')}<span class="govuk-visually-hidden"> ${t('contact.with', { person: visit.person ?? '', when: moment(visit.starts) })}</span></a>
  </li>`;
}
