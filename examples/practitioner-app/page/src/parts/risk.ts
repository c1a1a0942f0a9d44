// The risk of serious harm: the level that is in force, and where people differ, who says what.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { CaseFile, Conflict } from '../answers';
import { attempt, link, paint, route, say } from '../app';
import { post } from '../session';
import { dateText, isoDay, moment, named, t, valuesOf } from '../words';
import { empty, fieldName, levelTag, valueText } from './fields';

const shown = ['rosh', 'rosh_children', 'rosh_public', 'rosh_known_adult', 'rosh_staff', 'mappa_category', 'mappa_level'];
let isEditing = false;
let form = '';

function dispute(conflict: Conflict): TemplateResult {
  return html`<div class="dispute">
    <p class="govuk-body-s dispute__title"><strong>${t('risk.differ', { field: fieldName(conflict.field) })}</strong></p>
    <ul class="govuk-list govuk-list--bullet govuk-body-s">
      ${conflict.sides.map(
        (side) => html`<li>${t('risk.says', { who: side.who, value: Object.entries(side.row).map(([field, value]) => valueText(conflict.collection, field, value)).join(', '), when: moment(side.written) })}${side.in_force ? html` <strong>${t('risk.in_force')}</strong>` : nothing}</li>`,
      )}
    </ul>
    <p class="govuk-body-s"><a class="govuk-link" href=${link('/decide')}>${conflict.resolvable ? t('risk.decide') : t('risk.compare')}</a></p>
  </div>`;
}

function editor(file: CaseFile): TemplateResult {
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    void attempt(async () => {
      await post('/api/risk', {
        scope: file.scope,
        id: file.risk?.id ?? '',
        form,
        fields: { rosh: fields.get('level'), assessed_on: isoDay(Date.now()) },
        reason: String(fields.get('reason') ?? '').trim(),
      });
      isEditing = false;
      say({ kind: 'success', text: t('risk.saved') });
      await route();
    });
  };
  return html`<form class="panel" @submit=${save}>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="level">${t('risk.level')}</label>
      <select class="govuk-select" id="level" name="level">
        ${valuesOf('rosh_level').map((level) => html`<option value=${level} ?selected=${file.risk?.levels.rosh === level}>${named('rosh_level', level)}</option>`)}
      </select>
    </div>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="reason">${t('risk.reason')}</label>
      <textarea class="govuk-textarea" id="reason" name="reason" rows="3" required maxlength="20000"></textarea>
    </div>
    <p class="actions">
      <button class="govuk-button" type="submit">${t('risk.save')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${() => { isEditing = false; paint(); }}>${t('form.cancel')}</button>
    </p>
  </form>`;
}

export function riskView(file: CaseFile): TemplateResult {
  const risk = file.risk;
  const begin = () => {
    isEditing = true;
    form = file.form;  // what this screen shows now, whatever arrives while the form is open
    paint();
    document.getElementById('level')?.focus();
  };
  return html`<section aria-labelledby="risk">
    <h2 class="govuk-heading-m" id="risk">${t('risk.title')}</h2>
    ${risk
      ? html`<dl class="facts facts--risk">
          ${shown.filter((field) => risk.levels[field] !== undefined).map((field) => {
            const said = risk.said[field];
            return html`<div>
              <dt>${fieldName(field)}</dt>
              <dd>${typeof risk.levels[field] === 'string' ? levelTag(risk.levels[field]) : risk.levels[field]}
                ${said && !risk.disputed.some((each) => each.field === field) ? html`<span class="quiet">${t('risk.said', { who: said.who, when: moment(said.when) })}</span>` : nothing}</dd>
            </div>`;
          })}
        </dl>
        ${risk.disputed.map(dispute)}
        ${risk.reasons?.length ? html`<p class="govuk-body-s">${risk.reasons.at(-1)}</p>` : nothing}
        ${risk.assessed_on ? html`<p class="govuk-body-s quiet">${t('risk.assessed', { date: dateText(risk.assessed_on) })}</p>` : nothing}`
      : empty(t('risk.none'))}
    ${isEditing ? editor(file) : html`<button class="govuk-button govuk-button--secondary no-print" @click=${begin}>${t('risk.change')}</button>`}
  </section>`;
}
