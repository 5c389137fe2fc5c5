import { describeOnHosts } from "../sandbox/hosts.ts";
import { describeOddHosts } from "./odd-host-plays.ts";
import { oddHosts } from "./odd-hosts.ts";

describeOnHosts("modules on a host", () => describeOddHosts(oddHosts));
