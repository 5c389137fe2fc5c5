import type { Filter } from "../contract.ts";
import { textFilter } from "../define.ts";
import { formatDate } from "../shared/date-format.ts";

export const dateFilters = {
  strftime: textFilter(
    "strftime(second?, utc?)",
    "the format (%Y-%m-%d …) filled in with a time in seconds since 1970, by default now",
    (text, args) => {
      const second = args.value("second") ?? Date.now() / 1000;
      const milliseconds = Number(second) * 1000;
      if (Number.isNaN(milliseconds)) args.fail("takes seconds since 1970");
      return formatDate(new Date(milliseconds), text, args.flag("utc"));
    },
  ),
} satisfies Record<string, Filter>;
