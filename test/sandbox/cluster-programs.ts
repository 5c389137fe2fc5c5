import type { FlannelStandIn } from "./flannel-programs.ts";
import { ensureFlannelStandIn } from "./flannel-programs.ts";
import type { ImageArchives } from "./images/images.ts";
import { ensureImageArchives } from "./images/images.ts";
import { ensureKubernetesPrograms } from "./kubernetes-programs.ts";
import { ensureBundle } from "./programs/bundle.ts";
import {
  cniBundle,
  containerdBundle,
  dockerBundle,
  etcdBundle,
  haproxyBundle,
  keepalivedBundle,
} from "./programs/bundles.ts";
import { kubernetesSourceVersion } from "./programs/kubernetes-recipe.ts";

/** What the cache holds for a cluster of the legacy line: the versions, by which the folders are called. */
export interface ClusterPrograms {
  readonly kubernetes: string;
  readonly etcd: string;
  readonly docker: string;
  readonly containerd: string;
  readonly cni: string;
  readonly haproxy: string;
  readonly keepalived: string;
  /** The stand-ins for flanneld by etcd's API, each with the version whose contract it keeps. */
  readonly flannel: Readonly<Record<"v2" | "v3", FlannelStandIn>>;
  readonly images: ImageArchives;
}

/** Everything that the roles copy to the hosts of a cluster, made once: Kubernetes takes minutes, the rest a minute. */
export async function ensureClusterPrograms(): Promise<ClusterPrograms> {
  const [etcd, docker, containerd, cni, haproxy, keepalived] = [
    await ensureBundle(etcdBundle),
    await ensureBundle(dockerBundle),
    await ensureBundle(containerdBundle),
    await ensureBundle(cniBundle),
    await ensureBundle(haproxyBundle),
    await ensureBundle(keepalivedBundle),
  ];
  const flannel = { v2: await ensureFlannelStandIn("v2"), v3: await ensureFlannelStandIn("v3") };
  const images = await ensureImageArchives();
  await ensureKubernetesPrograms();
  return {
    kubernetes: kubernetesSourceVersion,
    etcd,
    docker,
    containerd,
    cni,
    haproxy,
    keepalived,
    flannel,
    images,
  };
}
