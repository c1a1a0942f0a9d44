// What people have to decide: values that differ, side by side; late work of others; own work that
// was refused.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Conflict, LateWork, RefusedWork, Side, WorkRecord } from '../answers';
import { attempt, link, route, say, type Screen } from '../app';
import { collectionName, empty, fieldName, rowText, valueText } from '../parts/fields';
import { get, post } from '../session';
import { moment, named, t } from '../words';

let conflicts: Conflict[] = [];
let late: LateWork[] = [];
let refused: RefusedWork[] = [];

async function load(): Promise<void> {
  const [first, second, third] = await Promise.all([
    get<{ conflicts: Conflict[] }>('/api/conflicts'),
    get<{ late: LateWork[] }>('/api/late'),
    get<{ refused: RefusedWork[] }>('/api/refused'),
  ]);
  conflicts = first.conflicts.sort((a, b) => Number(b.resolvable) - Number(a.resolvable));
  late = second.late;
  refused = third.refused;
}

const valueOf = (conflict: Conflict, side: Side, index: number): string =>
  conflict.kind === 'contested_delete'
    ? t(index === 0 ? 'decide.keep' : 'decide.delete')
    : Object.entries(side.row).map(([field, value]) => valueText(conflict.collection, field, value)).join(', ');

function sideView(conflict: Conflict, side: Side, index: number): TemplateResult {
  const seen = side.had_seen;
  const facts: [string, string][] = [
    ['decide.who', side.mine ? t('decide.me', { who: side.who }) : side.who],
    ['decide.when', moment(side.written)],
    ['decide.arrived', side.place === null ? t('decide.not_sent') : t(`decide.place.${side.place <= 3 ? `n${side.place}` : 'later'}`)],
    ['decide.where', t('decide.device', { device: side.device })],
    ['decide.seen', seen ? t('decide.seen_value', { value: Object.entries(seen.row).map(([field, value]) => valueText(conflict.collection, field, value)).join(', '), who: seen.who, when: moment(seen.when) }) : t('decide.seen_nothing')],
  ];
  return html`<div class="side ${side.in_force ? 'side--in-force' : ''}">
    <h3 class="govuk-heading-s side__value">${valueOf(conflict, side, index)}</h3>
    ${side.in_force ? html`<p><strong class="govuk-tag">${t('decide.in_force')}</strong></p>` : nothing}
    ${side.proposal ? html`<p><strong class="govuk-tag govuk-tag--grey">${t('decide.proposal')}</strong></p>` : nothing}
    <dl class="facts facts--side">${facts.map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)}</dl>
  </div>`;
}

function about(conflict: Conflict): string {
  const { type, starts, short_title, short_description, summary } = conflict.about;
  const named_ = typeof type === 'string' && conflict.collection === 'contact' ? named('contact_type', type) : undefined;
  const what = (short_title ?? short_description ?? summary ?? named_ ?? collectionName(conflict.collection)) as string;
  return typeof starts === 'number' ? `${what}, ${moment(starts)}` : what;
}

function resolution(conflict: Conflict): TemplateResult {
  if (!conflict.resolvable)
    return html`<p class="govuk-body">${conflict.resolver ? t('decide.by_role', { role: named('class', conflict.resolver) }) : t('decide.not_here')}</p>`;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const choice = Number(fields.get('choice'));
    void attempt(async () => {
      await post('/api/resolve', { id: conflict.id, choice, row: conflict.sides[choice].row, reason: String(fields.get('reason') ?? '').trim() });
      say({ kind: 'success', text: t('decide.done') });
      await route();
    });
  };
  return html`<form @submit=${submit} class="narrow">
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${t('decide.which')}</legend>
      <div class="govuk-radios govuk-radios--small">
        ${conflict.sides.map(
          (side, index) => html`<div class="govuk-radios__item">
            <input class="govuk-radios__input" type="radio" required name="choice" value=${index} id=${`${conflict.id}-${index}`} />
            <label class="govuk-label govuk-radios__label" for=${`${conflict.id}-${index}`}>${t('decide.option', { value: valueOf(conflict, side, index), who: side.who })}</label>
          </div>`,
        )}
      </div>
    </fieldset>
    <div class="govuk-form-group">
      <label class="govuk-label" for=${`${conflict.id}-reason`}>${t('decide.reason')}</label>
      <input class="govuk-input" id=${`${conflict.id}-reason`} name="reason" required maxlength="500" autocomplete="off" />
    </div>
    <button class="govuk-button" type="submit">${t('decide.decide')}</button>
  </form>`;
}

function conflictView(conflict: Conflict): TemplateResult {
  return html`<article class="card conflict">
    <h2 class="govuk-heading-m">${conflict.person ? html`<a class="govuk-link" href=${link('/case', { scope: conflict.scope })}>${conflict.person}</a>` : collectionName(conflict.collection)}</h2>
    <p class="govuk-body">${t('decide.about', { field: conflict.field ? fieldName(conflict.field) : t('decide.record'), what: about(conflict) })}</p>
    <div class="sides">${conflict.sides.map((side, index) => sideView(conflict, side, index))}</div>
    <p class="govuk-body-s quiet">${t('decide.since', { when: moment(conflict.since) })}</p>
    ${resolution(conflict)}
  </article>`;
}

function workRecords(records: WorkRecord[]): TemplateResult {
  return html`<ul class="govuk-list govuk-list--bullet">
    ${records.map(
      (record) => html`<li>${collectionName(record.collection)}: ${rowText(record.collection, record.after)}
        ${record.before && Object.keys(record.before).length ? html`<br /><span class="quiet">${t('late.now', { row: rowText(record.collection, record.before) })}</span>` : nothing}</li>`,
    )}
  </ul>`;
}

function lateView(work: LateWork): TemplateResult {
  const decide = (accept: boolean) =>
    attempt(async () => {
      await post('/api/decide', { scope: work.scope, replica: work.replica, counter: work.counter, accept });
      say({ kind: 'success', text: t(accept ? 'late.accepted' : 'late.refused') });
      await route();
    });
  return html`<article class="card">
    <h3 class="govuk-heading-s">${work.person || t('late.elsewhere')}</h3>
    <p class="govuk-body">${t(`late.kind.${work.kind}`, { who: work.who, when: moment(work.claimed), ended: work.ended ? moment(work.ended) : '' })}</p>
    ${workRecords(work.records)}
    ${work.decided
      ? html`<p class="govuk-body quiet">${t('late.waiting')}</p>`
      : html`<p class="actions"><button class="govuk-button" @click=${() => decide(true)}>${t('late.accept')}</button>
          <button class="govuk-button govuk-button--secondary" @click=${() => decide(false)}>${t('late.refuse')}</button></p>`}
  </article>`;
}

function refusedView(work: RefusedWork): TemplateResult {
  const settle = (deed: 'retry' | 'dismiss') =>
    attempt(async () => {
      await post('/api/settle', { deed, transaction: work.transaction, scope: work.scope, replica: work.replica, counter: work.counter });
      say({ kind: 'success', text: t(`refused.${deed}_done`) });
      await route();
    });
  return html`<article class="card">
    <h3 class="govuk-heading-s">${work.person || t('late.elsewhere')}</h3>
    <p class="govuk-body">${work.delivery === 'quarantined' ? t('refused.held', { when: moment(work.written) }) : t('refused.why', { when: moment(work.written), why: named('verdict', work.why) })}</p>
    ${workRecords(work.records)}
    ${work.delivery === 'quarantined'
      ? nothing
      : html`<p class="actions"><button class="govuk-button" @click=${() => settle('retry')}>${t('refused.retry')}</button>
          <button class="govuk-button govuk-button--secondary" @click=${() => settle('dismiss')}>${t('refused.dismiss')}</button></p>`}
  </article>`;
}

function view(): TemplateResult {
  const isEmpty = !conflicts.length && !late.length && !refused.length;
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('nav.decide')}</h1>
    ${isEmpty ? empty(t('decide.none')) : nothing}
    ${conflicts.length ? html`<p class="govuk-body">${t('decide.intro')}</p>${conflicts.map(conflictView)}` : nothing}
    ${late.length ? html`<h2 class="govuk-heading-m">${t('late.title')}</h2><p class="govuk-body">${t('late.intro')}</p>${late.map(lateView)}` : nothing}
    ${refused.length ? html`<h2 class="govuk-heading-m">${t('refused.title')}</h2>${refused.map(refusedView)}` : nothing}`;
}

/** A decision that is half made is not taken away by what comes in. */
const isDeciding = (): boolean => document.querySelector('main form:focus-within') !== null;

export const decideScreen: Screen = { title: () => t('nav.decide'), load, view, keeps: isDeciding };
