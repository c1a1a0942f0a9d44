// The two screens without content: locked, and not let in.
import { html, nothing, type TemplateResult } from 'lit-html';
import { paintAlone, problemText } from '../app';
import { unlock } from '../session';
import { t } from '../words';

let problem = '';

export function lockedView(open: () => Promise<void>, wasOpen: boolean): TemplateResult {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('passphrase') as HTMLInputElement;
    const given = field.value;
    field.value = '';
    try {
      await unlock(given);
    } catch (error) {
      problem = problemText(error);
      paintAlone(lockedView(open, false));
      document.getElementById('passphrase')?.focus();
      return;
    }
    problem = '';
    await open();
  };
  return html`<h1 class="govuk-heading-l">${t('locked.title')}</h1>
    <p class="govuk-body">${wasOpen ? t('locked.now') : t('locked.why')}</p>
    <form @submit=${submit} autocomplete="off">
      <div class="govuk-form-group ${problem ? 'govuk-form-group--error' : ''}">
        <label class="govuk-label govuk-label--s" for="passphrase">${t('locked.passphrase')}</label>
        ${problem ? html`<p id="passphrase-error" class="govuk-error-message" role="alert">${problem}</p>` : nothing}
        <input class="govuk-input ${problem ? 'govuk-input--error' : ''}" id="passphrase" name="passphrase" type="password"
          autocomplete="current-password" aria-describedby=${problem ? 'passphrase-error' : nothing} required />
      </div>
      <button class="govuk-button" type="submit">${t('locked.open')}</button>
    </form>`;
}

export function shutView(): TemplateResult {
  return html`<h1 class="govuk-heading-l">${t('shut.title')}</h1>
    <p class="govuk-body">${t('shut.why')}</p>`;
}
