import { lifeTests } from "./operations/life.ts";

// what else there is takes longer: operations.nightly.ts
lifeTests("short");
