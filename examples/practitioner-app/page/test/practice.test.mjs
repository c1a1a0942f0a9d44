// Stories 3, 6, 10 and 13 acted out in a real browser, and what a manager and an officer see of each
// other's work; every screen of it looked at by axe, at the width of a phone and of a desk.
// The environment is that of browser.test.mjs.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openBrowser, sitDown, Stage } from './stage.mjs';
import { ask, away, live, look, place, until } from './window.mjs';

const problems = [];
let stage, browser, officer, manager, cases, isCut = false;

const dayBefore = (days) => {
  const day = new Date(Date.now() - days * 86_400_000);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
};
/** Two windows on one case. */
const open = async (pages, scope) => {
  for (const page of pages) {
    const { person } = await ask(page, `/api/case?scope=${scope}`);
    await page.evaluate((to) => { location.hash = to; }, `#/case?scope=${scope}`);
    await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
    await page.getByRole('heading', { name: 'Sentence plan', exact: true }).waitFor();
  }
};
const offline = async () => {
  isCut = true;
  await stage.cutNetwork();
  for (const page of [officer, manager]) await until(page, away);
};
const online = async () => {
  await stage.mendNetwork();
  isCut = false;
  for (const page of [officer, manager]) await until(page, live);
};

before(async () => {
  stage = await Stage.set(process.env.SANDERLING_APP_STAGE, ['--cases', '8', '--page', process.env.SANDERLING_APP_PAGE]);
  browser = await openBrowser();
  officer = await sitDown(browser, stage.seats.get('officer'), problems);
  manager = await sitDown(browser, stage.seats.get('manager'), problems);
  for (const page of [officer, manager]) await until(page, live);
  cases = (await ask(officer, '/api/cases')).cases;
  // Cases whose plan has an order to change.
  const withGoals = [];
  for (const each of cases) {
    const [plan] = (await ask(officer, `/api/case?scope=${each.scope}`)).plans;
    if (plan?.goals.length > 1) withGoals.push(each);
  }
  cases = withGoals;
  assert.ok(cases.length >= 3, `${cases.length} cases have a plan of several goals`);
});
// What one test left undone is not the fault of the next.
beforeEach(async () => { if (isCut) await online(); });
after(async () => {
  await browser?.close();
  await stage?.end();
});

test('story 3: a plan that two change apart keeps what both did, and says that it has changed since agreed', async () => {
  const { scope, person: name } = cases[0];
  await open([officer, manager], scope);
  const goals = (page) => page.locator('.goals').first().locator('> .goal');
  const words = (page) => page.getByLabel('Title', { exact: true });
  const kept = (page) => page.locator('.note__said').filter({ hasText: 'Kept.' }).first().waitFor();
  const change = async (page) => {
    await goals(page).first().getByRole('button', { name: /^Change this goal/ }).click();
    await words(page).waitFor();
  };
  const count = await goals(officer).count();
  await change(officer);
  await words(officer).fill('A room with a door');
  await kept(officer);
  // Whatever it was before, both find it at this.
  const far = (page, value) => page.getByLabel('How far it has come').selectOption(value);
  const said = (page, words) => goals(page).filter({ hasText: 'A room with a door' }).locator('> p').filter({ hasText: words }).first().waitFor();
  await far(officer, 'future');
  await said(officer, 'For later');
  await look(officer, 'case-goal', { focus: words(officer) });
  await officer.getByRole('button', { name: 'Close' }).click();
  await officer.getByRole('button', { name: 'Ask now Service user' }).click();
  await officer.getByRole('button', { name: 'Sign' }).click();
  await officer.getByText('The signature is kept.').waitFor();
  await manager.locator('.facts').getByText('Agrees', { exact: true }).waitFor();
  await manager.getByRole('heading', { name: 'A room with a door' }).waitFor();
  await said(manager, 'For later');
  await place(officer, 'Today');
  await officer.getByRole('heading', { name: 'Plans waiting for agreement' }).waitFor();
  await officer.locator('section').filter({ hasText: 'Plans waiting for agreement' }).getByText(name).first().waitFor();
  await officer.getByText("Waiting for the officer's agreement.").waitFor();

  await offline();
  await open([officer], scope);
  await change(officer);
  await words(officer).press('Control+End');
  await officer.keyboard.type(' of my own');
  await kept(officer);
  await far(officer, 'achieved');
  await said(officer, 'Achieved');
  await goals(officer).first().getByRole('button', { name: /^Later/ }).click();
  await goals(officer).nth(1).getByRole('heading', { name: /A room with a door/ }).waitFor();
  await change(manager);
  await words(manager).press('Control+Home');
  await manager.keyboard.type('Soon: ');
  await kept(manager);
  await far(manager, 'removed');
  await said(manager, 'Removed');
  await online();

  for (const page of [officer, manager]) {
    const both = goals(page).filter({ hasText: 'Soon: A room with a door of my own' });
    await both.getByText('people differ').waitFor();
    assert.equal(await goals(page).count(), count);  // each once
    assert.equal(await both.count(), 1);
    await page.locator('.facts').getByText('Changed since agreed').waitFor();
    await goals(page).nth(1).getByRole('heading', { name: /^Soon: / }).waitFor();
  }
  await place(manager, /^To decide/);
  const status = manager.locator('.conflict').filter({ hasText: name });
  assert.equal(await status.locator('.side').count(), 2);
  await status.getByLabel(/^Achieved/).check();
  await status.getByLabel('Why').fill('The key was in his hand.');
  await status.getByRole('button', { name: 'Settle it' }).click();
  await officer.getByText('people differ').first().waitFor({ state: 'detached' });
});

test('the pictures of a plan are drawn together and stand there in words too', async () => {
  await open([officer, manager], cases[0].scope);
  await officer.getByText('Begin a picture').click();
  await officer.getByLabel('Which picture').selectOption('web');
  await officer.getByLabel('What it is about').fill('How things stand');
  await officer.getByRole('button', { name: 'Begin', exact: true }).click();
  const web = (page) => page.locator('.picture').filter({ hasText: 'How things stand' });
  await web(officer).locator('svg').waitFor();
  await web(officer).getByText('Change the picture').click();
  await web(officer).getByLabel(/^Accommodation: score of Service user/).selectOption('3');
  await web(manager).getByText('Change the picture').click();
  await web(manager).getByLabel(/^Accommodation: score of Officer/).selectOption('7');
  await web(officer).getByText('In words').click();
  await web(officer).locator('li').filter({ hasText: /Accommodation.*officer 7, service user 3/ }).waitFor();
  await look(officer, 'pictures', { focus: web(officer) });
});

test('story 10: a breach that two begin offline is one, in time, with a line of each', async () => {
  // One in which nothing is enforced yet.
  const enforced = async ({ scope }) => (await ask(officer, `/api/case?scope=${scope}`)).due.some((item) => item.rule.startsWith('R5'));
  const all = (await ask(officer, '/api/cases')).cases;
  let scope;
  for (const each of all) if (!scope && !(await enforced(each))) scope = each.scope;
  assert.ok(scope, 'a case in which nothing is enforced');
  const fails = async (days, action) => {
    const starts = Date.now() - days * 86_400_000;
    const { form } = await ask(officer, `/api/case?scope=${scope}`);
    const { id } = await ask(officer, '/api/contact', { scope, form, fields: { type: 'planned_office_visit', starts, ends: starts + 1_800_000, planned: true, ns_flag: true, outcome: 'unacceptable_absence' } });
    if (action) await ask(officer, '/api/enforcement', { contact: id, action, date: dayBefore(days - 1) });
    return id;
  };
  const contact = await fails(4);
  const ours = async (page) => (await ask(page, `/api/case?scope=${scope}`)).due.filter((item) => item.about === contact && item.rule === 'R5b');
  // Who was warned within a year is in breach at once; who was not is warned of an earlier absence.
  if (!(await ours(officer)).length) await fails(12, 'first_warning_letter');
  await until(officer, live);
  assert.deepEqual((await ours(officer)).map((item) => [item.state, item.colour]), [['open', 'red']]);
  await open([officer, manager], scope);
  const breach = (page) => page.locator('.due--red').filter({ hasText: 'Begin breach' }).first();
  await breach(manager).waitFor();
  await look(officer, 'case-due', { focus: breach(officer) });

  await offline();
  const begin = async (page, days, words) => {
    // The one about this contact stands first: its day is still to come.
    await breach(page).getByRole('button', { name: /^It was done/ }).click();
    await page.getByLabel('On which day').fill(dayBefore(days));
    await page.getByLabel('What was done, in a line').fill(words);
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.locator('.due').filter({ hasText: words }).waitFor();
  };
  await begin(officer, 3, 'Told the court by telephone');
  await begin(manager, 1, 'Papers sent');
  await online();

  for (const page of [officer, manager]) {
    const done = page.locator('.due').filter({ hasText: 'Papers sent' });
    await done.getByText('Told the court by telephone').waitFor();
    await done.getByText('done in time').waitFor();
    assert.equal(await done.count(), 1);
    assert.equal(await done.locator('li').count(), 2);  // a line of each
    assert.deepEqual((await ours(page)).map((item) => [item.state, item.done_on]), [['done', dayBefore(3)]]);
  }
});

test('story 13: a questionnaire is handed in, and nobody can open it on this device any more', async () => {
  await offline();
  await open([officer], cases[1].scope);
  await officer.getByRole('link', { name: 'Questionnaire' }).click();
  await officer.getByRole('heading', { name: 'Getting on' }).waitFor();
  await look(officer, 'questionnaire');
  const answers = officer.locator('.scale');
  for (let i = 0; i < await answers.count(); i++) await answers.nth(i).getByLabel(String(i + 3)).check();
  await officer.getByRole('button', { name: 'Hand it in' }).click();
  await officer.getByRole('heading', { name: 'Handed in' }).waitFor();
  await until(officer, 'One entry is kept here and not sent yet.');
  const known = JSON.stringify(await ask(officer, '/api/questionnaires')) + JSON.stringify(await ask(officer, '/api/refused'));
  assert.equal(known.includes('"q1":3'), false);
  await officer.getByRole('link', { name: 'Back to the case' }).click();
  await officer.getByRole('link', { name: 'Questionnaire' }).click();
  await answers.first().waitFor();
  assert.equal(await officer.locator('.scale input:checked').count(), 0);
  await online();
});

test('what must be done is red, by officer, and advice is decided otherwise for a reason', async () => {
  await place(manager, 'Due');
  const line = manager.locator('tbody tr').first();
  const { red } = await ask(manager, '/api/due');
  await line.locator('td').nth(1).filter({ hasText: new RegExp(`^\\s*${red}\\s*$`) }).waitFor();
  await look(manager, 'due');
  const all = (await ask(manager, '/api/due')).items;
  assert.ok(all.every((item) => (item.colour === 'red') === (item.kind !== 'advisory' && item.state === 'open')), 'red only where mandatory');
  const advice = all.find((item) => item.kind === 'advisory' && item.state === 'open');
  if (!advice) return;
  await open([manager], advice.scope);
  const old = manager.getByText(/due more than four weeks ago$/);
  if (await old.count()) await old.click();
  const amber = manager.locator('.due--amber');
  const before = await amber.count();
  await amber.first().getByRole('button', { name: /^Decided otherwise because/ }).click();
  await manager.getByLabel('Decided otherwise because').fill('He moves next week.');
  await manager.getByRole('button', { name: 'Keep the reason' }).click();
  await manager.waitForFunction((n) => document.querySelectorAll('.due--amber').length < n, before);
});

test('a review, and feedback on an observed session with the colleague’s own thoughts', async () => {
  await place(manager, 'Practice');
  await manager.getByRole('button', { name: 'Review a case' }).click();
  await manager.getByLabel('Planning').selectOption('3');
  await manager.getByLabel('What you found').fill('The plan is the person’s own.');
  await manager.getByLabel('What is to get better').fill('Steps with a day each');
  await manager.getByRole('button', { name: 'Keep the review' }).click();
  await manager.getByText('The review is kept.').waitFor();
  await manager.getByRole('button', { name: 'Record an observation' }).click();
  await manager.getByText('Non-verbal communication', { exact: true }).click();
  await manager.getByLabel('Feedback for the colleague').fill('You let him finish.');
  await look(manager, 'observation', { focus: manager.getByLabel('Feedback for the colleague') });
  await manager.getByRole('button', { name: 'Share the feedback' }).click();
  await place(officer, 'Practice');
  await officer.getByText('You let him finish.').waitFor();
  await officer.getByRole('button', { name: 'Write what you think of it' }).click();
  await officer.getByLabel('Your own thoughts').fill('It was hard to keep still.');
  await officer.getByRole('button', { name: 'Share it' }).click();
  await manager.getByText('It was hard to keep still.').waitFor();
  const action = (page) => page.locator('.card li').filter({ hasText: 'Steps with a day each' });
  await action(officer).getByRole('button', { name: /^It is done/ }).click();
  await officer.getByText('A manager closes it.').waitFor();
  await action(officer).getByRole('button').waitFor({ state: 'detached' });
  const close = action(manager).getByRole('button', { name: /^Close it/ });
  await close.waitFor();
  assert.equal(await action(manager).getByText(/closed on/).count(), 0);
  await look(manager, 'team');
  await close.click();
  await manager.getByText('The action is closed.').waitFor();
  for (const page of [officer, manager]) {
    await action(page).getByText(/closed on/).waitFor();
    await action(page).getByRole('button').waitFor({ state: 'detached' });
  }
});

test('in Welsh nothing of it is left in English', async () => {
  await manager.getByRole('button', { name: 'Cymraeg' }).click();
  await manager.locator('figcaption').getByText('Swyddogion pob achos').waitFor();
  const words = await manager.locator('main').innerText();
  for (const english of ['officer', 'days', 'Review', 'Observ', 'people', 'cases']) assert.equal(words.includes(english), false, english);
  await look(manager, 'team-welsh');
  await manager.evaluate(() => { location.hash = '#/due'; });
  await manager.getByRole('heading', { name: "Beth sydd i'w wneud" }).waitFor();
  await look(manager, 'due-welsh');
  await manager.getByRole('button', { name: 'English' }).click();
});

test('story 6: a case goes to another officer while its own is offline with six entries', async () => {
  const { scope, person: name } = cases[2];
  await officer.getByRole('button', { name: 'Work offline' }).click();
  await until(officer, 'Working offline, as you chose.');
  const note = async (text) => {
    const { form } = await ask(officer, `/api/case?scope=${scope}`);
    const starts = Date.now();
    await ask(officer, '/api/contact', { scope, form, fields: { type: 'home_visit', starts, ends: starts + 60_000, outcome: 'attended_complied' }, note: text });
  };
  for (const n of ['First', 'Second', 'Third', 'Fourth']) await note(`${n} visit, an otter seen before it went`);
  await stage.tell(`transfer ${scope}`);
  for (const n of ['Fifth', 'Sixth']) await note(`${n} visit, an otter seen after it went`);
  await until(officer, '6 entries are kept here and not sent yet.');
  const found = async () => (await ask(officer, '/api/search?q=otter%20went')).hits.length;
  assert.equal(await found(), 6);
  await officer.getByRole('button', { name: 'Work offline' }).click();

  await place(manager, /^To decide/);
  const late = manager.locator('.card:not(.conflict)').filter({ hasText: name });
  await late.nth(5).waitFor();
  assert.equal(await late.filter({ hasText: 'before leaving the case' }).count(), 4);
  assert.equal(await late.filter({ hasText: 'after leaving the case' }).count(), 2);
  await look(manager, 'late');
  for (let left = 5; left >= 0; left--) {
    await late.first().getByRole('button', { name: 'Accept' }).click();
    await late.nth(left).waitFor({ state: 'detached' });
  }
  await open([manager], scope);
  for (const n of ['First', 'Fourth', 'Sixth']) await manager.locator('.timeline').getByText(new RegExp(`^${n} visit`)).waitFor();
  await place(officer, 'Cases');
  await officer.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' });
  await place(officer, 'Search');
  await officer.getByLabel('Words').fill('otter went');
  await officer.getByText('Nothing on this device has all these words.').waitFor();
  assert.equal(await found(), 0);
});

test('no window said anything of an error', () => {
  assert.deepEqual(problems, []);
});
