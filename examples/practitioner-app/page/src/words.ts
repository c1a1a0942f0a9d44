// Everything that is read on the screen, in English and Welsh, from files beside this one; and
// dates as people say them.
import cy from './words/cy.json';
import en from './words/en.json';

export type Language = 'en' | 'cy';
type Tree = { [key: string]: string | Tree };

const trees: Record<Language, Tree> = { en, cy };
const locales: Record<Language, string> = { en: 'en-GB', cy: 'cy' };
let language: Language = localStorage.getItem('language') === 'cy' ? 'cy' : 'en';

export function currentLanguage(): Language {
  return language;
}

export function speak(next: Language): void {
  language = next;
  localStorage.setItem('language', next);
  document.documentElement.lang = locales[next];
}

function find(key: string): string | undefined {
  let at: string | Tree | undefined = trees[language];
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : undefined;
}

/** The text of a key with its {names} filled in. With `n`, "key.one" where it is 1, if there. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  const plural = values.n !== undefined ? find(`${key}.${values.n === 1 ? 'one' : 'other'}`) : undefined;
  const text = plural ?? find(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The name of an enum's value. One that a newer schema has is shown as it is spelled there. */
export function named(kind: string, value: string | null | undefined): string {
  if (!value) return '';
  return find(`enum.${kind}.${value}`) ?? value.replaceAll('_', ' ');
}

/** The values of an enum that the page offers, in the order of the words. */
export function valuesOf(kind: string): string[] {
  const tree = (trees.en.enum as Tree)[kind];
  return typeof tree === 'object' ? Object.keys(tree) : [];
}

function format(at: number | Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], options).format(at);
}

export const clock = (at: number): string => format(at, { hour: '2-digit', minute: '2-digit' });
export const dayName = (at: number | Date): string =>
  format(at, { weekday: 'long', day: 'numeric', month: 'long' });
export const longDay = (at: number): string =>
  format(at, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });

/** "2026-11-23" as "23 November 2026". */
export function dateText(date: string | null | undefined): string {
  if (!date) return '';
  return format(new Date(`${date}T12:00:00`), { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "today at 14:05", or with the day. */
export function moment(at: number): string {
  if (isoDay(at) === isoDay(Date.now())) return t('time.today', { clock: clock(at) });
  return t('time.day', { day: format(at, { day: 'numeric', month: 'short', year: 'numeric' }), clock: clock(at) });
}

/** The local day, "2026-11-23". */
export function isoDay(at: number): string {
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export function midnight(at: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

speak(language);
