// Starts the stage (a server, a keyholder, two applications) and a browser, and gives each person a
// window of their own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

export class Stage {
  seats = new Map();
  #waiting = [];

  static async set(program, options) {
    const stage = new Stage();
    stage.process = spawn(program, ['--json', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: stage.process.stdout }).on('line', (line) => stage.#heard(JSON.parse(line)));
    stage.process.on('exit', () => stage.#waiting.forEach((each) => each.no(new Error('the stage ended'))));
    await stage.#until((said) => said.ready);
    return stage;
  }

  #heard(said) {
    if (said.seat) this.seats.set(said.seat, said);
    this.#waiting = this.#waiting.filter((each) => {
      if (each.wanted(said)) each.yes(said);
      return !each.wanted(said);
    });
  }
  #until(wanted) {
    return new Promise((yes, no) => this.#waiting.push({ wanted, yes, no }));
  }
  async tell(command) {
    const done = this.#until((said) => said.done === command);
    this.process.stdin.write(`${command}\n`);
    await done;
  }
  /** The network is gone for everybody: there is no server any more. */
  cutNetwork() { return this.tell('server stop'); }
  mendNetwork() { return this.tell('server start'); }

  end() {
    const ended = new Promise((done) => this.process.on('exit', done));
    this.process.stdin.write('quit\n');
    return ended;
  }
}

export function openBrowser() {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A window of its own, which fails the test at any message of an error in it. */
export async function sitDown(browser, seat, problems) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  // A lost connection is tried again after a while, and a machine may be busy.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${seat.seat}: ${error}`));
  page.on('console', (message) => {
    // What the browser itself says of an answer that is not 200 is no fault of the page.
    if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) problems.push(`${seat.seat}: ${message.text()}`);
  });
  await page.goto(seat.link);
  return page;
}
