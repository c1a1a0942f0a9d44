// What a person looks for in the morning and on the doorstep: whom to see today, what has to be
// recorded, what the others wrote, and what waits for a decision.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Arrival, Home } from '../answers';
import { attempt, link, route, type Screen } from '../app';
import { dueLines, dueSentence, isAnswering } from '../parts/due';
import { collectionName, empty, fieldName, valueText, visitCard } from '../parts/fields';
import { get, post } from '../session';
import { dateText, dayName, isoDay, midnight, moment, named, t } from '../words';

let home: Home;

async function load(): Promise<void> {
  const now = Date.now();
  home = await get<Home>('/api/home', { from: String(midnight(now)), date: isoDay(now) });
}

function needs(): TemplateResult | typeof nothing {
  const { mine, late, refused, conflicts } = home.needs;
  const lines: [number, string, string][] = [
    [mine, 'home.needs.mine', 'conflicts'],
    [conflicts - mine, 'home.needs.others', 'conflicts'],
    [late, 'home.needs.late', 'late'],
    [refused, 'home.needs.refused', 'refused'],
  ];
  const waiting = lines.filter(([n]) => n > 0);
  if (!waiting.length) return nothing;
  return html`<section class="needs" aria-labelledby="needs">
    <h2 class="govuk-heading-m" id="needs">${t('home.needs.title')}</h2>
    <ul class="govuk-list">
      ${waiting.map(([n, key]) => html`<li><a class="govuk-link" href=${link('/decide')}>${t(key, { n })}</a></li>`)}
    </ul>
  </section>`;
}

/** Where a person goes from something that came in. */
function target(item: Arrival): string {
  if (item.collection === 'contact') return link('/contact', { id: item.record });
  return item.person ? link('/case', { scope: item.scope }) : link('/search');
}

function arrival(item: Arrival): TemplateResult {
  const told = item.fields.filter((field) => field in item.values && !/notes|order|narrative|body|text/.test(field));
  const what = told.map((field) => t('value.pair', { field: fieldName(field), value: valueText(item.collection, field, item.values[field]) }));
  const other = item.fields.filter((field) => !told.includes(field)).map(fieldName);
  return html`<li class="came">
    <p class="govuk-body-s came__what">
      <a class="govuk-link" href=${target(item)}>${item.person || collectionName(item.collection)}</a>
      <span class="quiet">${collectionName(item.collection)}${item.new ? t('home.came.new') : ''}</span>
    </p>
    <p class="govuk-body-s came__what">${[...what, ...other].join('; ')}</p>
    <p class="govuk-body-s quiet came__what">${t('home.came.by', { who: item.who.join(', '), when: moment(item.when) })}</p>
  </li>`;
}

function came(): TemplateResult {
  const { items, more, since } = home.arrived;
  const seen = () => attempt(async () => { await post('/api/seen'); await route(); });
  return html`<section aria-labelledby="came">
    <h2 class="govuk-heading-m" id="came">${t('home.came.title')}</h2>
    <p class="govuk-body-s quiet">${t('home.came.since', { when: moment(since) })}</p>
    ${items.length ? html`<ul class="govuk-list">${items.map(arrival)}</ul>` : empty(t('home.came.none'))}
    ${more ? html`<p class="govuk-body-s">${t('home.came.more', { n: more })}</p>` : nothing}
    ${items.length ? html`<button class="govuk-button govuk-button--secondary" @click=${seen}>${t('home.came.seen')}</button>` : nothing}
  </section>`;
}

function due(): TemplateResult {
  const { items, more, red, overdue } = home.due;
  const isManager = home.me.role === 'manager';
  return html`<section aria-labelledby="due">
    <h2 class="govuk-heading-m" id="due">${t('due.title')}</h2>
    <p class="govuk-body-s ${red ? '' : 'quiet'}">${dueSentence(home.due)}${overdue ? ` ${t('due.of_which_over', { n: overdue })}` : nothing}</p>
    ${items.length ? dueLines(items.slice(0, 8), { person: true, officer: isManager }) : empty(t('due.none'))}
    ${more || items.length > 8 ? html`<p class="govuk-body-s"><a class="govuk-link" href=${link('/due')}>${t('due.all')}</a></p>` : nothing}
  </section>`;
}

function agreements(): TemplateResult | typeof nothing {
  if (!home.agreements.length) return nothing;
  const words = (waits: string[]) => (waits.length > 1 ? t('agree.waits_both') : t(`agree.waits_${waits[0]}`));
  return html`<section aria-labelledby="agreements">
    <h2 class="govuk-heading-m" id="agreements">${t('agree.waiting')}</h2>
    <ul class="govuk-list">
      ${home.agreements.map((plan) => html`<li class="came">
        <p class="govuk-body-s came__what"><a class="govuk-link" href=${link('/case', { scope: plan.scope })}>${plan.person}</a></p>
        <p class="govuk-body-s quiet came__what">${words(plan.waits)}${plan.changed ? ` ${t('agree.changed')}` : nothing}</p>
      </li>`)}
    </ul>
  </section>`;
}

function reviews(): TemplateResult {
  return html`<section aria-labelledby="reviews">
    <h2 class="govuk-heading-m" id="reviews">${t('home.reviews.title')}</h2>
    ${home.reviews.length
      ? html`<ul class="govuk-list">
          ${home.reviews.map(
            (item) => html`<li class="came">
              <p class="govuk-body-s came__what"><a class="govuk-link" href=${link('/case', { scope: item.scope })}>${item.person ?? t('case.unnamed')}</a></p>
              <p class="govuk-body-s came__what">${item.kind === 'flag' ? t('home.reviews.flag', { what: named('flag_type', item.what) }) : t('home.reviews.goal', { what: item.what })}</p>
              <p class="govuk-body-s quiet came__what">${t('home.reviews.by', { date: dateText(item.due) })}</p>
            </li>`,
          )}
        </ul>`
      : empty(t('home.reviews.none'))}
  </section>`;
}

function view(): TemplateResult {
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${dayName(Date.now())}</h1>
    ${needs()}
    <div class="columns">
      <div class="columns__main">
        <section aria-labelledby="today">
          <h2 class="govuk-heading-m" id="today">${home.me.role === 'manager' ? t('home.today_team') : t('home.today')}</h2>
          ${home.today.length ? html`<ul class="cards">${home.today.map((visit) => visitCard(visit, false))}</ul>` : empty(t('home.nobody'))}
        </section>
        ${home.unrecorded.length
          ? html`<section aria-labelledby="unrecorded">
              <h2 class="govuk-heading-m" id="unrecorded">${t('home.unrecorded')}</h2>
              <ul class="cards">${home.unrecorded.map((visit) => visitCard(visit, true))}</ul>
            </section>`
          : nothing}
      </div>
      <div class="columns__side">${due()} ${agreements()} ${came()} ${reviews()}</div>
    </div>`;
}

export const homeScreen: Screen = { title: () => t('nav.home'), load, view, keeps: isAnswering };
