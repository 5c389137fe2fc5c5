/** Debian's packages that building takes, besides Go. */
export const kubernetesBuildPackages = [
  "dpkg-dev",
  "git",
  "golang-github-modern-go-reflect2-dev",
  "jq",
  "make",
  "rsync",
];

/** The version that Debian's source package holds. */
export const kubernetesSourceVersion = "1.20.2";

const environmentText = `
set -eu
export GOPATH="$1" GO111MODULE=off GOFLAGS=-buildvcs=false
`;

/**
 * Shell text that makes a GOPATH at \`$1\` with Kubernetes of the source package \`$2\`, and generates the code that
 * upstream does not keep in its repository. Takes a minute.
 *
 * Kubernetes 1.20 has reflect2 1.0.1 in its vendor folder, which compiled by Go 1.18 or later crashes the API server on
 * the first pretty-printed answer: Debian's package of it is newer. The generators look for a git repository.
 */
export const prepareScript = `${environmentText}
tree="$1/src/k8s.io/kubernetes"
mkdir -p "$1/src/k8s.io"
dpkg-source --no-check --extract "$2" "$tree"
cd "$tree"
rm -rf vendor/github.com/modern-go/reflect2
cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 vendor/github.com/modern-go/reflect2
git init --quiet .
git add --all
git -c user.name=sandbox -c user.email=sandbox@localhost commit --quiet --message=source
make generated_files
rm -rf .git _output
`;

export const kubernetesPrograms = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "kubectl",
  "kubeadm",
] as const;

/** Shell text that compiles the programs of the GOPATH \`$1\` into the folder \`$2\`, with the linker's flags \`$3\`. */
export const compileScript = `${environmentText}
cd "$1/src/k8s.io/kubernetes"
exec go build -trimpath -ldflags "$3" -o "$2/" ${kubernetesPrograms.map((name) => `./cmd/${name}`).join(" ")}
`;

/**
 * The linker's flags by which the programs report a version such as "1.20.2". It is set in four packages: programs link
 * the vendored names, and depending on how they were found also the plain ones.
 */
export function linkerFlags(version: string): string {
  const [major, minor] = version.split(".");
  const values = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitCommit: "debian",
    gitTreeState: "archive",
  };
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((name) => [
    name,
    `k8s.io/kubernetes/vendor/${name}`,
  ]);
  const settings = packages.flatMap((name) =>
    Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`),
  );
  return ["-s", "-w", ...settings].join(" ");
}
