// Search by word in everything that is on this device, while one types.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Hit } from '../answers';
import { link, paint, parameter, type Screen } from '../app';
import { collectionName, empty, fieldName } from '../parts/fields';
import { get } from '../session';
import { moment, t } from '../words';

let hits: Hit[] = [];
let asked = '';
let waiting: ReturnType<typeof setTimeout> | undefined;

async function find(text: string): Promise<void> {
  asked = text;
  const answer = text.trim() ? (await get<{ hits: Hit[] }>('/api/search', { q: text })).hits : [];
  if (asked === text) hits = answer;
}

async function load(): Promise<void> {
  await find(asked || parameter('q'));
}

function typed(event: InputEvent): void {
  const text = (event.target as HTMLInputElement).value;
  clearTimeout(waiting);
  waiting = setTimeout(() => void find(text).then(paint), 150);
}

function target(hit: Hit): string | null {
  if (hit.collection === 'contact') return link('/contact', { id: hit.record });
  return hit.person ? link('/case', { scope: hit.scope }) : null;
}

function result(hit: Hit): TemplateResult {
  const name = hit.person || collectionName(hit.collection);
  const to = target(hit);
  return html`<li class="came">
    <h2 class="govuk-heading-s came__what">${to ? html`<a class="govuk-link" href=${to}>${name}</a>` : name}</h2>
    <p class="govuk-body-s quiet came__what">${collectionName(hit.collection)}, ${fieldName(hit.field)}${hit.when ? html`, ${moment(hit.when)}` : nothing}</p>
    <p class="govuk-body came__what">${hit.pieces.map((piece) => (piece.found ? html`<mark>${piece.text}</mark>` : piece.text))}</p>
  </li>`;
}

function view(): TemplateResult {
  return html`<h1 class="govuk-heading-l" id="title" tabindex="-1">${t('nav.search')}</h1>
    <div class="govuk-form-group" role="search">
      <label class="govuk-label" for="words">${t('search.label')}</label>
      <div class="govuk-hint" id="words-hint">${t('search.hint')}</div>
      <input class="govuk-input" id="words" type="search" autocomplete="off" aria-describedby="words-hint" .value=${asked} @input=${typed} />
    </div>
    <p class="govuk-body-s quiet" role="status">${asked.trim() ? t('search.count', { n: hits.length }) : ''}</p>
    ${hits.length ? html`<ol class="govuk-list">${hits.map(result)}</ol>` : asked.trim() ? empty(t('search.none')) : nothing}`;
}

export const searchScreen: Screen = { title: () => t('nav.search'), load, view };
