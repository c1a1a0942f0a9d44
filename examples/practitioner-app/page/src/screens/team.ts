// How the work goes: how steady officers have been and how far people took part, quality reviews
// with their actions, and observations of practice with the colleague's own thoughts.
import { html, nothing, type TemplateResult } from 'lit-html';
import { attempt, currentStatus, link, paint, route, say, type Screen } from '../app';
import { empty } from '../parts/fields';
import { drawing } from '../parts/pictures';
import { get, post } from '../session';
import { currentLanguage, dateText, isoDay, named, t, valuesOf } from '../words';

interface Drawn { id: string; title: string; svg: string; alternative: string[] }
interface Held { scope: string; person: string; staff_name: string; officers: number; days: number; cover_days: number; longest_days: number }
interface Team { cases: Held[]; pictures: Drawn[] }
interface Action { id: string; description: string; owner: string | null; due_on: string | null; status: string | null; closed_on: string | null }
interface Review {
  id: string;
  case_ref: string;
  sampled_on: string | null;
  reviewers: string[];
  facts: Record<string, number | boolean>;
  narrative: string | null;
  su_view: string | null;
  marks: { dimension: string; judgement: number | null }[];
  actions: Action[];
}
interface Colleague { staff: string; name: string }
interface Observation {
  id: string;
  observed_on: string;
  observer: string;
  observed: string;
  contact_type: string | null;
  feedback: string[];
  marks: { area: string; present: number | null }[];
  reflections: { written_on: string | null; body: string[] }[];
  mine: boolean;
}

let team: Team;
let reviews: Review[] = [];
let observations: Observation[] = [];
let colleagues: Colleague[] = [];
let drawn = '';  // the case that was drawn for a review
let open: 'review' | 'observation' | 'reflection' | null = null;

const isManager = (): boolean => currentStatus()?.role === 'manager';

async function load(): Promise<void> {
  const [held, judged, seen] = await Promise.all([
    get<Team>('/api/team', { language: currentLanguage() }),
    get<{ reviews: Review[] }>('/api/reviews'),
    get<{ observations: Observation[]; colleagues: Colleague[] }>('/api/observations'),
  ]);
  team = held;
  reviews = judged.reviews;
  ({ observations, colleagues } = seen);
}

const fieldsOf = (event: SubmitEvent): Record<string, string> => {
  event.preventDefault();
  return Object.fromEntries(new FormData(event.target as HTMLFormElement).entries()) as Record<string, string>;
};

const deed = (path: string, body: object, done: string) =>
  attempt(async () => {
    await post(path, { date: isoDay(Date.now()), ...body });
    open = null;
    say({ kind: 'success', text: done });
    await route();
  });

function show(what: typeof open, first: string): void {
  open = what;
  paint();
  document.getElementById(first)?.focus();
}

const area = (id: string, label: string, isRequired: boolean): TemplateResult => html`<div class="govuk-form-group">
  <label class="govuk-label govuk-label--s" for=${id}>${label}</label>
  <textarea class="govuk-textarea" id=${id} name=${id} rows="3" ?required=${isRequired}></textarea></div>`;

const buttons = (text: string): TemplateResult => html`<p class="actions"><button class="govuk-button" type="submit">${text}</button>
  <button class="govuk-button govuk-button--secondary" type="button" @click=${() => { open = null; paint(); }}>${t('form.cancel')}</button></p>`;

function pictures(): TemplateResult {
  return html`<div class="pair">${team.pictures.map((picture) => html`<figure class="picture">
    <figcaption class="govuk-heading-s">${picture.title}</figcaption>${drawing(picture.svg)}
    <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('picture.in_words')}<span class="govuk-visually-hidden"> ${picture.title}</span></span></summary>
      <ul class="govuk-list govuk-details__text">${picture.alternative.map((line) => html`<li>${line}</li>`)}</ul></details>
  </figure>`)}</div>`;
}

function continuity(): TemplateResult {
  const words = (each: Held): string => {
    const held = t('team.officers', { n: each.officers });
    const days = t('team.days', { n: each.days });
    return each.cover_days ? t('team.held_cover', { held, days, cover: t('team.days', { n: each.cover_days }) }) : t('team.held', { held, days });
  };
  return html`<section aria-labelledby="continuity">
    <h2 class="govuk-heading-m" id="continuity">${t('team.continuity')}</h2>
    ${pictures()}
    <ul class="govuk-list">${team.cases.slice(0, 20).map((each) => html`<li class="came"><p class="govuk-body-s came__what"><a class="govuk-link" href=${link('/case', { scope: each.scope })}>${each.person}</a></p>
      <p class="govuk-body-s quiet came__what">${words(each)}</p></li>`)}</ul>
  </section>`;
}

/** A sample is nobody's choice, unless somebody makes it one. */
function draw(): void {
  drawn = team.cases[Math.floor(Math.random() * team.cases.length)]?.scope ?? '';
  show('review', 'review-case');
}

function reviewForm(): TemplateResult {
  const save = (event: SubmitEvent) => {
    const fields = fieldsOf(event);
    const marks = Object.fromEntries(valuesOf('quality_dimension').filter((name) => fields[`mark-${name}`]).map((name) => [name, Number(fields[`mark-${name}`])]));
    void deed('/api/review', { scope: fields.scope, marks, narrative: fields.narrative, su_view: fields.su_view, action: fields.action }, t('team.review_kept'));
  };
  return html`<form class="panel" @submit=${save}>
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="review-case">${t('team.case')}</label>
      <select class="govuk-select" id="review-case" name="scope">${team.cases.map((each) => html`<option value=${each.scope} ?selected=${each.scope === drawn}>${each.person}</option>`)}</select></div>
    ${valuesOf('quality_dimension').map((name) => html`<div class="govuk-form-group"><label class="govuk-label" for=${`mark-${name}`}>${named('quality_dimension', name)}</label>
      <select class="govuk-select" id=${`mark-${name}`} name=${`mark-${name}`}><option value=""></option>${['1', '2', '3', '4'].map((n) => html`<option value=${n}>${named('judgement', n)}</option>`)}</select></div>`)}
    ${area('narrative', t('team.narrative'), false)} ${area('su_view', t('team.su_view'), false)} ${area('action', t('team.action'), false)}
    ${buttons(t('team.keep_review'))}
  </form>`;
}

/** Whose action it is says that it is done; a manager finds it so and closes it, or does both at once. */
function actionDeed(action: Action): TemplateResult | typeof nothing {
  const isOver = action.status === 'done' || action.status === 'dropped';
  if (action.closed_on || (isOver && !(action.status === 'done' && isManager()))) return nothing;
  const act = () => void deed('/api/review/action', { id: action.id, status: 'done' }, t(isManager() ? 'team.action_closed' : 'team.action_done'));
  return html`<button class="plain plain--small no-print" @click=${act}>${t(isOver ? 'team.close' : 'team.done')}<span class="govuk-visually-hidden"> ${action.description}</span></button>`;
}

function actionView(action: Action): TemplateResult {
  const facts = [action.owner ?? '', action.due_on ? t('plan.by', { date: dateText(action.due_on) }) : '', action.closed_on ? t('team.closed', { date: dateText(action.closed_on) }) : ''];
  return html`<li>${action.description} <span class="quiet">${[named('action_status', action.status), ...facts].filter(Boolean).join(', ')}</span>
    ${actionDeed(action)}</li>`;
}

function reviewView(review: Review): TemplateResult {
  const value = (each: number | boolean) => (typeof each === 'boolean' ? (each ? t('value.yes') : t('value.no')) : String(each));
  const who = team.cases.find((each) => each.scope === review.case_ref)?.person ?? t('case.unnamed');
  return html`<li class="card">
    <h3 class="govuk-heading-s">${t('team.review_of', { case: who, date: dateText(review.sampled_on) })}</h3>
    <p class="govuk-body-s">${Object.entries(review.facts ?? {}).map(([name, each]) => t('value.pair', { field: named('quality_fact', name), value: value(each) })).join('; ')}</p>
    <p class="govuk-body-s">${review.marks.map((mark) => t('value.pair', { field: named('quality_dimension', mark.dimension), value: named('judgement', String(mark.judgement ?? '')) })).join('; ')}</p>
    ${review.narrative ? html`<p class="govuk-body-s">${review.narrative}</p>` : nothing}
    ${review.su_view ? html`<p class="govuk-body-s">${t('team.su_said')} <q>${review.su_view}</q></p>` : nothing}
    ${review.actions.length ? html`<ul class="govuk-list govuk-list--bullet govuk-body-s">${review.actions.map(actionView)}</ul>` : nothing}
  </li>`;
}

function quality(): TemplateResult {
  return html`<section aria-labelledby="quality">
    <h2 class="govuk-heading-m" id="quality">${t('team.quality')}</h2>
    ${isManager() && team.cases.length ? (open === 'review' ? reviewForm() : html`<button class="govuk-button govuk-button--secondary no-print" @click=${draw}>${t('team.new_review')}</button>`) : nothing}
    ${reviews.length ? html`<ul class="cards">${reviews.map(reviewView)}</ul>` : empty(t('team.no_reviews'))}
  </section>`;
}

function observationForm(): TemplateResult {
  const save = (event: SubmitEvent) => {
    const fields = fieldsOf(event);
    const marks = Object.fromEntries(valuesOf('skill_area').map((name) => [name, fields[`area-${name}`] !== undefined]));
    void deed('/api/observation', { observed: fields.observed, contact_type: fields.contact_type, marks, feedback: fields.feedback }, t('team.observation_kept'));
  };
  return html`<form class="panel" @submit=${save}>
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="observed">${t('team.observed')}</label>
      <select class="govuk-select" id="observed" name="observed">${colleagues.map((each) => html`<option value=${each.staff}>${each.name}</option>`)}</select></div>
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="session">${t('team.session')}</label>
      <select class="govuk-select" id="session" name="contact_type">${valuesOf('contact_type').map((kind) => html`<option value=${kind}>${named('contact_type', kind)}</option>`)}</select></div>
    <fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">${t('team.checklist')}</legend>
      <div class="govuk-checkboxes govuk-checkboxes--small">${valuesOf('skill_area').map((name) => html`<div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" type="checkbox" id=${`area-${name}`} name=${`area-${name}`} />
        <label class="govuk-label govuk-checkboxes__label" for=${`area-${name}`}>${named('skill_area', name)}</label></div>`)}</div></fieldset>
    ${area('feedback', t('team.feedback'), true)} ${buttons(t('team.keep_observation'))}
  </form>`;
}

function observationView(each: Observation): TemplateResult {
  const seen = each.marks.filter((mark) => mark.present).map((mark) => named('skill_area', mark.area));
  const reflect = (event: SubmitEvent) => void deed('/api/reflection', { about: each.id, body: fieldsOf(event).body }, t('team.reflection_kept'));
  return html`<li class="card">
    <h3 class="govuk-heading-s">${t('team.observation_of', { who: each.observed, what: named('contact_type', each.contact_type), date: dateText(each.observed_on) })}</h3>
    ${seen.length ? html`<p class="govuk-body-s">${t('team.seen')} ${seen.join(', ')}</p>` : nothing}
    ${each.feedback.map((text) => html`<p class="govuk-body-s">${t('team.said', { who: each.observer })} <q>${text}</q></p>`)}
    ${each.reflections.map((thought) => html`<div class="answer"><p class="govuk-body-s">${t('team.said', { who: each.observed })} <q>${thought.body.join(' ')}</q></p></div>`)}
    ${each.mine ? (open === 'reflection' ? html`<form class="panel" @submit=${reflect}>${area('body', t('team.reflection'), true)}${buttons(t('team.keep_reflection'))}</form>` : html`<button class="govuk-button govuk-button--secondary no-print" @click=${() => show('reflection', 'body')}>${t('team.reflect')}</button>`) : nothing}
  </li>`;
}

function practice(): TemplateResult {
  return html`<section aria-labelledby="observations">
    <h2 class="govuk-heading-m" id="observations">${t('team.observations')}</h2>
    ${isManager() && colleagues.length ? (open === 'observation' ? observationForm() : html`<button class="govuk-button govuk-button--secondary no-print" @click=${() => show('observation', 'observed')}>${t('team.new_observation')}</button>`) : nothing}
    ${observations.length ? html`<ul class="cards">${observations.map(observationView)}</ul>` : empty(t('team.no_observations'))}
  </section>`;
}

function view(): TemplateResult {
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('team.title')}</h1>
    <div class="columns"><div class="columns__main">${continuity()}</div><div class="columns__side">${quality()} ${practice()}</div></div>`;
}

export const teamScreen: Screen = { title: () => t('team.title'), load, view, keeps: () => open !== null };
