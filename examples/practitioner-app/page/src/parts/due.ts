// What is due: a line each, red only where it is mandatory; and "decided otherwise because …".
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Due, EnforcementStep } from '../answers';
import { attempt, currentStatus, link, paint, route } from '../app';
import { post } from '../session';
import { clock, dateText, isoDay, longDay, named, t } from '../words';

interface About { person: boolean; officer: boolean; steps?: EnforcementStep[] }

const keyOf = (item: Due): string => [item.scope, item.term, item.about, item.due].join('|');
let answering: string | null = null;

export const isAnswering = (): boolean => answering !== null;

function tag(item: Due): TemplateResult {
  if (item.colour === 'red') return html`<strong class="govuk-tag govuk-tag--red">${t('due.mandatory')}</strong>`;
  if (item.state === 'excepted') return html`<strong class="govuk-tag govuk-tag--yellow">${t('due.excepted')}</strong>`;
  if (item.colour === 'amber') return html`<strong class="govuk-tag govuk-tag--yellow">${t('due.advised')}</strong>`;
  return html`<strong class="govuk-tag govuk-tag--grey">${named('due_state', item.state)}</strong>`;
}

function when(item: Due): string {
  if (item.state === 'done') {
    const done = dateText(item.done_on);
    const words = item.late ? t('due.done_late', { date: done }) : t('due.done_in_time', { date: done });
    return item.received_on && item.received_on !== item.done_on ? `${words} ${t('due.received', { date: dateText(item.received_on) })}` : words;
  }
  const by = item.due_at ? `${longDay(item.due_at)}, ${clock(item.due_at)}` : dateText(item.due);
  return item.overdue ? t('due.was_due', { date: by }) : t('due.by', { date: by });
}

/** Advice anybody may answer; a week of contact only a manager. */
const mayAnswer = (item: Due): boolean =>
  item.state === 'open' && (item.kind === 'advisory' || (item.rule === 'R3' && currentStatus()?.role === 'manager'));

/** The step that ends it, for what is enforced. */
const stepOf: Record<string, string> = { R5a: 'first_warning_letter', R5b: 'breach_or_recall_initiated' };
const mayTake = (item: Due): boolean => item.state === 'open' && item.rule in stepOf && item.term !== 'warning.evidence';

function takeForm(item: Due): TemplateResult {
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const { date, note } = Object.fromEntries(new FormData(event.target as HTMLFormElement).entries());
    void attempt(async () => {
      await post('/api/enforcement', { contact: item.about, action: stepOf[item.rule], date, note });
      answering = null;
      await route();
    });
  };
  return html`<form class="panel" @submit=${save}>
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="taken">${t('due.taken_on')}</label>
      <input class="govuk-input" type="date" id="taken" name="date" value=${isoDay(Date.now())} max=${isoDay(Date.now())} required /></div>
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="because">${t('due.account')}</label>
      <input class="govuk-input" id="because" name="note" maxlength="500" autocomplete="off" /></div>
    <p class="actions"><button class="govuk-button" type="submit">${t('due.take')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${() => { answering = null; paint(); }}>${t('form.cancel')}</button></p>
  </form>`;
}

function answerForm(item: Due): TemplateResult {
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason') ?? '');
    const { scope, rule, pack, about, due } = item;
    void attempt(async () => {
      await post('/api/judgement', { scope, rule, pack, about, due, reason, date: isoDay(Date.now()) });
      answering = null;
      await route();
    });
  };
  return html`<form class="panel" @submit=${save}>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="because">${item.kind === 'advisory' ? t('due.because') : t('due.exception_because')}</label>
      <textarea class="govuk-textarea" id="because" name="reason" rows="2" required></textarea>
    </div>
    <p class="actions"><button class="govuk-button" type="submit">${t('due.save')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${() => { answering = null; paint(); }}>${t('form.cancel')}</button></p>
  </form>`;
}

/** Elsewhere the reason is the process's own, in one language; the page says it by itself. */
const byPeople = new Set(['otherwise', 'excepted']);

/** With the person where several cases are listed, and the officer for whoever looks after a team. */
export function dueLine(item: Due, about: About): TemplateResult {
  const begin = () => { answering = keyOf(item); paint(); document.getElementById('because')?.focus(); };
  const what = named('due_term', item.term.replaceAll('.', '_'));
  return html`<li class="due due--${item.colour}">
    <p class="govuk-body-s due__what">${tag(item)} ${what}${about.person ? html`, <a class="govuk-link" href=${link('/case', { scope: item.scope })}>${item.person || t('case.unnamed')}</a>` : nothing}</p>
    <p class="govuk-body-s quiet due__what">${when(item)}${about.officer && item.staff_name ? ` ${item.staff_name}` : nothing}</p>
    ${item.state === 'paused' ? html`<p class="govuk-body-s due__what">${t('due.paused', { date: dateText(item.trigger) })}</p>` : nothing}
    ${item.reason && byPeople.has(item.state) ? html`<p class="govuk-body-s due__what">${t('due.reason', { reason: item.reason })}</p>` : nothing}
    ${(about.steps ?? []).filter((step) => item.state === 'done' && step.contact_id === item.about).map((step) => html`<p class="govuk-body-s due__what">${named('enforcement_action', step.action)}:</p>
      <ul class="govuk-list govuk-list--bullet govuk-body-s">${step.account.map((line) => html`<li>${line}</li>`)}</ul>`)}
    ${!mayTake(item)
      ? nothing
      : answering === keyOf(item)
        ? takeForm(item)
        : html`<p class="no-print due__what"><button class="plain plain--small" @click=${begin}>${t('due.taken')}<span class="govuk-visually-hidden"> ${t('due.about', { what, person: item.person })}</span></button></p>`}
    ${!mayAnswer(item) || mayTake(item)
      ? nothing
      : answering === keyOf(item)
        ? answerForm(item)
        : html`<p class="no-print due__what"><button class="plain plain--small" @click=${begin}>${item.kind === 'advisory' ? t('due.otherwise') : t('due.exception')}<span class="govuk-visually-hidden"> ${t('due.about', { what, person: item.person })}</span></button></p>`}
  </li>`;
}

export function dueLines(items: Due[], about: About): TemplateResult {
  const list = (some: Due[]) => html`<ul class="govuk-list">${some.map((item) => dueLine(item, about))}</ul>`;
  // What was missed long ago is kept in sight, but not in front of what can still be done.
  const longAgo = isoDay(Date.now() - 28 * 86_400_000);
  const old = items.filter((item) => item.overdue && item.due < longAgo);
  return html`${list(items.filter((item) => !old.includes(item)))}
    ${old.length
      ? html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('due.older', { n: old.length })}</span></summary>
          <div class="govuk-details__text">${list(old)}</div></details>`
      : nothing}`;
}

/** "3 must be done, 2 are advised." */
export function dueSentence(counts: { red: number; amber: number }): string {
  return t('due.sentence', { red: t('due.red', { n: counts.red }), amber: t('due.amber', { n: counts.amber }) });
}
