// The frame around every screen: who is signed in, where one can go, how fresh everything is; and
// the router, which shows the screen that the address names.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Status } from './answers';
import { statusBar } from './parts/status';
import { get, post, Refused } from './session';
import { currentLanguage, speak, t } from './words';

/** What an address shows. `load` runs again when something was written or received. */
export interface Screen {
  title: () => string;
  load: (parameters: URLSearchParams) => Promise<unknown>;
  view: () => TemplateResult;
  /** A form that is open keeps what it showed until it is saved. */
  keeps?: () => boolean;
}

export interface Notice {
  kind: 'success' | 'error';
  text: string;
}

const screens = new Map<string, Screen>();
let current: Screen | null = null;
let parameters = new URLSearchParams();
let status: Status | null = null;
let notice: Notice | null = null;
let isNoticeNew = false;
let problem: string | null = null;
let isShown = false;
let isLoaded = false;  // what the current screen shows has come

export function register(path: string, screen: Screen): void {
  screens.set(path, screen);
}

export const parameter = (name: string): string => parameters.get(name) ?? '';
export const currentStatus = (): Status | null => status;

export function go(path: string, query: Record<string, string> = {}): void {
  const text = new URLSearchParams(query).toString();
  location.hash = text ? `#${path}?${text}` : `#${path}`;
}

export const link = (path: string, query: Record<string, string> = {}): string => {
  const text = new URLSearchParams(query).toString();
  return text ? `#${path}?${text}` : `#${path}`;
};

/** Said once above the next screen, and to screen readers. */
export function say(next: Notice | null): void {
  notice = next;
  isNoticeNew = true;
}

/** In the person's language where the words have it; otherwise as the process put it. */
export function problemText(error: unknown): string {
  if (!(error instanceof Refused)) return t('problem.page');
  const key = `problem.${error.refusal.error}`;
  const own = t(key);
  if (own !== key) return own;
  return t('problem.other', { detail: error.refusal.detail || error.refusal.error });
}

/** Does something that the process may refuse, and says so if it does. */
export async function attempt(deed: () => Promise<void>): Promise<boolean> {
  try {
    if (!isNoticeNew) notice = null;
    await deed();
    return true;
  } catch (error) {
    say({ kind: 'error', text: problemText(error) });
    isNoticeNew = false;
    paint();
    document.getElementById('notice')?.focus();
    return false;
  }
}

function read(): [Screen, URLSearchParams] {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  const first = status?.role === 'tablet' ? '/group' : '/';
  return [screens.get(!path || path === '/' ? first : path) ?? screens.get('/')!, new URLSearchParams(query ?? '')];
}

/** Shows what the address names, from its top. */
export async function route(): Promise<void> {
  // Who it is decides which screen is the first.
  status ??= await get<Status>('/api/sync').catch(() => null);
  const [screen, wanted] = read();
  current = screen;
  parameters = wanted;
  isLoaded = false;
  await load();
  if (current !== screen) return;
  document.title = `${screen.title()} – ${t('product')}`;
  if (isShown) {
    scrollTo(0, 0);
    document.getElementById('title')?.focus({ preventScroll: true });
  }
  isShown = true;
  isNoticeNew = false;
}

async function load(): Promise<void> {
  const screen = current;
  if (!screen) return;
  try {
    await screen.load(parameters);
    problem = null;
  } catch (error) {
    problem = problemText(error);
  }
  if (screen !== current) return;
  isLoaded = true;
  paint();
}

/** Something was written or received. */
export async function refresh(what: 'data' | 'sync'): Promise<void> {
  if (!current) return;
  try {
    status = await get<Status>('/api/sync');
  } catch {
    return;  // the session has ended, or the process has: said elsewhere
  }
  if (what === 'data' && !current.keeps?.()) await load();
  else paint();
}

export async function changeNetwork(off: boolean): Promise<void> {
  await attempt(async () => {
    await post('/api/network', { off });
    status = await get<Status>('/api/sync');
  });
  paint();
}

function changeLanguage(): void {
  speak(currentLanguage() === 'en' ? 'cy' : 'en');
  paint();
  void load();  // pictures have words in them too
  if (current) document.title = `${current.title()} – ${t('product')}`;
}

async function lock(): Promise<void> {
  await post('/api/lock').catch(() => {});
}

function navigation(): TemplateResult {
  const waiting = (status?.conflicts ?? 0) + (status?.late ?? 0) + (status?.refused ?? 0);
  const places: [string, string, number][] = [
    ['/', t('nav.home'), 0],
    ['/due', t('nav.due'), 0],
    ['/cases', t('nav.cases'), 0],
    ['/decide', t('nav.decide'), waiting],
    ['/team', t('nav.team'), 0],
    ['/search', t('nav.search'), 0],
    ['/group', t('nav.group'), 0],
  ];
  // A group's tablet has the group and no case; an officer has no group.
  const mine = places.filter(([path]) =>
    status?.role === 'tablet' ? path === '/group' || path === '/decide' : path !== '/group' || (status?.groups ?? 0) > 0);
  const here = location.hash.replace(/^#/, '').split('?')[0] || '/';
  return html`<nav class="bar__nav" aria-label=${t('nav.label')}>
    <ul class="bar__list">
      ${mine.map(
        ([path, text, n]) => html`<li>
          <a class="bar__link" href=${link(path)} aria-current=${here === path ? 'page' : nothing}
            >${text}${n ? html` <span class="bar__count">${n}<span class="govuk-visually-hidden"> ${t('nav.waiting')}</span></span>` : nothing}</a>
        </li>`,
      )}
    </ul>
  </nav>`;
}

function header(): TemplateResult {
  return html`<header class="bar">
    <div class="govuk-width-container bar__top">
      <a class="bar__name" href=${link('/')}>${t('product')}</a>
      <p class="bar__who">${status?.name ?? ''}</p>
      <button class="bar__button" lang=${currentLanguage() === 'en' ? 'cy' : 'en'} @click=${changeLanguage}>
        ${t('language.other')}
      </button>
      <button class="bar__button" @click=${lock}>${t('nav.lock')}</button>
    </div>
    <div class="govuk-width-container">${navigation()}</div>
    ${status ? statusBar(status, changeNetwork) : nothing}
  </header>`;
}

function notices(): TemplateResult | typeof nothing {
  if (!notice && !problem) return nothing;
  const kind = problem ? 'error' : notice!.kind;
  return html`<div id="notice" tabindex="-1" role=${kind === 'error' ? 'alert' : 'status'} class="notice notice--${kind}">
    <p class="govuk-body">${problem ?? notice!.text}</p>
  </div>`;
}

export function paint(): void {
  if (!current || !isLoaded) return;
  const page = html`<a href="#main" class="govuk-skip-link" @click=${skip}>${t('nav.skip')}</a>
    ${header()}
    <div class="govuk-width-container">
      <main id="main" class="govuk-main-wrapper govuk-main-wrapper--auto-spacing" tabindex="-1">
        ${notices()} ${problem ? nothing : current.view()}
      </main>
    </div>`;
  render(page, document.body);
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** A screen without the frame: locked, or not let in. */
export function paintAlone(content: TemplateResult): void {
  current = null;
  status = null;
  notice = null;
  isShown = false;
  render(html`<div class="govuk-width-container"><main id="main" class="govuk-main-wrapper alone">${content}</main></div>`, document.body);
}

/** What was said is seen on the next screen too if it was said on the way there. */
export function begin(): void {
  addEventListener('hashchange', () => {
    if (!current) return;
    if (!isNoticeNew) notice = null;
    void route();
  });
}
