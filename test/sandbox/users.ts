/**
 * Users of a sandbox host besides root. All of them accept the sandbox's key; these two accept their password as well.
 * The hosts can be reached from this machine only, so their passwords are no secrets.
 */
export const sandboxUsers = {
  /** Becomes root by sudo without being asked. */
  deploy: { name: "deploy", password: "deploy-in-the-sandbox" },
  /** Is asked for the password by sudo. */
  careful: { name: "careful", password: "careful-in-the-sandbox" },
} as const;
