// Everything that is due until the end of the week, for oneself or for a whole team, officer by
// officer.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { DueTeam } from '../answers';
import { currentStatus, link, type Screen } from '../app';
import { dueLines, dueSentence, isAnswering } from '../parts/due';
import { empty } from '../parts/fields';
import { get } from '../session';
import { dateText, t } from '../words';

let due: DueTeam;
let staff = '';

async function load(parameters: URLSearchParams): Promise<void> {
  staff = parameters.get('staff') ?? '';
  due = await get<DueTeam>('/api/due', staff ? { staff } : {});
}

function officers(): TemplateResult {
  return html`<table class="govuk-table stacked">
    <caption class="govuk-table__caption govuk-table__caption--s">${t('due.by_officer')}</caption>
    <thead class="govuk-table__head"><tr class="govuk-table__row">
      ${['officer', 'cases', 'red_column', 'amber_column', 'overdue_column'].map((name) => html`<th scope="col" class="govuk-table__header">${t(`due.${name}`)}</th>`)}
    </tr></thead>
    <tbody class="govuk-table__body">
      ${due.officers.map((line) => html`<tr class="govuk-table__row">
        <th scope="row" class="govuk-table__header"><a class="govuk-link" href=${link('/due', { staff: line.staff })}>${line.name || t('due.nobody')}</a></th>
        <td class="govuk-table__cell" data-label=${t('due.cases')}>${line.cases}</td>
        <td class="govuk-table__cell" data-label=${t('due.red_column')}>${line.red}</td>
        <td class="govuk-table__cell" data-label=${t('due.amber_column')}>${line.amber}</td>
        <td class="govuk-table__cell" data-label=${t('due.overdue_column')}>${line.overdue}</td>
      </tr>`)}
    </tbody>
  </table>`;
}

function view(): TemplateResult {
  const isManager = currentStatus()?.role === 'manager';
  const now = due.items.filter((item) => !item.overdue);
  const over = due.items.filter((item) => item.overdue);
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('due.title')}</h1>
    <p class="govuk-body">${dueSentence(due)}</p>
    ${isManager ? officers() : nothing}
    ${staff ? html`<p class="govuk-body no-print"><a class="govuk-link" href=${link('/due')}>${t('due.everybody')}</a></p>` : nothing}
    <section aria-labelledby="week">
      <h2 class="govuk-heading-m" id="week">${t('due.week', { date: dateText(due.until) })}</h2>
      ${now.length ? dueLines(now, { person: true, officer: isManager }) : empty(t('due.none'))}
    </section>
    ${over.length
      ? html`<section aria-labelledby="over"><h2 class="govuk-heading-m" id="over">${t('due.over', { n: due.overdue })}</h2>${dueLines(over, { person: true, officer: isManager })}</section>`
      : nothing}
    ${due.more ? html`<p class="govuk-body">${t('due.more', { n: due.more })}</p>` : nothing}`;
}

export const dueScreen: Screen = { title: () => t('due.title'), load, view, keeps: isAnswering };
