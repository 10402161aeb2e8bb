import { describe, expect, it } from 'vitest';
import { LatestWins, WorkQueue } from '../../web/src/engine/queue';

/** A worker whose runs end when the test says so. */
function manual() {
  const running: { worker: string; task: number; end: (value: string) => void; fail: (e: Error) => void }[] = [];
  const queue = new WorkQueue<string, number, string>(
    (worker, task) =>
      new Promise((end, fail) => {
        running.push({ worker, task, end, fail });
      }),
  );
  return { queue, running };
}

const never = new AbortController().signal;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the work queue', () => {
  it('runs as many tasks at once as there are workers, in the order they came', async () => {
    const { queue, running } = manual();
    queue.add('A');
    queue.add('B');
    const third = [1, 2, 3].map((task) => queue.submit(task, never))[2];
    expect(running.map(({ worker, task }) => [worker, task])).toEqual([
      ['A', 1],
      ['B', 2],
    ]);
    running[1]?.end('two');
    await settle();
    expect(running[2]).toMatchObject({ worker: 'B', task: 3 });
    running[2]?.end('three');
    expect(await third).toBe('three');
  });

  it('starts waiting tasks when a worker joins late', async () => {
    const { queue, running } = manual();
    void queue.submit(1, never);
    expect(running).toHaveLength(0);
    queue.add('A');
    expect(running).toHaveLength(1);
  });

  it('drops waiting tasks on abort and lets the running one finish', async () => {
    const { queue, running } = manual();
    queue.add('A');
    const controller = new AbortController();
    const first = queue.submit(1, controller.signal);
    const second = queue.submit(2, controller.signal);
    controller.abort(new Error('stale'));
    await expect(second).rejects.toThrow('stale');
    running[0]?.end('one');
    expect(await first).toBe('one');
    await settle();
    expect(running).toHaveLength(1);
  });

  it('refuses a task whose signal has aborted already', async () => {
    const { queue, running } = manual();
    queue.add('A');
    await expect(queue.submit(1, AbortSignal.abort(new Error('stale')))).rejects.toThrow('stale');
    expect(running).toHaveLength(0);
  });

  it('goes on after a task that failed', async () => {
    const { queue, running } = manual();
    queue.add('A');
    const first = queue.submit(1, never);
    const second = queue.submit(2, never);
    running[0]?.fail(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    await settle();
    running[1]?.end('two');
    expect(await second).toBe('two');
  });
});

describe('the latest request', () => {
  it('aborts the one before and starts after that has ended', async () => {
    const latest = new LatestWins();
    const log: string[] = [];
    const job = (name: string) => async (signal: AbortSignal) => {
      log.push(`${name} starts`);
      await settle();
      log.push(`${name} ${signal.aborted ? 'is stale' : 'ends'}`);
    };
    void latest.start(job('first'));
    await Promise.resolve();
    await latest.start(job('second'));
    expect(log).toEqual(['first starts', 'first is stale', 'second starts', 'second ends']);
  });

  it('skips requests that were overtaken before they started', async () => {
    const latest = new LatestWins();
    const ran: number[] = [];
    const jobs = [1, 2, 3].map((name) => latest.start(async () => void ran.push(name)));
    await Promise.all(jobs);
    expect(ran).toEqual([3]);
  });

  it('passes on a failure, but not of a stale request, and goes on', async () => {
    const latest = new LatestWins();
    await expect(latest.start(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const stale = latest.start(async (signal) => {
      await settle();
      signal.throwIfAborted();
    });
    await Promise.resolve();
    const next = latest.start(async () => undefined);
    await expect(stale).resolves.toBeUndefined();
    await expect(next).resolves.toBeUndefined();
  });
});
