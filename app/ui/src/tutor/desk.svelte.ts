// What lies before the student: the program in the editor and what Python said of it. A question may take it along.

export interface Work {
  code: () => string;
  /** The traceback of the last run, if it failed. */
  error: () => string | undefined;
}

let works = $state.raw<Work[]>([]);

export const desk = {
  /** The work that was opened last. */
  get work(): Work | undefined {
    return works.at(-1);
  },

  /** Lays a work on the desk; returns what takes it away. */
  open(work: Work): () => void {
    works = [...works, work];
    return () => (works = works.filter((other) => other !== work));
  },
};
