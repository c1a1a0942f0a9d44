// A questionnaire, to be filled in by the person it asks: the answers are handed in sealed, and from
// then on nobody can open them on this device, whoever holds it.
import { html, type TemplateResult } from 'lit-html';
import { attempt, link, paint, parameter, type Screen } from '../app';
import { empty } from '../parts/fields';
import { get, post } from '../session';
import { currentLanguage, named, t, valuesOf } from '../words';

interface Item { code: string; wording: string; wording_cy: string | null }
interface Instrument { id: string; code: string; edition: number; title: string; scale_min: number; scale_max: number; items: Item[] }

let instruments: Instrument[] = [];
let isOpen = false;
let isDone = false;

async function load(): Promise<void> {
  const answer = await get<{ instruments: Instrument[]; open: boolean }>('/api/questionnaires');
  instruments = answer.instruments.filter((each) => each.items.length > 0);
  isOpen = answer.open;
}

function itemView(instrument: Instrument, item: Item): TemplateResult {
  const text = (currentLanguage() === 'cy' && item.wording_cy) || item.wording;
  const values = Array.from({ length: instrument.scale_max - instrument.scale_min + 1 }, (_, n) => String(n + instrument.scale_min));
  return html`<fieldset class="govuk-fieldset scale"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${text}</legend>
    <div class="scale__values">${values.map((value) => html`<label class="scale__value"><input type="radio" name=${`item-${item.code}`} value=${value} /> ${value}</label>`)}</div></fieldset>`;
}

function form(instrument: Instrument): TemplateResult {
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target as HTMLFormElement).entries()) as Record<string, string>;
    const answers = Object.fromEntries(instrument.items.filter((item) => fields[`item-${item.code}`]).map((item) => [item.code, Number(fields[`item-${item.code}`])]));
    void attempt(async () => {
      const { wave, respondent } = fields;
      await post('/api/questionnaire', { scope: parameter('scope'), code: instrument.code, edition: instrument.edition, wave, respondent, answers });
      isDone = true;
      paint();
      document.getElementById('title')?.focus();
    });
  };
  const choice = (name: string, label: string, kind: string) => html`<div class="govuk-form-group"><label class="govuk-label govuk-label--s" for=${name}>${label}</label>
    <select class="govuk-select" id=${name} name=${name}>${valuesOf(kind).map((value) => html`<option value=${value} ?selected=${value === 'su'}>${named(kind, value)}</option>`)}</select></div>`;
  return html`<form class="narrow" @submit=${save}>
    <h2 class="govuk-heading-m">${instrument.title}</h2>
    <p class="govuk-body">${t('questionnaire.scale', { min: instrument.scale_min, max: instrument.scale_max })}</p>
    <div class="pair">${choice('respondent', t('questionnaire.who'), 'voice')} ${choice('wave', t('questionnaire.wave'), 'wave')}</div>
    ${instrument.items.map((item) => itemView(instrument, item))}
    <p class="govuk-body">${t('questionnaire.sealed')}</p>
    <button class="govuk-button" type="submit">${t('questionnaire.hand_in')}</button>
  </form>`;
}

function view(): TemplateResult {
  const back = link('/case', { scope: parameter('scope') });
  if (isDone)
    return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('questionnaire.done')}</h1><p class="govuk-body">${t('questionnaire.nobody')}</p>
      <p class="govuk-body"><a class="govuk-link" href=${back} @click=${() => { isDone = false; }}>${t('questionnaire.back')}</a></p>`;
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('questionnaire.title')}</h1>
    ${isOpen && instruments.length ? instruments.map(form) : empty(t('questionnaire.none'))}`;
}

export const questionnaireScreen: Screen = {
  title: () => t('questionnaire.title'),
  load,
  view,
  keeps: () => !isDone && document.querySelector('main input:checked') !== null,
};
