import usual from "./vitest.config.ts";

/** Long, and one file at a time: what is measured is how soon something is noticed. */
// oxlint-disable-next-line import/no-default-export -- vitest asks for it
export default {
  ...usual,
  test: {
    ...usual.test,
    include: ["test/faults/**/*.faults.ts"],
    fileParallelism: false,
    testTimeout: 3_600_000,
  },
};
