// The shapes of what the process answers (examples/practitioner-app/api). Instants are milliseconds
// since 1970 UTC, dates "yyyy-mm-dd", enums names of the schema.

export type Row = Record<string, unknown>;

export interface Sync {
  switched_off: boolean;
  phase: string;
  done: number;
  total: number;
  offline_since: number | null;
  last_contact: number | null;
  unsent: number;
  refused: number;
  standing: string;
  days_left: number | null;
  problem: string | null;
}

export interface Status extends Sync {
  name: string;
  role: string;
  conflicts: number;
  late: number;
  groups: number;
}

export interface Visit {
  id: string;
  scope: string;
  type: string;
  starts: number;
  place: string | null;
  outcome: string | null;
  staff: string | null;
  person: string | null;
  crn: string | null;
  address: string | null;
  rosh: string | null;
}

export interface Arrival {
  collection: string;
  record: string;
  scope: string;
  person: string;
  fields: string[];
  who: string[];
  when: number;
  new: boolean;
  values: Row;
}

/** Something that practice asks for (client-sdk/practice); dates in London. */
export interface Due {
  scope: string;
  person: string;
  staff: string;
  staff_name: string;
  rule: string;
  term: string;
  pack: string;
  kind: string;
  state: string;
  colour: 'red' | 'amber' | 'none';
  overdue: boolean;
  about: string;
  trigger: string;
  due: string;
  due_at: number | null;
  remind_on: string | null;
  done_on: string | null;
  received_on: string | null;
  late: boolean;
  reason: string;
}

/** Taken because of one contact; a line of each who took it. */
export interface EnforcementStep {
  id: string;
  contact_id: string;
  action: string;
  taken_on: string | null;
  account: string[];
}

export interface DueList {
  today: string;
  until: string;
  red: number;
  amber: number;
  overdue: number;
  items: Due[];
  more: number;
}

export interface DueTeam extends DueList {
  officers: { staff: string; name: string; cases: number; red: number; amber: number; overdue: number }[];
}

export type Voice = 'om' | 'su';

export interface VoiceAgreement {
  standing: string;
  signer: string | null;
  at: number | null;
  reason: string | null;
}

export interface Agreement {
  version: string;
  om: VoiceAgreement;
  su: VoiceAgreement;
  waits: Voice[];
}

export interface Involved {
  voice: Voice;
  discussed_on: string | null;
  involved: string | null;
  note: string | null;
  recorded_by: string | null;
}

export interface PictureItem {
  id: string;
  label: string;
  score_om?: number | null;
  score_su?: number | null;
  reached_on?: string | null;
}

export interface Picture {
  id: string;
  plan_id: string;
  kind: 'web' | 'stones' | 'map' | 'steps';
  title: string;
  drawn_on: string | null;
  items: PictureItem[];
  svg: string;
  alternative: string[];
}

export interface Home {
  me: { name: string; role: string };
  today: Visit[];
  unrecorded: Visit[];
  due: DueList;
  agreements: { id: string; scope: string; person: string; waits: Voice[]; changed: boolean }[];
  reviews: { kind: string; scope: string; what: string; due: string; person: string | null }[];
  arrived: { since: number; items: Arrival[]; more: number };
  needs: { conflicts: number; mine: number; late: number; refused: number };
  sync: Sync;
}

export interface CaseLine {
  scope: string;
  person: string;
  crn: string | null;
  rosh: string | null;
  staff: string | null;
  last: number | null;
  next: number | null;
  conflicts: number;
}

export interface Seen {
  row: Row;
  who: string;
  when: number;
}

export interface Side {
  row: Row;
  who: string;
  mine: boolean;
  device: string;
  written: number;
  place: number | null;
  in_force: boolean;
  proposal: boolean;
  pending: boolean;
  had_seen: Seen | null;
}

export interface Conflict {
  id: string;
  kind: string;
  scope: string;
  person: string;
  collection: string;
  record: string;
  field: string;
  about: Row;
  since: number;
  resolver: string;
  resolvable: boolean;
  sides: Side[];
}

export interface Risk {
  id: string;
  levels: Record<string, string | number>;
  said: Record<string, { who: string; when: number; pending: boolean }>;
  disputed: Conflict[];
  assessed_on: string | null;
  reasons: string[] | null;
  narrative: string | null;
  management_plan: string | null;
}

export interface Step {
  id: string;
  short_description: string;
  actors: string[];
  status: string | null;
  done_on: string | null;
  done_by: string | null;
  pending: number;
}

export interface Goal {
  id: string;
  short_title: string;
  title: string | null;
  contested: unknown;
  area: string | null;
  status: string | null;
  target_on: string | null;
  steps: Step[];
}

export interface Plan {
  id: string;
  kind: string;
  pilot: string | null;
  window_starts_on: string | null;
  goals: Goal[];
  involved: Involved[];
  agreement?: Agreement;
}

export interface CaseFile {
  form: string;
  scope: string;
  person: Row & { name: string };
  fresh: { state: string; unsent: number; role: string; last_contact: number | null };
  risk: Risk | null;
  plans: Plan[];
  due: Due[];
  enforcement: EnforcementStep[];
  skills: { skill: string; mode: string | null; voice: Voice; worked_on: string | null }[];
  allocations: { staff: string; role: string; starts_on: string; ends_on: string | null }[];
  orders: { type: string; court: string | null; starts_on: string | null; ends_on: string | null }[];
  flags: { id: string; type: string; starts_on: string | null; review_on: string | null }[];
  contacts: { n: number };
}

export interface Contact {
  id: string;
  type: string;
  starts: number | null;
  ends: number | null;
  place: string | null;
  staff_name?: string;
  outcome: string | null;
  planned: number | null;
  notes: string[] | null;
  enforcement_action: string[] | null;
  pending: number;
}

export interface Said {
  field: string;
  deed: string;
  row: Row;
  who: string;
  when: number;
  reason: string;
  live: boolean;
  pending: boolean;
}

export interface ContactFile extends Contact {
  scope: string;
  person: string;
  form: string;
  outcomes: string[];
  history: Said[];
}

export interface Edit {
  position: number;
  erased: number;
  inserted: string;
}

export interface NoteText {
  text: string;
  form: string;
  edits: Edit[];
}

export interface WorkRecord {
  collection: string;
  record: string;
  after: Row;
  before?: Row;
}

export interface LateWork {
  scope: string;
  person: string;
  replica: string;
  counter: number;
  kind: string;
  who: string;
  claimed: number;
  ended: number | null;
  decided: string | null;
  records: WorkRecord[];
}

export interface RefusedWork {
  scope: string;
  person: string;
  replica: string;
  counter: number;
  transaction: string;
  delivery: string;
  why: string;
  written: number;
  records: WorkRecord[];
}

export interface Hit {
  collection: string;
  record: string;
  scope: string;
  person: string;
  field: string;
  pieces: { text: string; found: boolean }[];
  when: number | null;
}
