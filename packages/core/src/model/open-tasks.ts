import type { TaskRecord } from '../events/task.ts';
import { IdMap } from '../util/id-map.ts';

/** The part of a task start that is needed when its end never comes. */
export type OpenTask = Pick<
  TaskRecord,
  'taskId' | 'index' | 'attempt' | 'partitionId' | 'launchEpochMs' | 'speculative' | 'executorId' | 'host' | 'locality'
> & { readonly stageAttempt: number };

const firstCapacity = 1024;
const numbersPerTask = 7;
const textsPerTask = 3;

/**
 * Tasks started and not yet ended, in the order of their starts, without an object for each: nearly all end, and nothing
 * more is asked of them.
 */
export class OpenTasks {
  #slots = new IdMap();
  /** Ids that are no whole numbers, which only a damaged log holds, keep out of the dense map. */
  #oddSlots = new Map<number, number>();
  #numbers = new Float64Array(firstCapacity * numbersPerTask);
  #texts: string[] = [];
  #live = new Uint8Array(firstCapacity);
  #slotCount = 0;
  #liveCount = 0;

  get size(): number {
    return this.#liveCount;
  }

  set(task: Omit<OpenTask, 'stageAttempt'>, stageAttempt: number): void {
    const known = this.#slotOf(task.taskId);
    const slot = known < 0 ? this.#newSlot(task.taskId) : known;
    const at = slot * numbersPerTask;
    this.#numbers[at] = task.taskId;
    this.#numbers[at + 1] = stageAttempt;
    this.#numbers[at + 2] = task.index;
    this.#numbers[at + 3] = task.attempt;
    this.#numbers[at + 4] = task.partitionId;
    this.#numbers[at + 5] = task.launchEpochMs;
    this.#numbers[at + 6] = task.speculative;
    this.#texts[slot * textsPerTask] = task.executorId;
    this.#texts[slot * textsPerTask + 1] = task.host;
    this.#texts[slot * textsPerTask + 2] = task.locality;
  }

  delete(taskId: number): void {
    const slot = this.#takeSlot(taskId);
    if (slot < 0) return;
    this.#live[slot] = 0;
    this.#liveCount--;
    if (this.#liveCount === 0) this.#slotCount = 0;
  }

  *values(): Generator<OpenTask> {
    for (let slot = 0; slot < this.#slotCount; slot++) {
      if (this.#live[slot] === 0) continue;
      const number = (index: number) => this.#numbers[slot * numbersPerTask + index] ?? 0;
      const text = (index: number) => this.#texts[slot * textsPerTask + index] ?? '';
      yield {
        taskId: number(0),
        stageAttempt: number(1),
        index: number(2),
        attempt: number(3),
        partitionId: number(4),
        launchEpochMs: number(5),
        speculative: number(6),
        executorId: text(0),
        host: text(1),
        locality: text(2),
      };
    }
  }

  #slotOf(taskId: number): number {
    return Number.isSafeInteger(taskId) ? this.#slots.get(taskId) : (this.#oddSlots.get(taskId) ?? -1);
  }

  #takeSlot(taskId: number): number {
    if (Number.isSafeInteger(taskId)) return this.#slots.take(taskId);
    const slot = this.#oddSlots.get(taskId) ?? -1;
    this.#oddSlots.delete(taskId);
    return slot;
  }

  #setSlot(taskId: number, slot: number): void {
    if (Number.isSafeInteger(taskId)) this.#slots.set(taskId, slot);
    else this.#oddSlots.set(taskId, slot);
  }

  #newSlot(taskId: number): number {
    if (this.#slotCount === this.#live.length) this.#makeRoom();
    const slot = this.#slotCount++;
    this.#live[slot] = 1;
    this.#liveCount++;
    this.#setSlot(taskId, slot);
    return slot;
  }

  /** Closes the gaps that ended tasks left, or grows where there are few. */
  #makeRoom(): void {
    const isCrowded = this.#liveCount > this.#slotCount / 2;
    const numbers = isCrowded ? new Float64Array(this.#numbers.length * 2) : this.#numbers;
    const live = isCrowded ? new Uint8Array(this.#live.length * 2) : this.#live;
    let to = 0;
    for (let from = 0; from < this.#slotCount; from++) {
      if (this.#live[from] === 0) continue;
      const at = from * numbersPerTask;
      for (let i = 0; i < numbersPerTask; i++) numbers[to * numbersPerTask + i] = this.#numbers[at + i] ?? 0;
      for (let i = 0; i < textsPerTask; i++)
        this.#texts[to * textsPerTask + i] = this.#texts[from * textsPerTask + i] ?? '';
      this.#setSlot(numbers[to * numbersPerTask] ?? 0, to);
      live[to++] = 1;
    }
    this.#numbers = numbers;
    this.#live = live;
    this.#slotCount = to;
  }
}
