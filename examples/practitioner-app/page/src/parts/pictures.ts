// The pictures of a case's plan, as the process drew them, with the same said in a list; and what a
// tap on one writes: a score of one voice, a tick, a move, another note or line.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Picture, PictureItem, Voice } from '../answers';
import { attempt, route } from '../app';
import { post } from '../session';
import { dateText, isoDay, named, t, valuesOf } from '../words';

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): { createHTML: (text: string) => string };
}
const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
// The process wrote it and escaped what came from people; anything but one drawing is refused.
const policy = trusted?.createPolicy('pictures', { createHTML: (text) => (text.startsWith('<svg ') ? text : '') });

/** A drawing as an element; whatever could run is taken out of it, though nothing puts any in. */
export function drawing(text: string): Node | typeof nothing {
  const read = new DOMParser().parseFromString((policy ? policy.createHTML(text) : text) as string, 'image/svg+xml');
  const root = read.documentElement;
  if (root.localName !== 'svg') return nothing;
  root.querySelectorAll('script, foreignObject, a, image, use').forEach((each) => each.remove());
  return document.importNode(root, true);
}

const deed = (body: object) => attempt(async () => { await post('/api/draw', { date: isoDay(Date.now()), ...body }); await route(); });

const fieldsOf = (event: SubmitEvent): Record<string, string> => {
  event.preventDefault();
  return Object.fromEntries(new FormData(event.target as HTMLFormElement).entries()) as Record<string, string>;
};

function scoreBox(item: PictureItem, voice: Voice): TemplateResult {
  const id = `score-${voice}-${item.id}`;
  const now = voice === 'om' ? item.score_om : item.score_su;
  const change = (event: Event) => void deed({ deed: 'score', item: item.id, voice, score: Number((event.target as HTMLSelectElement).value) });
  return html`<td class="govuk-table__cell" data-label=${named('voice', voice)}><label class="govuk-visually-hidden" for=${id}>${t('picture.score_of', { label: item.label, voice: named('voice', voice) })}</label>
    <select class="govuk-select score" id=${id} @change=${change}>
      ${now === null || now === undefined ? html`<option value="" selected></option>` : nothing}
      ${Array.from({ length: 11 }, (_, n) => html`<option value=${n} ?selected=${n === now}>${n}</option>`)}
    </select></td>`;
}

function webEditor(picture: Picture): TemplateResult {
  const again = () => void deed({ deed: 'begin', plan: picture.plan_id, kind: 'web', title: picture.title, items: picture.items.map((item) => item.label) });
  return html`<table class="govuk-table stacked">
      <thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">${t('picture.area')}</th>
        <th scope="col" class="govuk-table__header">${named('voice', 'om')}</th><th scope="col" class="govuk-table__header">${named('voice', 'su')}</th></tr></thead>
      <tbody class="govuk-table__body">${picture.items.map((item) => html`<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">${item.label}</th>${scoreBox(item, 'om')}${scoreBox(item, 'su')}</tr>`)}</tbody>
    </table>
    ${picture.drawn_on === isoDay(Date.now()) ? nothing : html`<button class="govuk-button govuk-button--secondary" @click=${again}>${t('picture.again')}</button>`}`;
}

function stonesEditor(picture: Picture): TemplateResult {
  const move = (item: PictureItem, to: number) => void deed({ deed: 'move', form: picture.id, item: item.id, to });
  return html`<ol class="govuk-list govuk-list--number">
    ${picture.items.map((item, i) => html`<li>${item.label}
      <span class="actions actions--tight">
        ${item.reached_on ? html`<span class="quiet">${t('picture.reached', { date: dateText(item.reached_on) })}</span>` : html`<button class="plain plain--small" @click=${() => void deed({ deed: 'tick', item: item.id })}>${t('picture.tick')}<span class="govuk-visually-hidden"> ${item.label}</span></button>`}
        ${i > 0 ? html`<button class="plain plain--small" @click=${() => move(item, i - 1)}>${t('picture.earlier')}<span class="govuk-visually-hidden"> ${item.label}</span></button>` : nothing}
        ${i + 1 < picture.items.length ? html`<button class="plain plain--small" @click=${() => move(item, i + 1)}>${t('picture.later')}<span class="govuk-visually-hidden"> ${item.label}</span></button>` : nothing}
      </span></li>`)}
  </ol>`;
}

function linkEditor(picture: Picture): TemplateResult {
  const save = (event: SubmitEvent) => void deed({ deed: 'link', form: picture.id, ...fieldsOf(event) });
  const nodes = (name: string, label: string) => html`<div class="govuk-form-group"><label class="govuk-label" for=${`${name}-${picture.id}`}>${label}</label>
    <select class="govuk-select" id=${`${name}-${picture.id}`} name=${name}>${picture.items.map((item) => html`<option value=${item.id}>${item.label}</option>`)}</select></div>`;
  return html`<form class="panel" @submit=${save}>
    ${nodes('from', t('picture.from'))}
    <div class="govuk-form-group"><label class="govuk-label" for=${`link-${picture.id}`}>${t('picture.link')}</label>
      <select class="govuk-select" id=${`link-${picture.id}`} name="link">${valuesOf('map_link_kind').map((kind) => html`<option value=${kind}>${named('map_link_kind', kind)}</option>`)}</select></div>
    ${nodes('to', t('picture.to'))}
    <button class="govuk-button govuk-button--secondary" type="submit">${t('picture.add_link')}</button>
  </form>`;
}

function addForm(picture: Picture): TemplateResult {
  const save = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement;
    void deed({ deed: 'add', form: picture.id, kind: picture.kind, ...fieldsOf(event) }).then((isDone) => { if (isDone) form.reset(); });
  };
  return html`<form class="actions" @submit=${save}>
    <label class="govuk-label" for=${`add-${picture.id}`}>${t(`picture.add_${picture.kind}`)}</label>
    <input class="govuk-input" id=${`add-${picture.id}`} name="label" maxlength="200" autocomplete="off" required />
    <button class="govuk-button govuk-button--secondary" type="submit">${t('picture.add')}</button>
  </form>`;
}

function pictureView(picture: Picture): TemplateResult {
  return html`<figure class="picture" id=${`picture-${picture.id}`}>
    <figcaption class="govuk-heading-s">${picture.title || named('picture_kind', picture.kind)}${picture.drawn_on ? html` <span class="quiet">${dateText(picture.drawn_on)}</span>` : nothing}</figcaption>
    ${drawing(picture.svg)}
    <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('picture.in_words')}<span class="govuk-visually-hidden"> ${picture.title}</span></span></summary>
      <ul class="govuk-list govuk-details__text">${picture.alternative.map((line) => html`<li>${line}</li>`)}</ul></details>
    ${picture.kind === 'steps'
      ? nothing
      : html`<details class="govuk-details no-print"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('picture.change')}<span class="govuk-visually-hidden"> ${picture.title}</span></span></summary>
          <div class="govuk-details__text">
            ${picture.kind === 'web' ? webEditor(picture) : picture.kind === 'stones' ? stonesEditor(picture) : picture.items.length > 1 ? linkEditor(picture) : nothing}
            ${addForm(picture)}
          </div></details>`}
  </figure>`;
}

/** `areas`: what stands at the axes of a new Web. */
export function picturesView(pictures: Picture[], plan: string | undefined): TemplateResult | typeof nothing {
  if (!plan) return nothing;
  const begin = (event: SubmitEvent) => {
    const fields = fieldsOf(event);
    const items = fields.kind === 'web' ? valuesOf('need_area').map((area) => named('need_area', area)) : [];
    const form = event.target as HTMLFormElement;
    void deed({ deed: 'begin', plan, items, ...fields }).then((isDone) => { if (isDone) form.reset(); });
  };
  return html`<section aria-labelledby="pictures">
    <h2 class="govuk-heading-m" id="pictures">${t('picture.title')}</h2>
    ${pictures.map(pictureView)}
    <details class="govuk-details no-print"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('picture.new')}</span></summary>
      <form class="panel" @submit=${begin}>
        <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="picture-kind">${t('picture.kind')}</label>
          <select class="govuk-select" id="picture-kind" name="kind">${['web', 'stones', 'map'].map((kind) => html`<option value=${kind}>${named('picture_kind', kind)}</option>`)}</select></div>
        <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="picture-title">${t('picture.about')}</label>
          <input class="govuk-input" id="picture-title" name="title" maxlength="300" autocomplete="off" required /></div>
        <button class="govuk-button" type="submit">${t('picture.begin')}</button>
      </form></details>
  </section>`;
}
