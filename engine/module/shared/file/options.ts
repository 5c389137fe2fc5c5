import { mode, text } from "../../option.ts";

/** Owner, group and mode, as every module that leaves a file behind takes them. */
export const attributeOptions = {
  mode: mode('Permissions: octal text such as "0644", or symbolic such as u=rw,go=r').optional(),
  owner: text("User who owns it, by name or number").optional(),
  group: text("Group that owns it, by name or number").optional(),
};

/** The command that looks at new content before it takes the old one's place. */
export const validateOption = text(
  "Command that must succeed before the new file takes its place; %s stands for the new file",
)
  .refine((command) => command.includes("%s"), "must contain %s, which stands for the new file")
  .optional();
