import { openSession } from "../../engine/host/open-session.ts";
import { describeSession } from "./behaviour/describe-session.ts";

describeSession("a session with this machine", async () => openSession({ kind: "local" }), { kind: "login" });
