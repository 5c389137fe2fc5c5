/** What `run` answers, after `end` has ended what goes on beside it: also where `run` fails, or it would go on in later tests. */
export async function andThen<T>(run: Promise<T>, end: () => Promise<unknown>): Promise<T> {
  try {
    return await run;
  } finally {
    await end();
  }
}
