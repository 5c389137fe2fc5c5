import { defineConfig } from "vitest/config";

// oxlint-disable-next-line import/no-default-export -- vitest asks for it
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/sandbox/global-setup.ts"],
    // tests on hosts boot machines, install units and restart clusters
    testTimeout: 180_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
  },
});
