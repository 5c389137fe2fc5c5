import type { Case } from "../case.ts";

export const groupCases: readonly Case[] = [
  {
    about: "a new one with a number",
    args: { name: "play-one", gid: 4711 },
    effect: "once",
    after: ["getent group play-one", "play-one:x:4711:\n"],
  },
  {
    about: "another number",
    args: { name: "play-two", gid: 4600 },
    before: "groupadd -g 4699 play-two",
    effect: "once",
    after: ["getent group play-two", "play-two:x:4600:\n"],
  },
  {
    about: "one that is to go",
    args: { name: "play-three", state: "absent" },
    before: "groupadd play-three",
    effect: "once",
    after: ["getent group play-three; true", ""],
  },
  { about: "is there already", args: "name=root gid=0", effect: "never", result: { gid: 0 } },
];

const hash = "$6$salt$not/a/password";

export const userCases: readonly Case[] = [
  {
    about: "a new one with all",
    args: {
      name: "play-user",
      uid: 4801,
      group: "adm",
      groups: ["mail", "news"],
      comment: "Größe, O'Brien",
      home: "/srv/play user",
      shell: "/bin/bash",
      password: hash,
    },
    effect: "once",
    after: [
      "getent passwd play-user; id -Gn play-user; getent shadow play-user | cut -d: -f2; ls -d '/srv/play user'",
      `play-user:x:4801:4:Größe, O'Brien:/srv/play user:/bin/bash\nadm mail news\n${hash}\n/srv/play user\n`,
    ],
  },
  {
    about: "a system user without a home",
    args: { name: "play-system", system: true, create_home: false, shell: "/usr/sbin/nologin" },
    effect: "once",
    after: [
      "getent passwd play-system | cut -d: -f6,7; ls /home/play-system 2>&1 | wc -l",
      "/home/play-system:/usr/sbin/nologin\n1\n",
    ],
  },
  {
    about: "other groups and another shell",
    args: { name: "play-old", groups: "mail", append: true, shell: "/bin/sh" },
    before: "useradd -G news -s /bin/bash play-old",
    effect: "once",
    after: ["id -Gn play-old; getent passwd play-old | cut -d: -f7", "play-old mail news\n/bin/sh\n"],
  },
  {
    about: "no more than these groups",
    args: { name: "play-less", groups: ["mail"] },
    before: "useradd -G news,mail play-less",
    effect: "once",
    after: ["id -Gn play-less", "play-less mail\n"],
  },
  {
    about: "one who is to go, with the home folder",
    args: { name: "play-gone", state: "absent", remove: true },
    before: "useradd -m play-gone",
    effect: "once",
    after: ["getent passwd play-gone; ls -d /home/play-gone 2>/dev/null; true", ""],
  },
  {
    about: "is there already",
    args: { name: "root", uid: 0, home: "/root" },
    effect: "never",
    result: { uid: 0 },
  },
];

export const hostnameCases: readonly Case[] = [
  {
    about: "now and at boot",
    args: { name: "{{ inventory_hostname }}.example" },
    effect: "once",
    after: ['[ "$(cat /etc/hostname)" = "$(uname -n)" ] && uname -n | cut -d. -f2', "example\n"],
  },
];

/** A package repository of one package in a folder of the host. */
const repository = `set -e
folder=/srv/play-repository
mkdir -p $folder/package/DEBIAN
printf 'Package: play-probe\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: nobody\\nDescription: nothing\\n' >$folder/package/DEBIAN/control
dpkg-deb --build $folder/package $folder/play-probe.deb >/dev/null
{ cat $folder/package/DEBIAN/control
  printf 'Filename: ./play-probe.deb\\nSize: %s\\nSHA256: %s\\n' "$(stat -c %s $folder/play-probe.deb)" "$(sha256sum <$folder/play-probe.deb | cut -d' ' -f1)"
} >$folder/Packages
rm -f /etc/apt/sources.list
echo "deb [trusted=yes] file:$folder ./" >/etc/apt/sources.list.d/play.list`;

export const aptCases: readonly Case[] = [
  {
    about: "a package of new lists",
    args: { name: "play-probe", update_cache: true, install_recommends: false },
    before: repository,
    effect: "once",
    after: ["dpkg-query -W -f '${db:Status-Status} ${Version}\\n' play-probe", "installed 1.0\n"],
  },
  { about: "is there already", args: { name: ["coreutils", "dpkg"], state: "installed" }, effect: "never" },
  { about: "is not there anyway", args: { name: "play-nothing", state: "absent" }, effect: "never" },
];

/** Installed by dpkg, so that no lists are needed to take it away. */
const spare = `set -e
mkdir -p /srv/play-spare/DEBIAN
printf 'Package: play-spare\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: nobody\\nDescription: nothing\\n' >/srv/play-spare/DEBIAN/control
dpkg-deb --build /srv/play-spare /srv/play-spare.deb >/dev/null
dpkg -i /srv/play-spare.deb >/dev/null`;

export const packageCases: readonly Case[] = [
  {
    about: "one that is to go",
    args: { name: "play-spare", state: "absent" },
    before: spare,
    effect: "once",
    after: ["dpkg-query -W play-spare 2>/dev/null; true", ""],
  },
  { about: "is there already", args: { name: "coreutils" }, effect: "never" },
];

export const mountCases: readonly Case[] = [
  {
    about: "now and at boot",
    args: {
      path: "@/a b",
      src: "tmpfs",
      fstype: "tmpfs",
      opts: "size=64k",
      fstab: "@/tab",
      state: "mounted",
    },
    effect: "once",
    after: ["stat -f -c %T 'a b'; cut -d' ' -f1,3- tab", "tmpfs\ntmpfs tmpfs size=64k 0 0\n"],
  },
  {
    about: "only at boot",
    args: {
      path: "/nowhere",
      src: "LABEL=x",
      fstype: "ext4",
      opts: "noauto",
      fstab: "@/tab",
      state: "present",
    },
    before: "printf '# mine\\nLABEL=x /nowhere ext3 noauto 0 0\\n' >tab",
    effect: "once",
    after: ["cat tab", "# mine\nLABEL=x /nowhere ext4 noauto 0 0\n"],
  },
  {
    about: "one that is to go",
    args: { path: "@/m", fstab: "@/tab", state: "absent" },
    before:
      "mkdir m; mount -t tmpfs tmpfs m; printf 'tmpfs %s/m tmpfs defaults 0 0\\n' \"$(pwd | sed 's/ /\\\\040/g')\" >tab",
    effect: "once",
    after: ["mountpoint -q m && echo still; wc -c <tab", "0\n"],
  },
];

export const uriCases: readonly Case[] = [
  {
    about: "a question",
    args: { url: "{{ server }}/none", status_code: [404], return_content: true },
    effect: "never",
    result: { status: 404 },
  },
];
