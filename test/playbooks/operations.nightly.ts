import { lifeTests } from "./operations/life.ts";

lifeTests("all");
