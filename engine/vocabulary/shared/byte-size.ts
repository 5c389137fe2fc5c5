import { PlayError } from "../../base/play-error.ts";

const units = ["", "K", "M", "G", "T", "P", "E", "Z", "Y"];

/** `1.50 GB` for a number of bytes (`Gb` for bits), in the largest unit that fits or the one asked for. */
export function writeBytes(size: number, bits = false, unit = ""): string {
  const wanted = units.indexOf(unit.slice(0, 1).toUpperCase());
  const fitting = size < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
  const power = unit === "" || wanted < 0 ? fitting : wanted;
  const base = bits ? "bits" : "Bytes";
  const suffix = power === 0 ? base : `${units[power]}${bits ? "b" : "B"}`;
  return `${(size / 1024 ** power).toFixed(2)} ${suffix}`;
}

/** Bytes (or bits) of `10`, `10K`, `1.5 GB`, `2MiB`. */
export function readBytes(text: string, defaultUnit = "", bits = false): number {
  const [, number, letter = "", base = ""] =
    /^\s*(\d*\.?\d+)\s*([KMGTPEZY]?)(?:i?(b|bits?|bytes?))?\s*$/i.exec(text) ?? [];
  if (number === undefined)
    throw new PlayError("BAD_VALUE", `human_to_bytes cannot read "${text}" as a size`, {
      hint: "write it as 10G",
    });
  if (base !== "" && bits !== isBit(base))
    throw new PlayError(
      "BAD_VALUE",
      `human_to_bytes reads ${bits ? "bits" : "bytes"}, but "${text}" are the other`,
    );
  const unit = (letter === "" && base === "" ? defaultUnit.slice(0, 1) : letter).toUpperCase();
  return Math.round(Number(number) * 1024 ** Math.max(0, units.indexOf(unit)));
}

function isBit(base: string): boolean {
  return base === "b" || base.toLowerCase().startsWith("bit");
}
