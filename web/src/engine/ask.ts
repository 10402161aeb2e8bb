// Questions to a worker and their answers: one message each way.

export interface Question<Q> {
  id: number;
  question: Q;
}

export type Answer<A> = { id: number; answer: A } | { id: number; failure: string };

/** A worker that answers one message for every message it gets. */
export class Asked<Q, A> {
  readonly #waiting = new Map<number, { resolve: (answer: A) => void; reject: (error: Error) => void }>();
  #next = 0;
  #failed = '';

  constructor(private readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<Answer<A>>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('failure' in data) waiting?.reject(new Error(data.failure));
      else waiting?.resolve(data.answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#failAll(event.message || 'A worker could not be started.');
    };
  }

  ask(question: Q, transfer: Transferable[] = []): Promise<A> {
    if (this.#failed) return Promise.reject(new Error(this.#failed));
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, question } satisfies Question<Q>, transfer);
    });
  }

  end(): void {
    this.worker.terminate();
    this.#failAll('The worker was ended.');
  }

  /** After this it answers no message. */
  #failAll(text: string): void {
    this.#failed = text;
    for (const { reject } of this.#waiting.values()) reject(new Error(text));
    this.#waiting.clear();
  }
}

/** The worker's side: `reply` gives the answer and what of it moves rather than being copied. */
export function answerAll<Q, A>(reply: (question: Q) => Promise<{ answer: A; transfer?: Transferable[] }>): void {
  self.onmessage = async ({ data }: MessageEvent<Question<Q>>) => {
    try {
      const { answer, transfer = [] } = await reply(data.question);
      self.postMessage({ id: data.id, answer }, { transfer });
    } catch (error) {
      self.postMessage({ id: data.id, failure: error instanceof Error ? error.message : String(error) });
    }
  };
}
