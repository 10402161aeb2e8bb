// Work for a pool of workers, and the rule that the latest request wins.

/** Runs tasks on a fixed set of workers, each on one at a time, in the order they came. */
export class WorkQueue<Worker, Task, Output> {
  readonly #idle: Worker[] = [];
  readonly #waiting: Waiting<Task, Output>[] = [];
  #workers = 0;

  constructor(private readonly run: (worker: Worker, task: Task) => Promise<Output>) {}

  get workers(): number {
    return this.#workers;
  }

  add(worker: Worker): void {
    this.#workers += 1;
    this.#idle.push(worker);
    this.#pump();
  }

  /**
   * Settles with the task's output. Once the signal aborts, a task that still waits is dropped and
   * rejects; one that runs is left to finish, since a network cannot be stopped half way.
   */
  submit(task: Task, signal: AbortSignal): Promise<Output> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const waiting: Waiting<Task, Output> = { task, resolve, reject };
      this.#waiting.push(waiting);
      signal.addEventListener(
        'abort',
        () => {
          const place = this.#waiting.indexOf(waiting);
          if (place < 0) return;
          this.#waiting.splice(place, 1);
          reject(signal.reason);
        },
        { once: true },
      );
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#idle.length > 0) {
      const worker = this.#idle.shift() as Worker;
      const { task, resolve, reject } = this.#waiting.shift() as Waiting<Task, Output>;
      this.run(worker, task)
        .then(resolve, reject)
        .finally(() => {
          this.#idle.push(worker);
          this.#pump();
        });
    }
  }
}

interface Waiting<Task, Output> {
  task: Task;
  resolve: (output: Output) => void;
  reject: (reason: unknown) => void;
}

/** Runs one job at a time: a new one aborts the one before and starts when that has ended. */
export class LatestWins {
  #current: AbortController | undefined;
  #tail: Promise<void> = Promise.resolve();

  start(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel();
    const controller = new AbortController();
    this.#current = controller;
    this.#tail = this.#tail.then(async () => {
      if (controller.signal.aborted) return;
      try {
        await job(controller.signal);
      } catch (error) {
        if (!controller.signal.aborted) throw error;
      }
    });
    const result = this.#tail;
    this.#tail = result.catch(() => undefined);
    return result;
  }

  cancel(): void {
    this.#current?.abort(new DOMException('A newer request came.', 'AbortError'));
  }
}
