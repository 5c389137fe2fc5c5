/** What a keyword's value must look like; text that is a template may stand for anything. */
export type Shape = "scalar" | "mapping" | "list" | "scalar or list" | "mapping or list" | "any";

export type KeywordTable = Readonly<Record<string, Shape>>;

// https://docs.ansible.com/ansible/latest/reference_appendices/playbooks_keywords.html

const common: KeywordTable = {
  any_errors_fatal: "scalar",
  become: "scalar",
  become_exe: "scalar",
  become_flags: "scalar",
  become_method: "scalar",
  become_user: "scalar",
  check_mode: "scalar",
  collections: "scalar or list",
  connection: "scalar",
  debugger: "scalar",
  diff: "scalar",
  environment: "any",
  ignore_errors: "scalar",
  ignore_unreachable: "scalar",
  module_defaults: "mapping or list",
  name: "scalar",
  no_log: "scalar",
  port: "scalar",
  remote_user: "scalar",
  run_once: "scalar",
  tags: "scalar or list",
  throttle: "scalar",
  timeout: "scalar",
  vars: "mapping",
};

export const playKeywords: KeywordTable = {
  ...common,
  fact_path: "scalar",
  force_handlers: "scalar",
  gather_facts: "scalar",
  gather_subset: "scalar or list",
  gather_timeout: "scalar",
  handlers: "list",
  hosts: "scalar or list",
  max_fail_percentage: "scalar",
  order: "scalar",
  post_tasks: "list",
  pre_tasks: "list",
  roles: "list",
  serial: "scalar or list",
  strategy: "scalar",
  tasks: "list",
  user: "scalar",
  validate_argspec: "scalar",
  vars_files: "scalar or list",
  vars_prompt: "list",
};

const delegation: KeywordTable = { delegate_facts: "scalar", delegate_to: "scalar" };

export const roleKeywords: KeywordTable = { ...common, ...delegation, when: "scalar or list" };

export const blockKeywords: KeywordTable = {
  ...roleKeywords,
  always: "list",
  block: "list",
  notify: "scalar or list",
  rescue: "list",
};

/** What repeats a task or names its result. */
const loops: KeywordTable = { loop: "any", loop_control: "mapping" };

const resultKeywords: KeywordTable = {
  async: "scalar",
  changed_when: "scalar or list",
  delay: "scalar",
  failed_when: "scalar or list",
  poll: "scalar",
  register: "scalar",
  retries: "scalar",
  until: "scalar or list",
};

export const taskKeywords: KeywordTable = {
  ...roleKeywords,
  ...loops,
  ...resultKeywords,
  args: "mapping",
  notify: "scalar or list",
};

export const handlerKeywords: KeywordTable = { ...taskKeywords, listen: "scalar or list" };

/** import_tasks and import_role: their keywords are inherited by every task, so nothing that needs a run. */
export const importKeywords: KeywordTable = { ...roleKeywords, args: "mapping", notify: "scalar or list" };

/** include_tasks and include_role: theirs are for the including itself; those for the tasks stand under `apply:`. */
export const includeKeywords: KeywordTable = {
  ...loops,
  args: "mapping",
  collections: "scalar or list",
  debugger: "scalar",
  ignore_errors: "scalar",
  name: "scalar",
  no_log: "scalar",
  register: "scalar",
  run_once: "scalar",
  tags: "scalar or list",
  timeout: "scalar",
  vars: "mapping",
  when: "scalar or list",
};

/** Under `apply:`. */
export const applyKeywords: KeywordTable = { ...roleKeywords, notify: "scalar or list" };

export const playbookImportKeywords: KeywordTable = {
  name: "scalar",
  tags: "scalar or list",
  vars: "mapping",
  when: "scalar or list",
};

/** What `with_…` may be followed by. */
export const loopLookups: readonly string[] = [
  ..."cartesian config csvfile dict dns env file fileglob filetree first_found flattened".split(" "),
  ..."indexed_items ini inventory_hostnames items lines list nested password pipe random_choice".split(" "),
  ..."sequence subelements template together unvault url varnames vars".split(" "),
];

/** Keywords that stand where they have no meaning, by where they stand, and what to do instead. */
export const misplacedKeywords: ReadonlyMap<string, string> = new Map([
  ["a play when", "put when: on its tasks, its roles or a block around them"],
  ["a play notify", "put notify: on the task that changes something"],
  ["a play delegate_to", "put delegate_to: on the tasks that run elsewhere"],
  ["a play import_tasks", "put it under tasks:"],
  ["a play include_tasks", "put it under tasks:"],
  ["a play include_role", "put it under tasks:"],
  ["a play import_role", "put it under tasks:, or the role under roles:"],
  ["a play block", "put it under tasks:"],
  ["a block loop", "a block cannot be repeated: put its tasks into a file, and loop over include_tasks"],
  ["a block register", "a block has no result: register the results of its tasks"],
  ["a task import_playbook", "it stands among the plays of a playbook, not among tasks"],
  ["a task hosts", "hosts belong to a play; for one task use delegate_to"],
  ["a task roles", "use import_role or include_role, one for each role"],
]);

/** Keywords of old, and what to write today. */
export const oldKeywords: ReadonlyMap<string, string> = new Map([
  ["sudo", "write become: true"],
  ["sudo_user", "write become: true and become_user:"],
  ["sudo_pass", "write become: true; the password is asked for by -K"],
  ["su", "write become: true and become_method: su"],
  ["su_user", "write become: true, become_method: su and become_user:"],
  ["static", "use import_tasks for what is static, include_tasks for what is not"],
  ["include", "use import_tasks for what is static, include_tasks for what is decided in the run"],
  ["always_run", "write check_mode: false"],
  ["only_if", "write when:"],
  ["first_available_file", "write loop: with the first_found lookup"],
]);
