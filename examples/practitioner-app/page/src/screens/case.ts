// One case: who it is and how current, the risk with everybody who says something, the plan, notes
// that several people write in, and all contacts, newest first, a page at a time.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { CaseFile, Contact, Picture } from '../answers';
import { link, parameter, paint, type Screen } from '../app';
import { isAgreeing } from '../parts/agreement';
import { dueLines, isAnswering } from '../parts/due';
import { empty, outcomeTag, riskTag } from '../parts/fields';
import { followGoal, leaveGoals } from '../parts/goal';
import { Note } from '../parts/note';
import { picturesView } from '../parts/pictures';
import { planView } from '../parts/plan';
import { riskView } from '../parts/risk';
import { get } from '../session';
import { clock, currentLanguage, dateText, longDay, moment, named, t } from '../words';

let file: CaseFile;
let contacts: Contact[] = [];
let next: string | null = null;
let notes: Note[] = [];
let pictures: Picture[] = [];

interface ContactPage {
  contacts: Contact[];
  next: string | null;
}

async function load(parameters: URLSearchParams): Promise<void> {
  const scope = parameters.get('scope') ?? '';
  const isOther = file?.scope !== scope;
  const [answer, first, drawn] = await Promise.all([
    get<CaseFile>('/api/case', { scope }),
    get<ContactPage>('/api/contacts', { scope }),
    get<{ pictures: Picture[] }>('/api/pictures', { scope, language: currentLanguage() }),
  ]);
  // What was unfolded before stays, behind the newest page.
  const known = new Set(first.contacts.map((each) => each.id));
  const last = first.contacts.at(-1)?.starts ?? 0;
  const older = isOther ? [] : contacts.filter((each) => !known.has(each.id) && (each.starts ?? 0) <= (last ?? 0));
  if (isOther || !older.length) next = first.next;
  contacts = [...first.contacts, ...older];
  file = answer;
  pictures = drawn.pictures;
  if (isOther) {
    notes = [];
    leaveGoals();
  }
  await followGoal();
  await followNotes();
}

async function followNotes(): Promise<void> {
  if (!file.risk) return;
  if (!notes.length)
    notes = ['narrative', 'management_plan'].map((field) => new Note('risk_assessment', file.risk!.id, field, paint));
  await Promise.all(notes.map((note) => note.follow()));
}

async function more(): Promise<void> {
  if (!next) return;
  const before = contacts.length;
  const page = await get<ContactPage>('/api/contacts', { scope: file.scope, before: next });
  contacts = [...contacts, ...page.contacts];
  next = page.next;
  paint();
  document.querySelectorAll<HTMLElement>('.timeline__item a')[before]?.focus();
}

function head(): TemplateResult {
  const { person, fresh } = file;
  const facts: [string, string][] = [
    ['case.crn', String(person.crn ?? '')],
    ['case.born', dateText(person.born_on as string | null)],
    ['case.lives', String(person.main_address ?? '')],
    ['case.phone', ((person.phones as string[] | null) ?? []).join(', ')],
    ['case.needs', [...((person.accessibility_needs as string[] | null) ?? []), ...((person.interpreters as string[] | null) ?? [])].join(', ')],
  ];
  const known = fresh.last_contact ? t('case.known', { when: moment(fresh.last_contact) }) : t('case.never');
  return html`<span class="govuk-caption-l">${t('case.caption')}</span>
    <h1 class="govuk-heading-l head__name" id="title" tabindex="-1">${person.name}</h1>
    <p class="govuk-body">${riskTag(file.risk?.levels.rosh)} ${file.flags.map((flag) => html`<strong class="govuk-tag govuk-tag--purple">${named('flag_type', flag.type)}</strong> `)}</p>
    <dl class="facts">${facts.filter(([, value]) => value).map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="govuk-body-s quiet">${known}${fresh.unsent ? ` ${t('sync.unsent', { n: fresh.unsent })}` : nothing}</p>
    <p class="no-print actions">
      <a class="govuk-button" href=${link('/contact', { scope: file.scope })}>${t('case.new_contact')}</a>
      <a class="govuk-button govuk-button--secondary" href=${link('/questionnaire', { scope: file.scope })}>${t('questionnaire.title')}</a>
      <button class="govuk-button govuk-button--secondary" @click=${() => print()}>${t('case.print')}</button>
    </p>`;
}

function item(contact: Contact): TemplateResult {
  const entries = contact.notes ?? [];
  return html`<li class="moj-timeline__item timeline__item">
    <h3 class="moj-timeline__title"><a class="govuk-link" href=${link('/contact', { id: contact.id })}>${named('contact_type', contact.type)}</a></h3>
    <p class="moj-timeline__date timeline__when quiet">${contact.starts ? `${longDay(contact.starts)}, ${clock(contact.starts)}` : t('value.nothing')}${contact.staff_name ? `, ${contact.staff_name}` : nothing}${contact.pending ? html` <em>${t('case.pending')}</em>` : nothing}</p>
    <p class="timeline__tags">${outcomeTag(contact.outcome, contact.starts)} ${(contact.enforcement_action ?? []).map((step) => html`<strong class="govuk-tag govuk-tag--grey">${named('enforcement_action', step)}</strong> `)}</p>
    ${entries.map((entry) => html`<p class="govuk-body-s timeline__note">${entry}</p>`)}
  </li>`;
}

function timeline(): TemplateResult {
  return html`<section aria-labelledby="contacts">
    <h2 class="govuk-heading-m" id="contacts">${t('case.contacts', { n: file.contacts.n })}</h2>
    ${contacts.length ? html`<ol class="moj-timeline timeline">${contacts.map(item)}</ol>` : empty(t('case.no_contacts'))}
    ${next ? html`<button class="govuk-button govuk-button--secondary no-print" @click=${more}>${t('case.more')}</button>` : nothing}
  </section>`;
}

function due(): TemplateResult {
  return html`<section aria-labelledby="due">
    <h2 class="govuk-heading-m" id="due">${t('due.title')}</h2>
    ${file.due.length ? dueLines(file.due, { person: false, officer: false, steps: file.enforcement }) : empty(t('due.none'))}
  </section>`;
}

function held(): TemplateResult {
  return html`<section aria-labelledby="held">
    <h2 class="govuk-heading-m" id="held">${t('case.held')}</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${file.orders.map((order) => html`<li>${t('case.order', { type: named('order_type', order.type), court: order.court ?? t('value.nothing'), from: dateText(order.starts_on), to: dateText(order.ends_on) || t('value.nothing') })}</li>`)}
      ${file.allocations.map((each) => html`<li>${each.ends_on ? t('case.allocated_until', { staff: each.staff, role: named('allocation_role', each.role), from: dateText(each.starts_on), to: dateText(each.ends_on) }) : t('case.allocated', { staff: each.staff, role: named('allocation_role', each.role), from: dateText(each.starts_on) })}</li>`)}
    </ul>
  </section>`;
}

function view(): TemplateResult {
  return html`${head()}
    <div class="columns">
      <div class="columns__main">${timeline()}</div>
      <div class="columns__side">
        ${due()} ${riskView(file)} ${planView(file)} ${picturesView(pictures, file.plans[0]?.id)}
        ${notes.length ? html`<section aria-labelledby="together"><h2 class="govuk-heading-m" id="together">${t('note.title')}</h2>${notes.map((note) => note.view())}</section>` : nothing}
        ${held()}
      </div>
    </div>`;
}

export const caseScreen: Screen = {
  title: () => file?.person.name ?? parameter('scope'),
  load,
  view,
  keeps: () => isAnswering() || isAgreeing(),
};
