import { describeOnHosts } from "../sandbox/hosts.ts";
import { cellsOf, describeCells } from "./file-faults.ts";
import { openFilesOnHost } from "./file-faults-on-hosts.ts";
import { writers } from "./writers.ts";

describeOnHosts("files of hosts", () => describeCells(cellsOf(writers), openFilesOnHost));
