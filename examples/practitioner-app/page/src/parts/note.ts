// A note in which several people write at once. What is typed is kept after a short pause; what
// others wrote comes as edits, and the caret stays between the same words.
import { html, type TemplateResult } from 'lit-html';
import type { Edit, NoteText } from '../answers';
import { problemText } from '../app';
import { get, post } from '../session';
import { t } from '../words';
import { fieldName } from './fields';

const pause = 700;

/** The place, in UTF-16 units, of a code point. */
function unitsOf(points: string[], count: number): number {
  return points.slice(0, count).join('').length;
}

/** Where a caret stands after the edits; text put in at the caret itself comes behind it. */
export function moved(text: string, caret: number, edits: Edit[]): number {
  let points = Array.from(text);
  let place = Array.from(text.slice(0, caret)).length;
  for (const { position, erased, inserted } of edits) {
    const more = Array.from(inserted);
    points = [...points.slice(0, position), ...more, ...points.slice(position + erased)];
    if (place > position) place = place >= position + erased ? place - erased + more.length : position + more.length;
  }
  return unitsOf(points, place);
}

export class Note {
  private shown = '';
  private form = '';
  private isLoaded = false;
  private isDirty = false;
  private isBusy = false;
  private isWanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private said = '';

  constructor(
    private readonly collection: string,
    private readonly id: string,
    private readonly field: string,
    private readonly paint: () => void,
  ) {}

  private get name(): string {
    return `note-${this.field}`;
  }
  private get box(): HTMLTextAreaElement | null {
    return document.getElementById(this.name) as HTMLTextAreaElement | null;
  }
  private get where(): Record<string, string> {
    return { collection: this.collection, id: this.id, field: this.field };
  }

  /** Takes in what others wrote; what is typed here and not kept yet is kept first. */
  async follow(): Promise<void> {
    if (!this.isLoaded) {
      const answer = await get<NoteText>('/api/text', this.where);
      this.shown = answer.text;
      this.form = answer.form;
      this.isLoaded = true;
      if (this.box) this.box.value = this.shown;
      return;
    }
    if (this.isBusy) {
      this.isWanted = true;
      return;
    }
    await this.exchange(this.isDirty);
  }

  private async exchange(saves: boolean): Promise<void> {
    this.isBusy = true;
    const sent = this.shown;
    const form = this.form;
    try {
      this.isDirty = this.isDirty && !saves;
      const path = saves ? '/api/text' : '/api/text/refresh';
      this.take(sent, await post<NoteText>(path, { ...this.where, text: sent, form }));
      if (saves) this.said = t('note.kept');
    } catch (error) {
      this.isDirty = this.isDirty || saves;
      this.said = problemText(error);
    }
    this.isBusy = false;
    if (this.isDirty) this.later();
    if (this.isWanted) {
      this.isWanted = false;
      await this.follow();
    }
    this.paint();
  }

  /** If more was typed while the answer was under way, that goes first and the rest comes with it. */
  private take(sent: string, answer: NoteText): void {
    if (this.shown !== sent) {
      this.isDirty = true;
      this.isWanted = true;
      return;
    }
    this.form = answer.form;
    if (answer.text === this.shown) return;
    const box = this.box;
    const [start, end] = [box?.selectionStart ?? 0, box?.selectionEnd ?? 0];
    const top = box?.scrollTop ?? 0;
    this.shown = answer.text;
    if (!box) return;
    box.value = answer.text;
    box.setSelectionRange(moved(sent, start, answer.edits), moved(sent, end, answer.edits));
    box.scrollTop = top;
  }

  private typed(): void {
    this.shown = this.box?.value ?? this.shown;
    this.isDirty = true;
    this.said = t('note.typing');
    this.later();
    this.paint();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.isDirty && !this.isBusy) void this.exchange(true);
    }, pause);
  }

  view(): TemplateResult {
    const hint = `${this.name}-hint`;
    return html`<div class="govuk-form-group note">
      <label class="govuk-label govuk-label--s" for=${this.name}>${fieldName(this.field)}</label>
      <div class="govuk-hint" id=${hint}>${t('note.hint')}</div>
      <textarea class="govuk-textarea" id=${this.name} rows="8" aria-describedby=${hint} maxlength="60000"
        .value=${this.shown} @input=${() => this.typed()} @blur=${() => { if (this.isDirty && !this.isBusy) void this.exchange(true); }}></textarea>
      <div class="print-only govuk-body-s">${this.shown}</div>
      <p class="govuk-body-s quiet note__said" role="status">${this.said}</p>
    </div>`;
  }
}
