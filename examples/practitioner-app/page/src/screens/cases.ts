// The caseload: found by name or reference as one types.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { CaseLine } from '../answers';
import { link, paint, type Screen } from '../app';
import { empty, riskTag } from '../parts/fields';
import { get } from '../session';
import { moment, t } from '../words';

let cases: CaseLine[] = [];
let wanted = '';

async function load(): Promise<void> {
  cases = (await get<{ cases: CaseLine[] }>('/api/cases')).cases;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function found(): CaseLine[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  return cases.filter((each) => words.every((word) => plain(`${each.person} ${each.crn ?? ''} ${each.staff ?? ''}`).includes(word)));
}

function line(each: CaseLine): TemplateResult {
  return html`<tr class="govuk-table__row">
    <th scope="row" class="govuk-table__header"><a class="govuk-link" href=${link('/case', { scope: each.scope })}>${each.person}</a></th>
    <td class="govuk-table__cell" data-label=${t('case.crn')}>${each.crn}</td>
    <td class="govuk-table__cell" data-label=${t('risk.title')}>${riskTag(each.rosh)}</td>
    <td class="govuk-table__cell" data-label=${t('cases.officer')}>${each.staff}</td>
    <td class="govuk-table__cell" data-label=${t('cases.last')}>${each.last ? moment(each.last) : t('value.nothing')}</td>
    <td class="govuk-table__cell" data-label=${t('cases.next')}>${each.next ? moment(each.next) : t('value.nothing')}</td>
    <td class="govuk-table__cell" data-label=${t('cases.differ')}>${each.conflicts ? html`<a class="govuk-link" href=${link('/decide')}>${each.conflicts}</a>` : nothing}</td>
  </tr>`;
}

function view(): TemplateResult {
  const shown = found();
  const heads = ['cases.person', 'case.crn', 'risk.title', 'cases.officer', 'cases.last', 'cases.next', 'cases.differ'];
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('nav.cases')}</h1>
    <div class="govuk-form-group no-print">
      <label class="govuk-label" for="wanted">${t('cases.find')}</label>
      <input class="govuk-input govuk-input--width-20" id="wanted" type="search" autocomplete="off" .value=${wanted}
        @input=${(event: InputEvent) => { wanted = (event.target as HTMLInputElement).value; paint(); }} />
    </div>
    <p class="govuk-body-s quiet" role="status">${t('cases.count', { n: shown.length })}</p>
    ${shown.length
      ? html`<table class="govuk-table stacked">
          <caption class="govuk-visually-hidden">${t('nav.cases')}</caption>
          <thead class="govuk-table__head"><tr class="govuk-table__row">${heads.map((key) => html`<th scope="col" class="govuk-table__header">${t(key)}</th>`)}</tr></thead>
          <tbody class="govuk-table__body">${shown.map(line)}</tbody>
        </table>`
      : empty(t('cases.none'))}`;
}

export const casesScreen: Screen = { title: () => t('nav.cases'), load, view };
