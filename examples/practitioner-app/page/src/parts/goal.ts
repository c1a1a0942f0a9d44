// One goal of a plan as it is changed: its words, which several people write together, how far it has
// come, and its place among the others. Each is an operation of its own.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Goal, Plan } from '../answers';
import { attempt, paint, route } from '../app';
import { post } from '../session';
import { named, t, valuesOf } from '../words';
import { Note } from './note';

let open: { id: string; note: Note } | null = null;

export const wordsOf = (goal: Goal): string => goal.title || goal.short_title;
export const isChangingGoal = (id: string): boolean => open?.id === id;
export const followGoal = async (): Promise<void> => { await open?.note.follow(); };
export const leaveGoals = (): void => { open = null; };

const deed = (body: object) => attempt(async () => { await post('/api/goal', body); await route(); });

async function change(goal: Goal): Promise<void> {
  open = { id: goal.id, note: new Note('goal', goal.id, 'title', paint) };
  await open.note.follow();
  paint();
  document.getElementById('note-title')?.focus();
}

/** The button, or what it opens. */
export function goalEditor(plan: Plan, goal: Goal, place: number, form: string): TemplateResult {
  const hidden = html`<span class="govuk-visually-hidden"> ${wordsOf(goal)}</span>`;
  if (open?.id !== goal.id) return html`<button class="plain plain--small no-print" @click=${() => void change(goal)}>${t('plan.change')}${hidden}</button>`;
  const move = (to: number) => void deed({ id: goal.id, plan: plan.id, to });
  const save = (event: Event) => void deed({ id: goal.id, status: (event.target as HTMLSelectElement).value, form });
  const id = `status-${goal.id}`;
  return html`<div class="panel no-print">
    ${open.note.view()}
    <div class="govuk-form-group"><label class="govuk-label govuk-label--s" for=${id}>${t('plan.status')}</label>
      <select class="govuk-select" id=${id} @change=${save}>
        ${goal.status ? nothing : html`<option value="" selected></option>`}
        ${valuesOf('goal_status').map((value) => html`<option value=${value} ?selected=${goal.status === value}>${named('goal_status', value)}</option>`)}
      </select></div>
    <p class="actions">
      ${place > 0 ? html`<button class="govuk-button govuk-button--secondary" @click=${() => move(place - 1)}>${t('picture.earlier')}${hidden}</button>` : nothing}
      ${place + 1 < plan.goals.length ? html`<button class="govuk-button govuk-button--secondary" @click=${() => move(place + 1)}>${t('picture.later')}${hidden}</button>` : nothing}
      <button class="plain" @click=${() => { open = null; paint(); }}>${t('plan.close')}</button></p>
  </div>`;
}
