// Stories 1 and 2 acted out in a real browser, in the windows of two people whose applications
// have lost the network; and every screen looked at by axe, at the width of a phone and of a desk.
// SANDERLING_APP_STAGE names the program, SANDERLING_APP_PAGE the built page; where
// SANDERLING_SCREENSHOTS names a folder, pictures go there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, sitDown, Stage } from './stage.mjs';
import { ask, live, look, place, status, until } from './window.mjs';

const program = process.env.SANDERLING_APP_STAGE;
const problems = [];
let stage, browser, officer, manager, tablet, person;

/** Of the people who are seen today, the case of the first whose plan has a step to tick. */
async function withStep() {
  const names = (await officer.locator('.visit h3').allInnerTexts()).slice(0, 4);
  const { cases } = await ask(officer, '/api/cases');
  for (const name of names) {
    const file = await ask(officer, `/api/case?scope=${cases.find((each) => each.person === name).scope}`);
    if (file.plans[0]?.goals.some((goal) => goal.steps.some((step) => step.status !== 'completed'))) return file;
  }
  throw new Error(`no plan of ${names} has an open step`);
}

before(async () => {
  stage = await Stage.set(program, ['--cases', '8', '--page', process.env.SANDERLING_APP_PAGE]);
  browser = await openBrowser();
  officer = await sitDown(browser, stage.seats.get('officer'), problems);
  manager = await sitDown(browser, stage.seats.get('manager'), problems);
  tablet = await sitDown(browser, stage.seats.get('tablet'), problems);
});
after(async () => {
  await browser?.close();
  await stage?.end();
});

test('both see that they are up to date, and today', async () => {
  await until(officer, live);
  await until(manager, live);
  assert.equal(await officer.locator('.visit').count() >= 4, true);
  assert.equal(new URL(officer.url()).hash, '#/');  // the secret is gone from the address
  const file = await withStep();
  person = file.person.name;
  // Something stands in the note between what the two will put in: into an empty text, either may come first.
  const note = { collection: 'risk_assessment', id: file.risk.id, field: 'management_plan' };
  const { form } = await ask(officer, `/api/text?${new URLSearchParams(note)}`);
  await ask(officer, '/api/text', { ...note, text: 'His brother drives him.', form });
  await manager.evaluate((to) => { location.hash = to; }, `#/case?scope=${file.scope}`);
  await manager.waitForFunction(() => document.getElementById('note-management_plan')?.value === 'His brother drives him.');
  await look(officer, 'home');
});

test('a link works once', async () => {
  const other = await sitDown(browser, stage.seats.get('officer'), problems);
  await other.getByRole('heading', { name: 'Not signed in here' }).waitFor();
  assert.equal(await other.locator('.visit').count(), 0);
  await look(other, 'shut');
  await other.context().close();
});

test('story 1: without any network a visit is recorded at the door, and otherwise at the office', async () => {
  await stage.cutNetwork();
  await until(officer, 'No connection. You can go on working.');
  await until(manager, 'No connection. You can go on working.');

  await officer.locator('.visit').filter({ hasText: person }).first().getByRole('link', { name: /^Record/ }).click();
  await officer.getByLabel('What came of it').selectOption('attended_complied');
  const visit = new URL(officer.url()).hash;
  await officer.getByLabel('Add a note').fill('Kettle was on; the housing letter is signed.');
  await look(officer, 'contact');
  await officer.getByRole('button', { name: 'Save contact' }).click();
  await officer.getByText('Saved on this device. It is sent when there is a connection.').waitFor();
  await until(officer, 'One entry is kept here and not sent yet.');
  await officer.locator('.timeline').getByText('Kettle was on').waitFor();

  await manager.evaluate((to) => { location.hash = to; }, visit);
  await manager.getByLabel('What came of it').selectOption('unacceptable_absence');
  await manager.getByLabel('Add a note').fill('Neighbour rang: nobody in all morning.');
  await manager.getByRole('button', { name: 'Save contact' }).click();
  await manager.locator('.timeline').getByText('Neighbour rang').waitFor();
});

test('steps are ticked at the door', async () => {
  const box = officer.locator('.step').getByRole('checkbox', { checked: false }).first();
  const id = await box.getAttribute('id');
  await officer.locator(`label[for="${id}"]`).click();
  await until(officer, '2 entries are kept here');
  await officer.locator('.step').filter({ has: officer.locator(`#${id}`) }).getByText('Done, ').waitFor();
});

test('story 2: the risk is raised at the door and lowered at the desk', async () => {
  const change = async (page, level, why) => {
    await page.getByRole('button', { name: 'Change the level' }).click();
    const now = await page.getByLabel('Overall level').inputValue();
    await page.getByLabel('Overall level').selectOption(level === 'low' && now === 'low' ? 'medium' : level);
    await page.getByRole('textbox', { name: 'Why', exact: true }).fill(why);
    await page.getByRole('button', { name: 'Save the level' }).click();
    await page.getByText('The level is kept.').waitFor();
  };
  await change(officer, 'very_high', 'Afraid of somebody in the house.');
  await change(manager, 'low', 'The police were mistaken.');
  await look(officer, 'case');
});

test('a note that both write in offline has the words of both', async () => {
  const note = (page) => page.getByLabel('Who does what to keep the risk down');
  await note(officer).focus();
  await note(officer).press('Control+End');
  await officer.keyboard.type(' The sister has been told.');
  await note(manager).focus();
  await note(manager).press('Control+Home');
  await manager.keyboard.type('Police: weekly call. ');
  for (const page of [officer, manager]) await page.locator('.note__said').filter({ hasText: 'Kept.' }).waitFor();
});

test('the network comes back: both see both, the higher risk holds, the notes are one', async () => {
  await stage.mendNetwork();
  await until(officer, live);
  await until(manager, live);
  for (const page of [officer, manager]) {
    await page.getByText('people differ').first().waitFor();
    const risk = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Risk of serious harm' }) });
    await risk.locator('.facts').first().filter({ hasText: /Overall\s*Very high/i }).waitFor();
    await risk.getByText('people differ').first().waitFor();
    const note = page.getByLabel('Who does what to keep the risk down');
    await page.waitForFunction((id) => {
      const text = document.getElementById(id).value;
      return text === 'Police: weekly call. His brother drives him. The sister has been told.';
    }, await note.getAttribute('id'));
  }
  // The officer's caret is still behind the officer's own words.
  const after = await officer.evaluate(() => {
    const box = document.getElementById('note-management_plan');
    return box.value.slice(0, box.selectionStart);
  });
  assert.match(after, /The sister has been told\.$/);
});

test('home says who recorded what, and what waits', async () => {
  await place(manager, 'Today');
  await manager.getByText('differences for you to settle').waitFor();
  await manager.getByRole('heading', { name: 'What others recorded' }).waitFor();
  await manager.locator('.came').filter({ hasText: 'Outcome' }).first().waitFor();
  await look(manager, 'home-manager');
});

test('the manager compares and settles; the officer sees it without asking', async () => {
  await place(manager, /^To decide/);
  await look(manager, 'decide');
  const outcome = manager.locator('.conflict').filter({ hasText: 'Outcome:' });
  assert.equal(await outcome.locator('.side').count(), 2);
  assert.equal(await outcome.getByText('no earlier entry').count(), 2);  // what each had seen
  await outcome.getByLabel(/^Attended, complied/).check();
  await outcome.getByLabel('Why').fill('The visit was made.');
  await outcome.getByRole('button', { name: 'Settle it' }).click();
  await manager.getByText('Settled. Everybody sees it').waitFor();
  const risk = manager.locator('.conflict').filter({ hasText: 'Overall:' });
  await risk.getByLabel(/^Very high/).check();
  await risk.getByLabel('Why').fill('Until the next visit.');
  await risk.getByRole('button', { name: 'Settle it' }).click();
  await manager.getByText('Nothing waits for a decision.').waitFor();
  await officer.getByText('people differ').first().waitFor({ state: 'detached' });
  assert.match(await officer.locator('.timeline__item').filter({ hasText: 'Kettle was on' }).textContent(), /Attended, complied/i);
});

test('everything on the device is found by its words', async () => {
  await place(officer, 'Search');
  await officer.getByLabel('Words').fill('kettle hous');
  await officer.locator('mark').filter({ hasText: /kettle/i }).first().waitFor();
  await look(officer, 'search');
  await place(officer, 'Cases');
  await officer.getByLabel('Find by name').fill(person.split(' ')[1]);
  await officer.getByRole('link', { name: person, exact: true }).waitFor();
  await look(officer, 'cases');
});

test('story 4: a group meets around its tablet, votes once each, escalates, and reads the answer', async () => {
  await tablet.getByRole('heading', { level: 1, name: 'Thursday Group' }).waitFor();
  assert.equal(await tablet.getByRole('link', { name: 'Cases' }).count(), 0);
  const wish = 'Call people by a number in the waiting room';
  const issue = tablet.locator('.card').filter({ hasText: wish });
  const enter = async (name, pin) => {
    await tablet.getByRole('button', { name, exact: true }).click();
    await tablet.getByLabel(`PIN of ${name}`).fill(pin);
    await tablet.getByRole('button', { name: 'Sign in' }).click();
  };
  const leave = async () => {
    await tablet.getByRole('button', { name: 'Sign out' }).click();
    await tablet.getByRole('button', { name: 'Join the group' }).waitFor();
  };
  for (const [name, pin] of [['Heron', '4711'], ['Wren', '0815']]) {
    await tablet.getByRole('button', { name: 'Join the group' }).click();
    await tablet.getByLabel('What you are called here').fill(name);
    await tablet.getByLabel('A PIN of your own').fill(pin);
    await tablet.getByRole('button', { name: 'Join', exact: true }).click();
    await tablet.getByRole('button', { name, exact: true }).waitFor();
  }
  await enter('Heron', '0000');
  await tablet.getByText('That passphrase or PIN is not right.').waitFor();
  await tablet.getByLabel('PIN of Heron').fill('4711');
  await tablet.getByRole('button', { name: 'Sign in' }).click();
  await tablet.getByText('Heron is signed in').waitFor();
  await tablet.getByRole('button', { name: 'I am here today' }).click();
  await tablet.getByText('here today').first().waitFor();
  await tablet.getByLabel('Raise something').fill(wish);
  await tablet.getByRole('button', { name: 'Raise it' }).click();
  await issue.getByText('One person supports it').waitFor();
  await leave();
  await enter('Wren', '0815');
  await issue.getByRole('button', { name: /^I support this/ }).click();
  await issue.getByText('2 people support it').waitFor();
  assert.equal(await issue.getByRole('button', { name: /^I support this/ }).count(), 0);  // once each
  await look(tablet, 'group');
  await issue.getByRole('button', { name: /^Take it to the senior leadership team/ }).click();
  await issue.getByText('With the senior leadership team').waitFor();

  await place(manager, 'Group');
  const there = manager.locator('.card').filter({ hasText: wish });
  await there.getByRole('button', { name: /^Answer/ }).click();
  await there.getByLabel('Answer').fill('From the first of next month reception hands out numbers.');
  await there.getByRole('button', { name: 'Send the answer' }).click();
  await issue.getByText('reception hands out numbers').waitFor();
  await issue.getByText('2 people support it').waitFor();
  await leave();
});

test('the switch works offline as the person wants', async () => {
  await officer.getByRole('button', { name: 'Work offline' }).click();
  await until(officer, 'Working offline, as you chose.');
  await until(manager, live);
  await officer.getByRole('button', { name: 'Work offline' }).click();
  await until(officer, live);
});

test('in Welsh nothing is left in English', async () => {
  await officer.getByRole('button', { name: 'Cymraeg' }).click();
  await officer.getByRole('heading', { name: 'Achosion' }).waitFor();
  assert.equal(await officer.locator('html').getAttribute('lang'), 'cy');
  assert.match(await status(officer).innerText(), /Yn gyfredol/);
  await look(officer, 'welsh');
  await officer.getByRole('button', { name: 'English' }).click();
});

test('by keyboard alone one gets from the top to a contact and back', async () => {
  await place(officer, 'Today');
  await officer.reload();
  await officer.locator('.visit').first().waitFor();
  await officer.keyboard.press('Tab');
  assert.equal(await officer.evaluate(() => document.activeElement.textContent.trim()), 'Skip to main content');
  await officer.keyboard.press('Enter');
  assert.equal(await officer.evaluate(() => document.activeElement.id), 'main');
  for (let i = 0; i < 40; i++) {
    await officer.keyboard.press('Tab');
    if (await officer.evaluate(() => document.activeElement.matches('.visit__do'))) break;
  }
  await officer.keyboard.press('Enter');
  await officer.getByLabel('What came of it').waitFor();
});

test('after the lock nothing is on the screen, and the passphrase opens it again', async () => {
  await officer.getByRole('button', { name: 'Lock' }).click();
  await officer.getByRole('heading', { name: 'Locked' }).waitFor();
  await officer.getByText('It was locked').waitFor();
  assert.equal((await officer.content()).includes(person), false);
  assert.equal(await officer.title(), 'Sanderling');
  await look(officer, 'locked');
  await officer.getByLabel('Passphrase').fill('not it');
  await officer.getByRole('button', { name: 'Open' }).click();
  await officer.getByText('That passphrase or PIN is not right.').waitFor();
  await officer.getByLabel('Passphrase').fill(stage.seats.get('officer').passphrase);
  await officer.getByRole('button', { name: 'Open' }).click();
  await until(officer, live);
});

test('no window said anything of an error', () => {
  assert.deepEqual(problems, []);
});
