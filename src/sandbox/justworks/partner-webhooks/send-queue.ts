const AT_ONCE = 8;

/** Runs what it is given a few at a time, and can tell when all of it is over. */
export class SendQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private readonly running = new Set<Promise<void>>();

  add(send: () => Promise<void>): void {
    this.waiting.push(send);
    this.startNext();
  }

  /** Resolves when nothing is on its way any more. */
  async drain(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private startNext(): void {
    if (this.running.size >= AT_ONCE) return;
    const send = this.waiting.shift();
    if (!send) return;
    const run = send().finally(() => {
      this.running.delete(run);
      this.startNext();
    });
    this.running.add(run);
  }
}
