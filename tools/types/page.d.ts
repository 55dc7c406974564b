/** What stands in a page's block of data, and what its scripts hand one another; held by `make lint`. */

/** A text by language. */
type Words = Record<string, string>;
type Tick = number | null;

interface Source {
  title: Words;
  publisher: Words;
  date: Words;
  licence: Words;
  url: string;
  sample: boolean;
  design: Words;
  chosen: boolean;
}

interface Unused {
  text: string;
  reason: string;
  why: Words;
  count: number;
  candidates: string[];
  where: string;
}

interface Ledger {
  source: string;
  read: number;
  used: number;
  blank: number;
  unmatched: number;
  duplicate: number;
  rejected: number;
  groups: Unused[];
}

interface Finding {
  level: string;
  message: Words;
  where: string;
  hint: Words;
}

interface About {
  project: Words;
  as_of: Words | null;
  vintage: { id: string; source: Source; note: Words } | null;
  sources: Source[];
  findings: Finding[];
  ledgers: Ledger[];
  inputs: { file: string; sha256: string }[];
}

interface Measure {
  heading: Words;
  subtitle: Words;
  /** Places in `about.sources`. */
  sources: number[];
  hubs: boolean;
  kind: string;
  /** Whether a view of it has an interval, which tells how sure a value is. */
  sure?: boolean;
  title: Words;
  about: Words;
  unit: Words;
  formula: Words;
  source: Words;
}

/** A class: bounds (null is an open end), or a category's key. */
interface Group {
  colour: string;
  low: Tick;
  high: Tick;
  key?: string;
  label?: Words;
}

interface Legend {
  digits: number;
  groups: Group[];
  scheme: string;
  note: string;
  reference: Tick;
}

/** One measure, sector and period; columns go by region. */
interface View extends Legend {
  measure: string;
  sector: string;
  period: string;
  national: Tick;
  /** Place in `legends`. */
  legend: number;
  /** Numbers or null; of categories their keys or null: whoever reads has asked `texts` or `swatch` before. */
  value: any[];
  lo: Tick[];
  hi: Tick[];
  n: Tick[];
  status: (string | null)[];
  group: Tick[];
  rank: Tick[];
  /** How many regions have a rank. */
  ranked: number;
  /** Whether the values are categories. */
  texts: boolean;
}

interface Hub {
  name: Words;
  region: string;
  status: string;
  precision: string;
  as_of: string;
  partner: Words;
  date: Words;
  state: string;
  at: Point;
}

interface Swatch {
  ground: string;
  ink: string;
  figure: string;
}

interface Column {
  title: Words;
  kind: string;
  digits: number;
  words: Record<string, Words>;
}

interface Data {
  languages: string[];
  words: Record<string, Record<string, string>>;
  numbers: Record<string, { decimal: string; group: string; minus: string }>;
  title: Words;
  subtitle: Words;
  about: About;
}

/** A page of maps. */
interface Data {
  measures: Record<string, Measure>;
  sectors: Record<string, Words>;
  places: { code: string; name: Words; kind: string }[];
  /** Coded rings, "" where a region has no shape. */
  shapes: string[];
  labels: (Point | null)[];
  grid: { width: number; height: number; metres: number; unit: number };
  legends: Legend[];
  views: View[];
  periods: Record<string, Words>;
  swatches: Record<string, Swatch>;
  hubs: Hub[];
  /** Where the profile of each region stands; empty where there are none. */
  profiles: string[];
}

/** A page of a table; its measures are a list. */
interface TableData {
  columns: Column[];
  rows: (string | number | null)[][];
  measures: Measure[];
}

/** The home of a report. */
interface HomeData {
  explore: string;
  maps: { href: string; title: Words; subtitle: Words }[];
  tables: { title: Words; links: Record<string, string> }[];
  regions: { href: string; title: Words }[];
  files: string[];
}

/** A figure of a profile; what it does not say is left out. */
interface Line {
  label: Words;
  value: number | Words | null;
  lo?: number;
  hi?: number;
  n?: number;
  status: string;
  rank?: number;
  /** The best and the worst rank that the intervals allow. */
  ranks?: [number, number];
  /** How many regions have a rank. */
  of: number;
  /** The country's figure, or the median of the regions. */
  beside?: number;
  basis?: "country" | "median";
  digits: number;
}

interface Block {
  title: Words;
  unit: Words;
  period: string;
  href: string;
  sample: boolean;
  of: number;
  lines: Line[];
}

interface Task {
  name: Words;
  kind: Words;
  status: string;
  /** The status in words. */
  standing: Words;
  partner: Words;
  date: Words;
  told: Words;
  state: string;
}

interface Strength {
  label: Words;
  value: number;
  lo: Tick;
  hi: Tick;
  sure: boolean;
}

interface Strengths {
  source: Words;
  sample: boolean;
  rows: Strength[];
}

/** The profile of a region. */
interface ProfileData {
  facts: { people: Tick; year: string; area_km2: Tick; centre: Words };
  /** Null where the project has no rollout. */
  status: Words | null;
  tasks: Task[];
  strengths: Strengths[];
  blocks: Block[];
  others: number;
  locator: { width: number; height: number; paths: string[]; here: number; ring: Point | null };
}

type Point = [number, number];
/** What a page's elements hear; where it is read, `target` is an input or a select. */
type Heard = KeyboardEvent & { target: HTMLInputElement };
type Attribute = string | number | boolean | null | undefined | ((event: Heard) => unknown);
type Child = Node | string | null | undefined | false | readonly Child[];
type Make<Tags> = <K extends keyof Tags>(tag: K, attributes?: Record<string, Attribute>, ...children: Child[]) => Tags[K];
type Row = Child[] & { attributes?: Record<string, Attribute> };

interface Core {
  data: Data;
  /** What stands behind the # of the address. */
  state: Record<string, string>;
  /** What else is drawn with a page of maps. */
  more: (() => void)[];
  set(change: Record<string, string | null>): void;
  t(key: string, values?: Record<string, string>): string;
  w(words?: Words | null): string;
  number(value: Tick, digits?: number): string;
  el: Make<HTMLElementTagNameMap>;
  svg: Make<SVGElementTagNameMap>;
  /** The first element of the page that a selector finds; there is one. */
  at(selector: string): HTMLElement;
  grid(heads: string[], rows: Row[], right?: number[], caption?: string): HTMLElement;
  header(sources?: Source[], warning?: string): Child[];
  add(part: (changed: string[]) => void): void;
  draw(changed?: string[]): void;
  say(text: string): void;
  replace(selector: string, ...children: Child[]): void;
  language(): string;
}

/** What a view says of region i; the view is the one that is shown, where none is given. */
interface Values {
  key(): string;
  view(of?: string): View;
  views(of?: string): View[];
  sectors(): string[];
  periods(): string[];
  period(one?: View): string;
  made(one?: View): boolean;
  title(one?: View): string;
  measure(one?: View): Measure;
  unit(one?: View): string;
  value(i: number, one?: View): string;
  full(i: number, one?: View): string;
  interval(i: number, one?: View): string;
  remark(i: number, one?: View): string;
  rank(i: number, one?: View): string;
  ranks(i: number, one?: View): string;
  doubt(i: number, one?: View): 0 | 1 | 2 | 3 | null;
  country(one?: View): Tick;
  /** A number, and the key of the words for it. */
  typical(one?: View): [Tick, string];
  range(group: Group, one?: View): string;
  swatch(i: number, one?: View): string;
  line(i: number, one?: View): string;
  order(one?: View): number[];
  name(i: number): string;
  hubs(i: number): Hub[];
  known(one?: View): Hub[];
  category(code: string): string;
  picked(code?: string | null): number;
  told(i: number, one?: View): string[];
}

interface Fills {
  patterns(): SVGElement;
  fill(i: number, one?: View, plain?: boolean): string;
  colour(i: number, one?: View): string;
  hatched(colour: string, status: string): string;
  pale(colour: string, left: number): string;
  isDark(colour: string): boolean;
  box(paint: string, width?: number): SVGElement;
  sign(status: string, size?: number): SVGElement;
  HATCHED: string[];
  LEFT: number[];
  STATUSES: string[];
}

/** A region on the map; the spot stands for a shape that is too small to see. */
interface Drawn {
  shape: L.Polygon;
  spot: L.CircleMarker | null;
}

interface Pin {
  marker: L.Marker;
  at: L.LatLng;
}

interface Map_ {
  start(made: L.Map): void;
  paint(): void;
  /** Show a region's tip, at the pointer if there is one. */
  hover(i: number, event?: L.LeafletMouseEvent): void;
  leave(): void;
  fit(): void;
  refit(): void;
  relay(): void;
  tools(): void;
  drawHubs(): void;
  /** Polygons of rings of points, which are made of steps of the grid. */
  rings<P>(i: number, make: (x: number, y: number) => P): P[][][];
  leaflet(): L.Map;
}

interface Mapper extends Core {
  method(measure: Measure, notes: string[], named?: boolean): Child;
  about(measure?: Measure, notes?: string[], definitions?: Child[]): Child[];
  values: Values;
  fills: Fills;
  legend: { legend(): Child[]; notes(): string[]; definitions(): Child[]; lit(i: number, one?: View): boolean };
  plot(view: View): Child;
  insets(small: number[]): void;
  card: { card(): Child; hubLines(hub: Hub): string[] };
  sheet: { sheet(): Child[] };
  map: Map_;
  labels: { add(i: number, at: L.LatLng): void; paint(): void; lay(regions: Drawn[], hubs: Pin[]): void };
  /** Called by the page itself, with folium's map where there is one. */
  start(made: L.Map): void;
}
