import { ShellText } from "../../base/shell-text.ts";

/** Adds system folders to PATH: a login without a profile may lack them. An empty entry would be the working folder. */
export const extendPath = ShellText.trusted(
  "PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin; export PATH",
);
