import { joinShell, ShellText } from "../../base/shell-text.ts";

/** Adds system folders to PATH: a login without a profile may lack them. An empty entry would be the working folder. */
const extendPath = ShellText.trusted(
  "PATH=${PATH:+$PATH:}/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin; export PATH",
);

/**
 * Puts away what an exported function of bash hides: commands must mean what they mean. Other functions stay, for the
 * tasks that call them.
 */
const uncoverCommands = ShellText.trusted(`case \${BASH_VERSION-} in ?*)
  for play_name in $(compgen -A function); do
    case $(type -at -- "$play_name") in *builtin* | *file*) unset -f -- "$play_name" ;; esac
  done ;;
esac`);

/** Lets a shell find the commands of the host, whatever it got from the login. */
export const findCommands = joinShell([extendPath, uncoverCommands]);
