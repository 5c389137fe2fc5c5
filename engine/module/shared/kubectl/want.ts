import type { Value } from "../../../model/value.ts";

/** How the host's kubectl reaches the cluster. */
export interface Access {
  readonly kubectl: string;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
}

export interface ObjectsWant extends Access {
  readonly src?: string | undefined;
  readonly remote_src: boolean;
  readonly template?: string | undefined;
  readonly content?: string | undefined;
  readonly content_unknown?: string | undefined;
  readonly definition?: Value | undefined;
  readonly objects?: readonly string[] | undefined;
  readonly state: "present" | "absent";
  readonly wait?: WaitWant | undefined;
}

export interface WaitWant {
  readonly for: string;
  /** Seconds. */
  readonly timeout: number;
}
