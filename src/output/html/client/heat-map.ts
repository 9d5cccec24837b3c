import { counted, element } from "./dom.ts";
import { cellsOf } from "./heat-map-cells.ts";
import { customerKey, type Order, type Row, rowsOf } from "./rows.ts";
import type { View } from "./view.ts";

/** The same height as in the style sheet. */
const ROW_HEIGHT = 32;
/** The number of lines created above and below the visible ones. */
const MARGIN = 8;
/** The number of lines printed: about three pages. */
const PRINTED = 100;
/** The columns before the controls. */
const LEADING: readonly { readonly order: Order; readonly name: string }[] = [
  { order: "name", name: "Customer" },
  { order: "subscriptions", name: "Subscr." },
  { order: "open", name: "Open" },
];

export interface HeatMapEvents {
  /** @param control undefined for a cell that belongs to no control */
  readonly onOpen: (row: Row, control: number | undefined) => void;
}

/**
 * Customers by controls, as an ARIA tree grid that holds only the visible lines. Arrow keys move, right and left expand
 * and collapse, Enter opens; the headings sort.
 */
export class HeatMap {
  readonly box: HTMLElement;
  /** The note below the printed table: how many lines were left out. */
  readonly printed = element("p", { class: "note printed" });
  /** The note below the map while columns are out of sight. */
  readonly scrollHint = element("p", { class: "note scroll-hint", hidden: true });
  readonly #head = element("div", { role: "row", class: "row head", "aria-rowindex": 1 });
  readonly #body = element("div", { role: "rowgroup", class: "rows" });
  readonly #events: HeatMapEvents;
  readonly #expanded = new Set<string>();
  readonly #made = new Map<number, HTMLElement>();
  #view: View;
  #rows: Row[] = [];
  #order: Order = "worst";
  #grouped = true;
  /** The cell that Tab reaches. */
  #active = { row: 0, column: 0 };
  #printing = false;

  constructor(view: View, events: HeatMapEvents) {
    this.#view = view;
    this.#events = events;
    this.box = element(
      "div",
      { role: "treegrid", class: "heat-map", "aria-label": "Customers by controls" },
      element("div", { role: "rowgroup", class: "headings" }, this.#head),
      this.#body,
    );
    const draw = () => requestAnimationFrame(() => this.#draw());
    this.box.addEventListener("scroll", draw, { passive: true });
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    window.addEventListener("resize", () => this.#draw());
    window.addEventListener("beforeprint", () => this.#print(true));
    window.addEventListener("afterprint", () => this.#print(false));
  }

  get view(): View {
    return this.#view;
  }

  show(view: View, grouped = this.#grouped): void {
    this.#view = view;
    this.#grouped = grouped;
    if (view.filter.customer !== "") this.#expanded.add(customerKey(view.filter.customer));
    if (typeof this.#order === "number" && !view.columns.includes(this.#order)) this.#order = "worst";
    this.box.style.setProperty("--columns", String(view.columns.length));
    this.box.setAttribute("aria-colcount", String(view.columns.length + LEADING.length));
    this.#headings();
    this.#refresh();
    this.box.scrollTop = 0;
    this.#activate(0, 0);
  }

  #headings(): void {
    const { columns, model } = this.#view;
    const all = [
      ...LEADING,
      ...columns.map((control) => ({ order: control, name: model.controlName(control) })),
    ];
    this.#head.replaceChildren(
      ...all.map(({ name, order }) => {
        const sorted = this.#order === order;
        const direction = order === "name" ? "ascending" : "descending";
        const button = element("button", { type: "button" }, name);
        button.addEventListener("click", () => {
          this.#order = order;
          this.show(this.#view);
          this.#headButton(order)?.focus();
        });
        const title = typeof order === "number" ? model.control(order).title : "";
        return element(
          "div",
          { role: "columnheader", "aria-sort": sorted ? direction : "none", title, "data-order": order },
          button,
        );
      }),
    );
  }

  #headButton(order: Order): HTMLButtonElement | null {
    return this.#head.querySelector(`[data-order="${order}"] button`);
  }

  /** Creates the lines again; keeps the active cell where possible. */
  #refresh(): void {
    const { expanded, grouped, order } = {
      expanded: this.#expanded,
      grouped: this.#grouped,
      order: this.#order,
    };
    this.#rows = rowsOf(this.#view, { expanded, grouped, order });
    for (const made of this.#made.values()) made.remove();
    this.#made.clear();
    this.box.setAttribute("aria-rowcount", String(this.#rows.length + 1));
    this.#body.style.setProperty("height", `${this.#rows.length * ROW_HEIGHT}px`);
    this.#draw();
  }

  #draw(): void {
    this.#hint();
    const [first, last] = this.#window();
    for (const [index, made] of this.#made) {
      if ((index < first || index >= last) && index !== this.#active.row) {
        made.remove();
        this.#made.delete(index);
      }
    }
    for (let index = first; index < last; index++) this.#make(index);
    this.#make(this.#active.row);
  }

  /** Shows the number of hidden columns on the right. */
  #hint(): void {
    const right = this.box.scrollLeft + this.box.clientWidth;
    const cells = [...this.#head.children].filter((cell) => cell instanceof HTMLElement);
    const hidden = cells.filter((cell) => cell.offsetLeft + cell.offsetWidth > right + 1).length;
    this.box.classList.toggle("more-right", hidden > 0);
    this.scrollHint.hidden = hidden === 0 || this.box.clientWidth === 0;
    this.scrollHint.textContent = `Scroll right for ${counted(hidden, "more control")}.`;
  }

  #window(): [number, number] {
    if (this.#printing) return [0, Math.min(this.#rows.length, PRINTED)];
    const first = Math.floor(this.box.scrollTop / ROW_HEIGHT) - MARGIN;
    const seen = Math.ceil((this.box.clientHeight || 600) / ROW_HEIGHT) + 2 * MARGIN;
    return [Math.max(0, first), Math.min(this.#rows.length, first + seen)];
  }

  #make(index: number): void {
    const row = this.#rows[index];
    if (row === undefined || this.#made.has(index)) return;
    const made = element(
      "div",
      {
        role: "row",
        class: row.subscription === undefined ? "row" : "row subscription",
        "aria-level": row.level,
        "aria-rowindex": index + 2,
        "data-row": index,
        ...(row.expanded === undefined ? {} : { "aria-expanded": String(row.expanded) }),
      },
      ...cellsOf(this.#view, row),
    );
    [...made.children].forEach((cell, column) => {
      const active = index === this.#active.row && column === this.#active.column;
      cell.setAttribute("tabindex", active ? "0" : "-1");
      cell.setAttribute("aria-colindex", String(column + 1));
    });
    made.style.setProperty("top", `${index * ROW_HEIGHT}px`);
    this.#made.set(index, made);
    // Screen readers read in document order, so lines are inserted in theirs.
    const after = [...this.#made.keys()].filter((one) => one > index).sort((a, b) => a - b)[0];
    this.#body.insertBefore(made, after === undefined ? null : (this.#made.get(after) ?? null));
  }

  #click(event: Event): void {
    const place = this.#placeOf(event.target);
    if (place === undefined) return;
    this.#activate(place.row, place.column);
    const row = this.#rows[place.row];
    if (place.column === 0 && row?.expanded !== undefined) this.#toggle(place.row);
    else this.#open(place.row, place.column);
    this.#focus();
  }

  #placeOf(target: EventTarget | null): { row: number; column: number } | undefined {
    const cell = target instanceof Element ? target.closest("[role=gridcell], [role=rowheader]") : null;
    const row = cell?.parentElement?.dataset["row"];
    if (cell == null || row === undefined) return undefined;
    return { row: Number(row), column: Number(cell.getAttribute("aria-colindex")) - 1 };
  }

  #key(event: KeyboardEvent): void {
    if (this.#placeOf(event.target) === undefined) return;
    const { column, row } = this.#active;
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW_HEIGHT) - 3);
    const end = this.#view.columns.length + LEADING.length - 1;
    const expanded = this.#rows[row]?.expanded;
    const moves: Record<string, () => void> = {
      ArrowDown: () => this.#activate(row + 1, column),
      ArrowUp: () => this.#activate(row - 1, column),
      PageDown: () => this.#activate(row + page, column),
      PageUp: () => this.#activate(row - page, column),
      Home: () => this.#activate(event.ctrlKey ? 0 : row, 0),
      End: () => this.#activate(event.ctrlKey ? this.#rows.length - 1 : row, end),
      ArrowRight: () =>
        column === 0 && expanded === false ? this.#toggle(row) : this.#activate(row, column + 1),
      ArrowLeft: () =>
        column === 0 && expanded === true ? this.#toggle(row) : this.#activate(row, column - 1),
      Enter: () => this.#open(row, column),
      " ": () => (column === 0 && expanded !== undefined ? this.#toggle(row) : this.#open(row, column)),
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (move === undefined || event.altKey || event.metaKey) return;
    event.preventDefault();
    move();
    this.#focus();
  }

  #open(index: number, column: number): void {
    const row = this.#rows[index];
    if (row !== undefined) this.#events.onOpen(row, this.#view.columns[column - LEADING.length]);
  }

  #toggle(index: number): void {
    const key = this.#rows[index]?.key ?? "";
    if (!this.#expanded.delete(key)) this.#expanded.add(key);
    this.#refresh();
  }

  #activate(row: number, column: number): void {
    const before = this.#made.get(this.#active.row)?.children[this.#active.column];
    before?.setAttribute("tabindex", "-1");
    const end = this.#view.columns.length + LEADING.length - 1;
    this.#active = {
      row: Math.max(0, Math.min(row, this.#rows.length - 1)),
      column: Math.max(0, Math.min(column, end)),
    };
    this.#make(this.#active.row);
    this.#made.get(this.#active.row)?.children[this.#active.column]?.setAttribute("tabindex", "0");
  }

  /** Scrolls to the active cell and focuses it. */
  #focus(): void {
    const { column, row } = this.#active;
    const top = row * ROW_HEIGHT;
    const room = this.box.clientHeight - this.#head.offsetHeight - ROW_HEIGHT;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top > this.box.scrollTop + room) this.box.scrollTop = top - room;
    this.#draw();
    const cell = this.#made.get(row)?.children[column];
    if (cell instanceof HTMLElement && !document.querySelector("dialog[open]")) {
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  #print(printing: boolean): void {
    this.#printing = printing;
    const left = this.#rows.length - PRINTED;
    this.printed.textContent = left > 0 ? `The first ${PRINTED} lines; the file has ${left} more.` : "";
    this.box.classList.toggle("printing", printing);
    this.#body.style.setProperty("height", printing ? "auto" : `${this.#rows.length * ROW_HEIGHT}px`);
    this.#draw();
  }
}
