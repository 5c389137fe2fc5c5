import usual from "./vitest.config.ts";

// oxlint-disable-next-line import/no-default-export -- vitest asks for it
export default { ...usual, test: { ...usual.test, include: ["test/**/*.nightly.ts"] } };
