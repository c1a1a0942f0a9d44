// Begins: lets the tab in by the link's secret or the passphrase, then shows the screens and keeps
// them up to date.
import './style.scss';
import { begin, paintAlone, refresh, register, route } from './app';
import { caseScreen } from './screens/case';
import { casesScreen } from './screens/cases';
import { contactScreen } from './screens/contact';
import { decideScreen } from './screens/decide';
import { dueScreen } from './screens/due';
import { groupScreen } from './screens/group';
import { homeScreen } from './screens/home';
import { lockedView, shutView } from './screens/locked';
import { questionnaireScreen } from './screens/questionnaire';
import { searchScreen } from './screens/search';
import { teamScreen } from './screens/team';
import { enter, listen, stopListening, watchActivity, whenChanged, whenLocked } from './session';

register('/', homeScreen);
register('/cases', casesScreen);
register('/case', caseScreen);
register('/contact', contactScreen);
register('/due', dueScreen);
register('/decide', decideScreen);
register('/search', searchScreen);
register('/group', groupScreen);
register('/team', teamScreen);
register('/questionnaire', questionnaireScreen);

let isOpen = false;

async function open(): Promise<void> {
  isOpen = true;
  sessionStorage.removeItem('locked');
  await route();
  await refresh('sync');
  void listen();
}

/** Nothing that was on the screen or behind it stays in the page: it is loaded anew, and empty. */
function lock(): void {
  stopListening();
  if (isOpen) {
    sessionStorage.setItem('locked', 'just now');
    location.reload();
    return;
  }
  paintAlone(lockedView(open, sessionStorage.getItem('locked') !== null));
}

let waiting: 'data' | 'sync' | null = null;
let isRefreshing = false;

/** However many changes come in short order, what is shown is fetched once after the last. */
async function changed(what: 'data' | 'sync'): Promise<void> {
  if (waiting !== 'data') waiting = what;
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    while (waiting) {
      const now: 'data' | 'sync' = waiting;
      waiting = null;
      await refresh(now);
      await new Promise((done) => setTimeout(done, 100));
    }
  } finally {
    isRefreshing = false;
  }
}

whenLocked(() => void start());
whenChanged((what) => void changed(what));
watchActivity();
begin();

async function start(): Promise<void> {
  stopListening();
  const state = await enter();
  if (state === 'open' && !isOpen) await open();
  else if (state === 'locked') lock();
  else {
    isOpen = false;
    sessionStorage.removeItem('session');
    paintAlone(shutView());
  }
}

void start();
