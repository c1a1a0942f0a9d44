// How the page talks to the process that served it: with a session that lives in this tab alone.
// Not in a cookie, which browsers send to every port of this machine.

export interface Refusal {
  status: number;
  error: string;
  message: string;
  detail: string;
}

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

const key = 'session';
let onLocked: () => void = () => {};
let onChange: (what: 'data' | 'sync') => void = () => {};

export function whenLocked(call: () => void): void {
  onLocked = call;
}
export function whenChanged(call: (what: 'data' | 'sync') => void): void {
  onChange = call;
}

function headers(): Record<string, string> {
  const session = sessionStorage.getItem(key);
  return session ? { Authorization: `Bearer ${session}` } : {};
}

async function ask(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, cache: 'no-store', credentials: 'omit' });
  } catch {
    throw new Refused({ status: 0, error: 'gone', message: '', detail: '' });
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const refusal: Refusal = { status: response.status, error: '', message: '', detail: '', ...body };
  if (response.status === 423 || (response.status === 401 && refusal.error === 'unauthenticated')) onLocked();
  throw new Refused(refusal);
}

export async function get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const text = new URLSearchParams(query).toString();
  return (await ask(text ? `${path}?${text}` : path, { headers: headers() })) as T;
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return (await ask(path, {
    method: 'POST',
    headers: { ...headers(), 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })) as T;
}

/** By the secret in the address, which is used up and taken out of it; or by the tab's session. */
export async function enter(): Promise<'open' | 'locked' | 'shut'> {
  const secret = /^#([0-9a-f]{64})$/.exec(location.hash)?.[1];
  if (secret) {
    history.replaceState(null, '', '/#/');
    try {
      const entered = await post<{ session: string; locked: boolean }>('/api/session', { token: secret });
      sessionStorage.setItem(key, entered.session);
      return entered.locked ? 'locked' : 'open';
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.refusal.status !== 401) throw problem;
    }
  }
  const state = await get<{ locked: boolean }>('/api/state');
  if (state.locked) return 'locked';
  return sessionStorage.getItem(key) ? 'open' : 'shut';
}

export async function unlock(passphrase: string): Promise<void> {
  const entered = await post<{ session: string }>('/api/unlock', { passphrase });
  sessionStorage.setItem(key, entered.session);
}

let listening: AbortController | null = null;

/** Reads the stream of changes, and begins again when it breaks, until `stopListening`. */
export async function listen(): Promise<void> {
  stopListening();
  const own = new AbortController();
  listening = own;
  while (!own.signal.aborted) {
    try {
      const response = await fetch('/api/events', { headers: headers(), signal: own.signal, cache: 'no-store' });
      if (!response.ok || !response.body) {
        if (response.status === 401 || response.status === 423) onLocked();
        return;
      }
      await readEvents(response.body);
    } catch {
      // The process ended, or the machine slept: tried again below.
    }
    if (!own.signal.aborted) await new Promise((done) => setTimeout(done, 1000));
  }
}

async function readEvents(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const name = /^event: (\w+)/.exec(event)?.[1];
      if (name === 'locked') onLocked();
      if (name === 'data' || name === 'sync') onChange(name);
    }
  }
}

export function stopListening(): void {
  listening?.abort();
  listening = null;
}

/** Tells the process that somebody is there, at most every quarter of a minute. */
export function watchActivity(): void {
  let told = 0;
  const tell = () => {
    if (!listening || Date.now() - told < 15_000) return;
    told = Date.now();
    post('/api/active').catch(() => {});
  };
  for (const event of ['keydown', 'pointerdown', 'scroll']) addEventListener(event, tell, { passive: true });
}
