import { defineConfig } from "vitest/config";

// oxlint-disable-next-line import/no-default-export -- vitest asks for it
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/sandbox/global-setup.ts"],
    // tests on hosts boot machines, install units and restart clusters, and the machine may have other things to do
    testTimeout: 900_000,
    hookTimeout: 900_000,
    teardownTimeout: 300_000,
  },
});
