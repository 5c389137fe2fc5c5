import type { Value } from "../../../model/value.ts";

export interface UriWant {
  readonly url: string;
  readonly method: string;
  readonly status_code: readonly number[];
  readonly body?: Value | undefined;
  readonly body_format: "raw" | "json" | "form-urlencoded";
  readonly headers: Readonly<Record<string, string>>;
  readonly return_content: boolean;
  readonly validate_certs: boolean;
  readonly ca_path?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly url_username?: string | undefined;
  readonly url_password?: string | undefined;
  readonly follow_redirects: "safe" | "all" | "none" | "yes" | "no";
  readonly timeout: number;
}

/** Whether it only asks. */
export function isReading({ method }: UriWant): boolean {
  return method === "GET" || method === "HEAD";
}
