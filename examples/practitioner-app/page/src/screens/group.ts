// A service-user group around its shared tablet: who is here, what is raised, one vote a person,
// what goes to the senior leadership team and what it answers. Members sign in by a PIN; the tablet
// holds no case.
import { html, nothing, type TemplateResult } from 'lit-html';
import { attempt, currentStatus, paint, route, say, type Screen } from '../app';
import { empty } from '../parts/fields';
import { Note } from '../parts/note';
import { get, post } from '../session';
import { dateText, isoDay, named, t } from '../words';

interface Member {
  id: string;
  token: string;
  pseudonym: string;
  role: string | null;
}
interface Answer {
  id: string;
  heard_on: string | null;
  text: string[];
  decision: string | null;
  due_on: string | null;
}
interface Issue {
  id: string;
  summary: string;
  votes: number;
  mine: boolean;
  state: string;
  answers: Answer[];
}
interface Meeting {
  id: string;
  held_on: string;
  attendance: string[];
  account: string | null;
  agenda?: string[];
}
interface Group {
  name: string;
  ldu: string | null;
  members: Member[];
  meeting: Meeting | null;
  earlier: Meeting[];
  issues: Issue[];
  signed_in: string | null;
  escalates: boolean;
}

let group: Group;
let asking: string | null = null;  // the member who is typing a PIN
let isJoining = false;
let answering: string | null = null;
let minutes: { id: string; note: Note } | null = null;

const date = (): string => isoDay(Date.now());
const isTablet = (): boolean => ['', 'tablet'].includes(currentStatus()?.role ?? '');

async function load(): Promise<void> {
  group = await get<Group>('/api/group', { date: date() });
  const id = group.signed_in ? group.meeting?.id : undefined;
  if (!id) minutes = null;
  else if (minutes?.id !== id) minutes = { id, note: new Note('meeting', id, 'account', paint) };
  await minutes?.note.follow();
}

const deed = (path: string, body: object, done?: string) =>
  attempt(async () => {
    await post(`/api/group/${path}`, { date: date(), ...body });
    if (done) say({ kind: 'success', text: done });
    asking = null;
    isJoining = false;
    answering = null;
    await route();
  });

/** A form whose fields are the body of what is asked. */
const submit = (path: string, more: object, done?: string) => (event: SubmitEvent) => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const fields = Object.fromEntries(new FormData(form).entries());
  void deed(path, { ...fields, ...more }, done).then((isDone) => { if (isDone) form.reset(); });
};

function pinForm(member: Member): TemplateResult {
  return html`<form class="panel" @submit=${submit('enter', { member: member.id })}>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="pin">${t('group.pin_of', { who: member.pseudonym })}</label>
      <input class="govuk-input govuk-input--width-5" id="pin" name="pin" type="password" inputmode="numeric" pattern="[0-9]{4,8}" autocomplete="off" required />
    </div>
    <p class="actions"><button class="govuk-button" type="submit">${t('group.enter')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${() => { asking = null; paint(); }}>${t('form.cancel')}</button></p>
  </form>`;
}

function joinForm(): TemplateResult {
  return html`<form class="panel" @submit=${submit('join', {}, t('group.joined'))}>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="pseudonym">${t('group.pseudonym')}</label>
      <input class="govuk-input" id="pseudonym" name="pseudonym" autocomplete="off" maxlength="100" required />
    </div>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="new-pin">${t('group.new_pin')}</label>
      <input class="govuk-input govuk-input--width-5" id="new-pin" name="pin" type="password" inputmode="numeric" pattern="[0-9]{4,8}" autocomplete="off" required />
    </div>
    <p class="actions"><button class="govuk-button" type="submit">${t('group.join')}</button>
      <button class="govuk-button govuk-button--secondary" type="button" @click=${() => { isJoining = false; paint(); }}>${t('form.cancel')}</button></p>
  </form>`;
}

function ask(member: Member): void {
  asking = member.id;
  isJoining = false;
  paint();
  document.getElementById('pin')?.focus();
}

function people(): TemplateResult {
  const present = new Set(group.meeting?.attendance ?? []);
  const me = group.members.find((member) => member.id === group.signed_in);
  const typing = group.members.find((member) => member.id === asking);
  const join = () => { isJoining = true; asking = null; paint(); document.getElementById('pseudonym')?.focus(); };
  return html`<section aria-labelledby="people">
    <h2 class="govuk-heading-m" id="people">${t('group.people')}</h2>
    ${me
      ? html`<div class="notice"><p class="govuk-body">${t('group.signed_in', { who: me.pseudonym })}</p></div>
          <p class="actions">
            ${present.has(me.token) ? nothing : html`<button class="govuk-button" @click=${() => deed('attend', {})}>${t('group.attend')}</button>`}
            <button class="govuk-button govuk-button--secondary" @click=${() => deed('leave', {})}>${t('group.leave')}</button>
          </p>`
      : nothing}
    <ul class="govuk-list">
      ${group.members.map(
        (member) => html`<li class="came">
          ${me || !isTablet() ? member.pseudonym : html`<button class="plain" @click=${() => ask(member)}>${member.pseudonym}</button>`}
          <span class="quiet">${[named('group_role', member.role), present.has(member.token) ? t('group.here') : ''].filter(Boolean).join(', ')}</span>
        </li>`,
      )}
    </ul>
    ${typing && !me ? pinForm(typing) : nothing}
    ${isJoining ? joinForm() : isTablet() && !me ? html`<button class="govuk-button govuk-button--secondary" @click=${join}>${t('group.new')}</button>` : nothing}
  </section>`;
}

/** Answers that no meeting has heard yet stand before everything else. */
function unheard(): TemplateResult | typeof nothing {
  const waiting = group.issues.flatMap((issue) => issue.answers.filter((answer) => !answer.heard_on).map((answer) => ({ issue, answer })));
  if (!waiting.length || !isTablet()) return nothing;
  return html`<section class="needs" aria-labelledby="unheard">
    <h2 class="govuk-heading-m" id="unheard">${t('group.unheard')}</h2>
    ${waiting.map(({ issue, answer }) => html`<div class="answer"><p class="govuk-body"><strong>${issue.summary}</strong></p><p class="govuk-body">${answer.text.join(' ')}</p>
      ${group.signed_in ? html`<p><button class="govuk-button" @click=${() => deed('hear', { response: answer.id })}>${t('group.hear')}<span class="govuk-visually-hidden"> ${issue.summary}</span></button></p>` : nothing}</div>`)}
  </section>`;
}

function meeting(): TemplateResult {
  const { meeting: now, earlier } = group;
  return html`<section aria-labelledby="meeting">
    <h2 class="govuk-heading-m" id="meeting">${t('group.meeting', { date: dateText(date()) })}</h2>
    ${now?.agenda?.length ? html`<ol class="govuk-list govuk-list--number">${now.agenda.map((item) => html`<li>${item}</li>`)}</ol>` : empty(t('group.no_agenda'))}
    ${group.signed_in
      ? html`<form class="panel" @submit=${submit('agenda', {})}>
          <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="text">${t('group.add_agenda')}</label>
            <input class="govuk-input" id="text" name="text" maxlength="500" autocomplete="off" required /></div>
          <button class="govuk-button govuk-button--secondary" type="submit">${t('group.put_on_agenda')}</button></form>`
      : nothing}
    ${minutes ? minutes.note.view() : now?.account ? html`<p class="govuk-body timeline__note">${now.account}</p>` : nothing}
    ${earlier.length
      ? html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('group.earlier', { n: earlier.length })}</span></summary>
          <div class="govuk-details__text">${earlier.map((each) => html`<p class="govuk-body-s"><strong>${dateText(each.held_on)}</strong> ${t('group.present', { n: each.attendance.length })}</p>${each.account ? html`<p class="govuk-body-s timeline__note">${each.account}</p>` : nothing}`)}</div></details>`
      : nothing}
  </section>`;
}

function answerForm(issue: Issue): TemplateResult {
  return html`<form class="panel" @submit=${submit('answer', { issue: issue.id }, t('group.answered'))}>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="answer">${t('group.answer')}</label>
      <textarea class="govuk-textarea" id="answer" name="text" rows="4" required></textarea>
    </div>
    <div class="govuk-form-group">
      <label class="govuk-label govuk-label--s" for="decision">${t('group.decision')}</label>
      <select class="govuk-select" id="decision" name="decision">
        ${['done', 'will_do', 'cannot'].map((value) => html`<option value=${value}>${named('response_decision', value)}</option>`)}
      </select>
    </div>
    <button class="govuk-button" type="submit">${t('group.send_answer')}</button>
  </form>`;
}

function issueView(issue: Issue): TemplateResult {
  const isMember = group.signed_in !== null;
  const mayAnswer = !isTablet() && issue.state === 'escalated';
  const begin = () => { answering = issue.id; paint(); document.getElementById('answer')?.focus(); };
  return html`<li class="card">
    <h3 class="govuk-heading-s">${issue.summary}</h3>
    <p class="govuk-body-s"><strong class="govuk-tag ${issue.state === 'answered' ? 'govuk-tag--green' : 'govuk-tag--blue'}">${named('issue_status', issue.state)}</strong> ${t('group.votes', { n: issue.votes })}</p>
    ${issue.answers.map((answer) => html`<div class="answer"><p class="govuk-body">${answer.text.join(' ')}</p>
      <p class="govuk-body-s quiet">${named('response_decision', answer.decision)}${answer.heard_on ? `, ${t('group.heard', { date: dateText(answer.heard_on) })}` : nothing}${answer.due_on ? `, ${t('plan.by', { date: dateText(answer.due_on) })}` : nothing}</p></div>`)}
    ${isMember
      ? html`<p class="actions">
          <button class="govuk-button ${issue.mine ? 'govuk-button--secondary' : ''}" @click=${() => deed('vote', { issue: issue.id, support: !issue.mine })}>
            ${issue.mine ? t('group.take_back') : t('group.vote')}<span class="govuk-visually-hidden"> ${issue.summary}</span></button>
          ${group.escalates && ['raised', 'agreed', 'reopened'].includes(issue.state) ? html`<button class="govuk-button" @click=${() => deed('escalate', { issue: issue.id }, t('group.escalated'))}>${t('group.escalate')}<span class="govuk-visually-hidden"> ${issue.summary}</span></button>` : nothing}
        </p>`
      : nothing}
    ${mayAnswer ? (answering === issue.id ? answerForm(issue) : html`<button class="govuk-button" @click=${begin}>${t('group.give_answer')}<span class="govuk-visually-hidden"> ${issue.summary}</span></button>`) : nothing}
  </li>`;
}

function view(): TemplateResult {
  return html`<span class="govuk-caption-l">${group.ldu}</span>
    <h1 class="govuk-heading-l" id="title" tabindex="-1">${group.name}</h1>
    ${unheard()}
    <div class="columns">
      <div class="columns__main">
        <section aria-labelledby="issues">
          <h2 class="govuk-heading-m" id="issues">${t('group.issues')}</h2>
          ${group.signed_in
            ? html`<form class="panel" @submit=${submit('issue', {})}>
                <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="summary">${t('group.raise')}</label>
                  <input class="govuk-input" id="summary" name="summary" maxlength="300" autocomplete="off" required /></div>
                <button class="govuk-button" type="submit">${t('group.raise_it')}</button>
              </form>`
            : nothing}
          ${group.issues.length ? html`<ul class="cards">${group.issues.map(issueView)}</ul>` : empty(t('group.no_issues'))}
        </section>
      </div>
      <div class="columns__side">${people()} ${meeting()}</div>
    </div>`;
}

export const groupScreen: Screen = {
  title: () => group?.name ?? t('nav.group'),
  load,
  view,
  keeps: () => document.querySelector('main form:focus-within') !== null,
};
