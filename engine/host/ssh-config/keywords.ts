/** Keywords of ssh_config(5) that mean here what they mean to ssh. */
export const heeded: ReadonlySet<string> = new Set([
  "addressfamily",
  "bindaddress",
  "certificatefile",
  "challengeresponseauthentication",
  "connecttimeout",
  "globalknownhostsfile",
  "hashknownhosts",
  "hostkeyalias",
  "hostname",
  "identitiesonly",
  "identityagent",
  "identityfile",
  "kbdinteractiveauthentication",
  "passwordauthentication",
  "port",
  "preferredauthentications",
  "proxycommand",
  "proxyjump",
  "pubkeyauthentication",
  "serveralivecountmax",
  "serveraliveinterval",
  "stricthostkeychecking",
  "user",
  "userknownhostsfile",
]);

/** Keywords that change nothing about who is reached and who logs in, and why they may be passed over. */
export const harmless: Readonly<Record<string, string>> = {
  addkeystoagent: "a key that was opened stays in memory for the run",
  batchmode:
    "nobody is asked where there is no terminal, and a passphrase never where the environment has it",
  checkhostip: "only names as they are given are looked for in known_hosts, as in OpenSSH since 8.5",
  compression: "it costs more time than it saves on most lines",
  connectionattempts: "sshd that is busy is tried again until ConnectTimeout",
  controlmaster: "a host has one connection for the whole run",
  controlpath: "a host has one connection for the whole run",
  controlpersist: "a connection ends with the run",
  escapechar: "there is no terminal",
  exitonforwardfailure: "nothing is forwarded",
  fingerprinthash: "fingerprints are SHA256",
  forwardagent: "nothing is forwarded",
  forwardx11: "nothing is forwarded",
  forwardx11timeout: "nothing is forwarded",
  forwardx11trusted: "nothing is forwarded",
  gssapiauthentication: "it is one way less to log in; an error tells which were tried",
  gssapidelegatecredentials: "there is no login by GSSAPI",
  ignoreunknown: "unknown keywords of files are passed over",
  ipqos: "packets are not marked",
  loglevel: "play has its own: -v",
  numberofpasswordprompts: "a password is given once and a passphrase asked for three times",
  permitlocalcommand: "LocalCommand is told of where it stands",
  rekeylimit: "when to choose new session keys is ssh2's affair",
  requesttty: "there is no terminal; become makes one where it is wanted",
  sendenv: "the environment of tasks is the playbook's: environment",
  tcpkeepalive: "silence is noticed by requests of ssh itself",
  updatehostkeys: "known_hosts is only written to where accept-new says so",
  visualhostkey: "fingerprints are text",
};

/** Why a keyword cannot be heeded that matters, and the values that ask for nothing. */
export interface Unheeded {
  readonly name: string;
  readonly instead: string;
  readonly asksNothing?: RegExp;
}

const no = /^(no|false|none)$/i;

/** Keywords that would change who is reached, who is trusted or how to log in, by what is done instead. */
export const unheeded: Readonly<Record<string, Unheeded>> = {
  bindinterface: { name: "BindInterface", instead: "an address can be chosen: BindAddress" },
  canonicalizehostname: {
    name: "CanonicalizeHostname",
    instead: "names are taken as they are written",
    asksNothing: no,
  },
  hostbasedauthentication: {
    name: "HostbasedAuthentication",
    instead: "keys and passwords are tried",
    asksNothing: no,
  },
  hostkeyalgorithms: {
    name: "HostKeyAlgorithms",
    instead: "types of keys that are known for the host are asked for first, then ed25519, ecdsa, rsa",
    // what is added to the usual ones is there already, or unsafe
    asksNothing: /^[+^]/,
  },
  knownhostscommand: {
    name: "KnownHostsCommand",
    instead: "keys of hosts come from files: UserKnownHostsFile",
    asksNothing: no,
  },
  localcommand: { name: "LocalCommand", instead: "no command runs on this machine", asksNothing: no },
  nohostauthenticationforlocalhost: {
    name: "NoHostAuthenticationForLocalhost",
    instead: "localhost must be known like any host",
    asksNothing: no,
  },
  pkcs11provider: {
    name: "PKCS11Provider",
    instead: "an agent may hold such keys: ssh-add -s",
    asksNothing: no,
  },
  proxyusefdpass: {
    name: "ProxyUseFdpass",
    instead: "what ProxyCommand reads and writes is the connection",
    asksNothing: no,
  },
  remotecommand: { name: "RemoteCommand", instead: "hosts run /bin/sh", asksNothing: no },
  revokedhostkeys: {
    name: "RevokedHostKeys",
    instead: "keys are revoked by @revoked lines of known_hosts",
    asksNothing: no,
  },
  setenv: { name: "SetEnv", instead: "the environment of tasks is the playbook's: environment" },
  verifyhostkeydns: {
    name: "VerifyHostKeyDNS",
    instead: "the DNS is not asked for fingerprints",
    asksNothing: no,
  },
};

/** Why `keyword`, in lower case, cannot have this value; undefined where nothing is lost. */
export function lossOf(keyword: string, value: string): Unheeded | undefined {
  const found = Object.hasOwn(unheeded, keyword) ? unheeded[keyword] : undefined;
  return found?.asksNothing?.test(value.trim()) === true ? undefined : found;
}
