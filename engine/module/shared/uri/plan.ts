import type { Output } from "../../../host/change.ts";
import { script, type Query, type ScriptAnswer } from "../../../host/query.ts";
import type { Value } from "../../../model/value.ts";
import type { Judgement, Plan } from "../../contract.ts";
import { endMark, requestScript } from "./request.ts";
import { isReading, type UriWant } from "./want.ts";

type AskedUri = { readonly answer?: Query<ScriptAnswer> };
type FoundUri = { readonly answer?: ScriptAnswer };

export function askUri(want: UriWant): AskedUri {
  return isReading(want) ? { answer: script(`${want.method} ${want.url}`, requestScript(want)) } : {};
}

export function planUri(want: UriWant, { answer }: FoundUri): Plan {
  const secrets = want.url_password === undefined ? {} : { secrets: [want.url_password] };
  if (answer) return { changes: [], outcome: () => judge(want, answer), ...secrets };
  return {
    changes: [
      {
        summary: `${want.method} ${want.url}`,
        actions: [{ kind: "run", script: requestScript(want), accept: "any" }],
      },
    ],
    atMostOnce: `whether ${want.method} ${want.url} was answered`,
    outcome: ([output]) => judge(want, output),
    ...secrets,
  };
}

function judge(want: UriWant, output: ScriptAnswer | Output | undefined): Judgement {
  const { status, type, url, content, said } = readAnswer(want, output);
  const right = want.status_code.includes(status);
  const msg = status === -1 ? `no answer: ${said}` : `HTTP status ${status}`;
  const result: Record<string, Value> = {
    status,
    url,
    content_type: type,
    msg: right ? "OK" : msg,
    ...(want.return_content || !right ? { content } : {}),
    ...jsonOf(type, content),
  };
  return right ? { result } : { result, failed: `${want.method} ${want.url}: ${msg}` };
}

interface HttpAnswer {
  /** -1: there was none. */
  readonly status: number;
  readonly type: string;
  readonly url: string;
  readonly content: string;
  /** The last thing that curl said. */
  readonly said: string;
}

/** What {@link requestScript} prints. */
function readAnswer(want: UriWant, output: ScriptAnswer | Output | undefined): HttpAnswer {
  const decoder = new TextDecoder();
  const said = decoder.decode(output?.stderr).trim().split("\n").at(-1) ?? "";
  const text = decoder.decode(output?.stdout);
  const end = text.lastIndexOf(`\n${endMark}\n`);
  const tail = end === -1 ? "" : text.slice(end + endMark.length + 2).trim();
  const [code, ...others] = tail.split(" ");
  const status = Number(code) > 0 ? Number(code) : -1;
  const url = others.at(-1) ?? want.url;
  return { status, type: others.slice(0, -1).join(" "), url, content: text.slice(0, Math.max(end, 0)), said };
}

function jsonOf(type: string, content: string): Record<string, Value> {
  if (!/^application\/(\S+\+)?json/.test(type)) return {};
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JSON holds are values
    return { json: JSON.parse(content) as Value };
  } catch {
    return {};
  }
}
