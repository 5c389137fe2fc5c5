import { PlayError } from "../../base/play-error.ts";
import type { Become } from "../session.ts";

/** Who is refused to whom, for the message. */
export interface Attempt {
  readonly host: string;
  readonly identity: Become;
}

interface Explanation {
  /** What the program says, in English. */
  readonly says: RegExp;
  readonly reason?: (identity: Become) => string;
  readonly hint: (identity: Become) => string;
}

const whosePassword: Readonly<Record<Become["method"], string>> = {
  sudo: "it is the login user's, not root's",
  doas: "it is the login user's, not root's",
  su: "it is that of the user to become, not the login user's",
};

const explanations: readonly Explanation[] = [
  {
    says: /unknown user|unknown login|user \S+ does not exist|no passwd entry/i,
    reason: ({ user }) => `there is no user ${user} on it`,
    hint: () => "correct become_user, or make the user first",
  },
  {
    says: /password is required|authentication required/i,
    reason: ({ method }) => `${method} says that a password is required`,
    hint: ({ method }) =>
      method === "su"
        ? "give the password of that user with -K"
        : `give ${method}'s password with -K, or allow it without one (${method === "sudo" ? "NOPASSWD in sudoers" : "nopass in doas.conf"})`,
  },
  {
    says: /password is wrong|incorrect password|incorrect authentication|authentication fail/i,
    reason: () => "the password is wrong",
    hint: ({ method }) => `check the become password; ${whosePassword[method]}`,
  },
  {
    says: /script: not found|script: command not found/,
    reason: ({ method }) => `${method} wants a terminal, and there is no script(1) to give it one`,
    hint: ({ method }) =>
      method === "sudo" ? "take requiretty out of sudoers" : "allow it without a password, or install script",
  },
  {
    says: /exec: .*not found|exec: .*no such file|not found$/i,
    reason: ({ method, exe }) => `there is no ${exe ?? method} on it`,
    hint: ({ method }) => `install ${method}, choose another become_method, or log in as that user`,
  },
  {
    says: /must be setuid root|effective uid is not 0|no new privileges/i,
    hint: ({ method }) => `${method} lacks its setuid bit there, or runs where it has no effect`,
  },
  {
    says: /account is (currently )?not available|restricted shell|cannot execute|may not run su/i,
    hint: ({ user }) => `only root may choose another shell by su: become ${user} by sudo, or log in as root`,
  },
];

/** The error for a program that did not let us become the user. `said`: what it said, or the reason as we see it. */
export function refused({ host, identity }: Attempt, said: string): PlayError {
  const known = explanations.find(({ says }) => says.test(said));
  const reason = known?.reason?.(identity) ?? (said || `${identity.method} ended without a word`);
  return new PlayError("BECOME", `cannot become ${identity.user} on ${host}: ${reason}`, {
    hint: known?.hint(identity) ?? `see that ${identity.method} lets the login user run /bin/sh as that user`,
  });
}

/** The error for a program that neither asked for the password nor let us in. */
export function becomeTimeout({ host, identity }: Attempt, seconds: number, said: string): PlayError {
  const last = said.trim().split("\n").at(-1) ?? "";
  const word = last === "" ? "" : `; the last it said is: ${last}`;
  return new PlayError(
    "TIMEOUT",
    `${identity.method} on ${host} did not make us ${identity.user} within ${seconds} seconds${word}`,
    {
      hint: "it may wait for a code, a fingerprint or a slow directory service; --timeout gives it more time",
    },
  );
}

/** Whether a program refused only for lack of a terminal. doas needs one for asking at all. */
export function wantsTerminal({ method, password }: Become, said: string): boolean {
  if (/must have a tty|tty is required|must be run from a terminal|no tty present/i.test(said)) return true;
  return method === "doas" && password !== undefined && /authentication required/i.test(said);
}
