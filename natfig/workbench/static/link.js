// What goes to the kernel: edits wait until the hand rests, everything else goes at once.

const REST_MS = 150;
const SILENCE_MS = 10000;

export class Link {
  constructor(model, onsilence) {
    this.model = model;
    this.onsilence = onsilence;
    this.sent = 0;
    this.waiting = new Map();
    this.lastOf = new Map();
    this.timer = 0;
    this.silence = 0;
  }

  /** Send a message now, after the edits that wait. */
  send(kind, content = {}) {
    this.flush();
    this.post(kind, content);
  }

  post(kind, content) {
    this.sent += 1;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.onsilence(true), SILENCE_MS);
    try {
      this.model.send({ n: this.sent, kind, ...content });
    } catch (error) {
      // The way to a kernel that was started anew, or ended, is closed.
      console.warn(error);
      this.onsilence(true);
    }
    return this.sent;
  }

  /** Send an edit of a field once the hand rests; a newer one of the same field takes its place. */
  edit(id, kind, content) {
    this.waiting.set(id, [kind, content]);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), REST_MS);
  }

  flush() {
    clearTimeout(this.timer);
    const edits = [...this.waiting];
    this.waiting.clear();
    for (const [id, [kind, content]] of edits) this.lastOf.set(id, this.post(kind, content));
  }

  /** Whether the kernel has not seen yet what was typed into a field. */
  isAhead(id) {
    return this.waiting.has(id) || (this.lastOf.get(id) ?? 0) > (this.model.get("status").seen ?? 0);
  }

  heard() {
    if ((this.model.get("status").seen ?? 0) < this.sent) return;
    clearTimeout(this.silence);
    this.onsilence(false);
  }

  close() {
    this.flush();
    clearTimeout(this.silence);
  }
}
