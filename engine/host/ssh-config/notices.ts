import type { Notice } from "../transport/ssh-connection.ts";
import { lossOf } from "./keywords.ts";
import type { Found } from "./resolve.ts";

/** What is asked for in vain, one notice for each keyword. The message is the same wherever the keyword stands. */
export function noticesOf(found: Found): readonly Notice[] {
  return [...found].flatMap(([keyword, [directive]]) => {
    const loss = directive && lossOf(keyword, directive.text);
    if (!loss) return [];
    const { file, line } = directive.place;
    return {
      message: `${loss.name} of ssh's configuration is not heeded: ${loss.instead}`,
      hint: `see ${file}${line === undefined ? "" : ` line ${line}`}`,
    };
  });
}
