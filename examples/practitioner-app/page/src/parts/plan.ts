// The sentence plan: goals in the agreed order, and their steps to tick.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { CaseFile, Goal, Plan, Step } from '../answers';
import { attempt, paint } from '../app';
import { post } from '../session';
import { dateText, isoDay, named, t } from '../words';
import { agreementView } from './agreement';
import { empty } from './fields';
import { goalEditor, isChangingGoal, wordsOf } from './goal';

async function tick(step: Step, box: HTMLInputElement, form: string): Promise<void> {
  const before = { ...step };
  const wanted = box.checked ? 'completed' : 'in_progress';
  step.status = wanted;
  paint();
  const isKept = await attempt(async () => {
    await post('/api/step', { id: step.id, status: wanted, date: isoDay(Date.now()), form });
  });
  if (!isKept) {
    Object.assign(step, before);
    box.checked = before.status === 'completed';
    paint();
  }
}

function stepView(step: Step, form: string): TemplateResult {
  const isDone = step.status === 'completed';
  const who = (step.actors ?? []).map((actor) => named('step_actor', actor)).join(', ');
  return html`<li class="step">
    <div class="govuk-checkboxes govuk-checkboxes--small">
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" type="checkbox" id=${`step-${step.id}`} .checked=${isDone}
          @change=${(event: Event) => void tick(step, event.target as HTMLInputElement, form)} />
        <label class="govuk-label govuk-checkboxes__label" for=${`step-${step.id}`}>${step.short_description}</label>
      </div>
    </div>
    <p class="govuk-body-s quiet step__who">
      ${isDone && step.done_on ? t('plan.done', { who: step.done_by ?? '', date: dateText(step.done_on) }) : [named('step_status', step.status), who].filter(Boolean).join(', ')}
    </p>
  </li>`;
}

function goalView(plan: Plan, goal: Goal, place: number, form: string, mayChange: boolean): TemplateResult {
  const facts = [named('need_area', goal.area), named('goal_status', goal.status), goal.target_on ? t('plan.by', { date: dateText(goal.target_on) }) : ''];
  return html`<li class="goal">
    <h3 class="govuk-heading-s goal__title">${wordsOf(goal)}</h3>
    <p class="govuk-body-s quiet">${facts.filter(Boolean).join(', ')}${goal.contested ? html` <strong class="govuk-tag govuk-tag--yellow">${t('plan.differ')}</strong>` : nothing}</p>
    ${mayChange ? goalEditor(plan, goal, place, form) : nothing}
    ${goal.steps.length && !isChangingGoal(goal.id) ? html`<ul class="govuk-list">${goal.steps.map((step) => stepView(step, form))}</ul>` : nothing}
  </li>`;
}

function planOf(plan: Plan, form: string, mayChange: boolean): TemplateResult {
  return html`<p class="govuk-body-s quiet">${t('plan.kind', { kind: named('plan_kind', plan.kind) })}${plan.window_starts_on ? ` ${t('plan.since', { date: dateText(plan.window_starts_on) })}` : nothing}</p>
    <ol class="govuk-list goals">${plan.goals.map((goal, place) => goalView(plan, goal, place, form, mayChange))}</ol>`;
}

export function planView(file: CaseFile): TemplateResult {
  const [newest, ...older] = file.plans;
  return html`<section aria-labelledby="plan">
    <h2 class="govuk-heading-m" id="plan">${t('plan.title')}</h2>
    ${newest ? html`${agreementView(file, newest)} ${planOf(newest, file.form, true)}` : empty(t('plan.none'))}
    ${older.length
      ? html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${t('plan.older', { n: older.length })}</span></summary>
          <div class="govuk-details__text">${older.map((plan) => planOf(plan, file.form, false))}</div></details>`
      : nothing}
  </section>`;
}
