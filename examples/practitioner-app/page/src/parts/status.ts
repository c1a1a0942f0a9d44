// How fresh everything is, in one sentence for somebody in a hurry, with the switch beside it.
import { html, type TemplateResult } from 'lit-html';
import type { Sync } from '../answers';
import { moment, t } from '../words';

export interface Sentence {
  tone: 'good' | 'busy' | 'away' | 'bad';
  text: string;
}

export function sentence(sync: Sync): Sentence {
  const unsent = sync.unsent ? ` ${t('sync.unsent', { n: sync.unsent })}` : '';
  const known = sync.last_contact ? ` ${t('sync.known', { when: moment(sync.last_contact) })}` : '';
  if (sync.standing !== 'open' && sync.standing !== 'expiring')
    return { tone: 'bad', text: t('sync.standing') };
  if (sync.switched_off) return { tone: 'away', text: t('sync.switched_off') + known + unsent };
  if (sync.phase === 'live')
    return sync.unsent
      ? { tone: 'busy', text: t('sync.sending', { n: sync.unsent }) }
      : { tone: 'good', text: t('sync.live') };
  if (sync.phase === 'catching_up')
    return { tone: 'busy', text: t('sync.catching_up', { done: sync.done, total: sync.total }) };
  if (sync.phase === 'stopped') return { tone: 'bad', text: t('sync.stopped') + known + unsent };
  return { tone: 'away', text: t('sync.away') + known + unsent };
}

export function statusBar(sync: Sync, change: (off: boolean) => void): TemplateResult {
  const { tone, text } = sentence(sync);
  return html`<div class="sync sync--${tone}">
    <div class="govuk-width-container sync__inner">
      <p class="sync__text" role="status"><span class="sync__mark" aria-hidden="true"></span>${text}</p>
      <button class="sync__switch" aria-pressed=${String(sync.switched_off)} @click=${() => change(!sync.switched_off)}>
        ${t('sync.switch')}
      </button>
    </div>
  </div>`;
}
