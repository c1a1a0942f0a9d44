// What each voice says of a plan: whether it agrees to the plan as it is now, and whether the person
// took part in it. The officer's word and the service user's are never made into one.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { CaseFile, Plan, Voice } from '../answers';
import { attempt, paint, route, say } from '../app';
import { post } from '../session';
import { dateText, isoDay, moment, named, t, valuesOf } from '../words';

let isSigning: Voice | null = null;
let isTelling = false;

export const isAgreeing = (): boolean => isSigning !== null || isTelling;

const fieldsOf = (event: SubmitEvent): Record<string, string> => {
  event.preventDefault();
  return Object.fromEntries(new FormData(event.target as HTMLFormElement).entries()) as Record<string, string>;
};

function close(): void {
  isSigning = null;
  isTelling = false;
  paint();
}

function signForm(file: CaseFile, plan: Plan, voice: Voice): TemplateResult {
  const save = (event: SubmitEvent) => {
    const fields = fieldsOf(event);
    void attempt(async () => {
      await post('/api/agreement', { plan: plan.id, version: plan.agreement!.version, voice, ...fields });
      isSigning = null;
      say({ kind: 'success', text: t('agree.kept') });
      await route();
    });
  };
  return html`<form class="panel" @submit=${save}>
    <p class="govuk-body">${t('agree.read', { n: plan.goals.length })}</p>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="agree-status">${t('agree.what')}</label>
      <select class="govuk-select" id="agree-status" name="status">
        ${['agreed', 'do_not_agree', 'could_not_answer'].map((value) => html`<option value=${value}>${named('agreement_status', value)}</option>`)}
      </select>
    </div>
    ${voice === 'su'
      ? html`<div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="signer">${t('agree.signer')}</label>
          <input class="govuk-input" id="signer" name="signer" value=${file.person.name} autocomplete="off" required /></div>`
      : nothing}
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="agree-reason">${t('agree.reason')}</label>
      <textarea class="govuk-textarea" id="agree-reason" name="reason" rows="2"></textarea>
    </div>
    <p class="actions"><button class="govuk-button" type="submit">${t('agree.sign')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${close}>${t('form.cancel')}</button></p>
  </form>`;
}

function toldForm(plan: Plan): TemplateResult {
  const save = (event: SubmitEvent) => {
    const fields = fieldsOf(event);
    void attempt(async () => {
      await post('/api/involvement', { plan: plan.id, date: isoDay(Date.now()), ...fields });
      isTelling = false;
      say({ kind: 'success', text: t('agree.told_kept') });
      await route();
    });
  };
  const choice = (name: string, label: string, kind: string) => html`<div class="govuk-form-group">
    <label class="govuk-label govuk-label--s" for=${`told-${name}`}>${label}</label>
    <select class="govuk-select" id=${`told-${name}`} name=${name}>${valuesOf(kind).map((value) => html`<option value=${value}>${named(kind, value)}</option>`)}</select>
  </div>`;
  return html`<form class="panel" @submit=${save}>
    ${choice('voice', t('agree.who_says'), 'voice')} ${choice('involved', t('agree.took_part'), 'involvement')}
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="told-skill">${t('agree.skill')}</label>
      <input class="govuk-input" id="told-skill" name="skill" maxlength="200" autocomplete="off" /></div>
    ${choice('mode', t('agree.mode'), 'skill_mode')}
    <p class="actions"><button class="govuk-button" type="submit">${t('agree.keep')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${close}>${t('form.cancel')}</button></p>
  </form>`;
}

function voiceView(plan: Plan, voice: Voice): TemplateResult {
  const said = plan.agreement![voice];
  const tone = said.standing === 'agreed' ? 'green' : said.standing === 'not_asked' ? 'grey' : 'yellow';
  const begin = () => { isSigning = voice; isTelling = false; paint(); document.getElementById('agree-status')?.focus(); };
  return html`<div>
    <dt>${named('voice', voice)}</dt>
    <dd><strong class="govuk-tag govuk-tag--${tone}">${named('agreement_standing', said.standing)}</strong>
      ${said.at ? html`<span class="quiet">${t('risk.said', { who: said.signer ?? '', when: moment(said.at) })}</span>` : nothing}
      ${said.reason ? html`<span class="quiet">${said.reason}</span>` : nothing}
      ${said.standing === 'agreed' ? nothing : html`<span class="no-print"><button class="plain plain--small" @click=${begin}>${t('agree.ask')}<span class="govuk-visually-hidden"> ${named('voice', voice)}</span></button></span>`}</dd>
  </div>`;
}

export function agreementView(file: CaseFile, plan: Plan): TemplateResult | typeof nothing {
  if (!plan.agreement) return nothing;
  const { waits } = plan.agreement;
  const tell = () => { isTelling = true; isSigning = null; paint(); document.getElementById('told-voice')?.focus(); };
  return html`${waits.length ? html`<div class="dispute"><p class="govuk-body-s">${waits.length > 1 ? t('agree.waits_both') : t(`agree.waits_${waits[0]}`)}</p></div>` : nothing}
    <dl class="facts facts--side">${voiceView(plan, 'om')} ${voiceView(plan, 'su')}</dl>
    ${isSigning ? signForm(file, plan, isSigning) : nothing}
    ${plan.involved.length
      ? html`<ul class="govuk-list govuk-body-s">${plan.involved.map((each) => html`<li>${t('agree.involved', { voice: named('voice', each.voice), what: named('involvement', each.involved), date: dateText(each.discussed_on) })}${each.note ? html` <q>${each.note}</q>` : nothing}</li>`)}</ul>`
      : nothing}
    ${file.skills.length
      ? html`<p class="govuk-body-s">${t('agree.skills')} ${file.skills.map((each) => t('agree.one_skill', { skill: each.skill, mode: named('skill_mode', each.mode), voice: named('voice', each.voice), date: dateText(each.worked_on) })).join('; ')}</p>`
      : nothing}
    ${isTelling ? toldForm(plan) : html`<button class="govuk-button govuk-button--secondary no-print" @click=${tell}>${t('agree.tell')}</button>`}`;
}
