import type { JobMessage } from "./protocol.ts";

/** Puts the messages of one job in order: each comes out once, in the order of its `seq`. */
export class JobStream {
  private readonly early = new Map<number, JobMessage>();

  /** `lastSeq` is the last message already seen. */
  constructor(public lastSeq = 0) {}

  /** The messages that are now in order: this one, and those that had waited for it. */
  feed(message: JobMessage): JobMessage[] {
    if (message.seq > this.lastSeq && !this.early.has(message.seq)) this.early.set(message.seq, message);
    const ready: JobMessage[] = [];
    for (let next = this.early.get(this.lastSeq + 1); next; next = this.early.get(this.lastSeq + 1)) {
      this.early.delete(next.seq);
      this.lastSeq = next.seq;
      ready.push(next);
    }
    return ready;
  }

  /** Whether a message came whose predecessors did not: `resume` brings them. */
  get hasGap(): boolean {
    return this.early.size > 0;
  }

  /** Forget everything: the server said that it does not know the place, and sends all there is. */
  restart(): void {
    this.early.clear();
    this.lastSeq = 0;
  }
}
