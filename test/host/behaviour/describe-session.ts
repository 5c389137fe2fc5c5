import { afterAll, beforeAll, describe } from "vitest";
import type { Identity, Session } from "../../../engine/host/session.ts";
import { Bench } from "./bench.ts";
import { describeCommands } from "./commands.ts";
import { describeFetching } from "./fetching.ts";
import { describeFiles } from "./files.ts";
import { describeQuestions } from "./questions.ts";

/** What every session must do, however its host is reached and whoever it is to become. */
export function describeSession(name: string, open: () => Promise<Session>, identity: Identity): void {
  describe(name, () => {
    const bench = new Bench(open, identity);
    beforeAll(async () => bench.open());
    afterAll(async () => bench.close());
    describeQuestions(bench);
    describeCommands(bench);
    describeFiles(bench);
    describeFetching(bench);
  });
}
