package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

type options struct {
	etcdEndpoints, etcdPrefix               string
	etcdCA, etcdCertificate, etcdKey        string
	interfaces                              stringList
	publicIP, subnetFile, healthzIP         string
	healthzPort                             int
	ipMasquerade, forwardRules, showVersion bool
	renewMargin, resync                     time.Duration
}

// stringList is a flag that may be given several times.
type stringList []string

func (list *stringList) String() string { return strings.Join(*list, ",") }

func (list *stringList) Set(value string) error {
	*list = append(*list, value)
	return nil
}

// parseOptions takes the flags of flanneld 0.11, with one dash or two; FLANNELD_ETCD_PREFIX and its like in the
// environment are defaults. What the stand-in cannot do is refused, what only concerns logging is ignored.
func parseOptions(words []string) options {
	var parsed options
	var margin, resync int
	flags := flag.NewFlagSet("flanneld", flag.ExitOnError)
	flags.StringVar(&parsed.etcdEndpoints, "etcd-endpoints", "http://127.0.0.1:4001,http://127.0.0.1:2379", "")
	flags.StringVar(&parsed.etcdPrefix, "etcd-prefix", "/coreos.com/network", "")
	flags.StringVar(&parsed.etcdCA, "etcd-cafile", "", "")
	flags.StringVar(&parsed.etcdCertificate, "etcd-certfile", "", "")
	flags.StringVar(&parsed.etcdKey, "etcd-keyfile", "", "")
	flags.Var(&parsed.interfaces, "iface", "an interface's name or address; the first that fits is taken")
	flags.StringVar(&parsed.publicIP, "public-ip", "", "")
	flags.StringVar(&parsed.subnetFile, "subnet-file", "/run/flannel/subnet.env", "")
	flags.StringVar(&parsed.healthzIP, "healthz-ip", "0.0.0.0", "")
	flags.IntVar(&parsed.healthzPort, "healthz-port", 0, "0: no health port")
	flags.BoolVar(&parsed.ipMasquerade, "ip-masq", false, "")
	flags.BoolVar(&parsed.forwardRules, "iptables-forward-rules", true, "")
	flags.BoolVar(&parsed.showVersion, "version", false, "")
	flags.IntVar(&margin, "subnet-lease-renew-margin", 60, "minutes")
	flags.IntVar(&resync, "iptables-resync", 5, "seconds")
	for _, name := range []string{"logtostderr", "alsologtostderr"} {
		flags.Bool(name, true, "ignored")
	}
	for _, name := range []string{"v", "vmodule", "stderrthreshold", "log_dir", "log_backtrace_at"} {
		flags.String(name, "", "ignored")
	}
	var unsupported stringList
	for _, name := range strings.Fields("iface-regex etcd-username etcd-password kube-subnet-mgr kube-api-url kubeconfig-file kube-annotation-prefix net-config-path") {
		flags.Var(&unsupported, name, "not supported by the stand-in")
	}
	setFromEnvironment(flags)
	_ = flags.Parse(words) // ExitOnError
	if len(unsupported) > 0 {
		fmt.Fprintln(os.Stderr, "the flanneld stand-in supports etcd without user names only, and no -iface-regex")
		os.Exit(1)
	}
	parsed.renewMargin = time.Duration(margin) * time.Minute
	parsed.resync = time.Duration(resync) * time.Second
	return parsed
}

func setFromEnvironment(flags *flag.FlagSet) {
	flags.VisitAll(func(found *flag.Flag) {
		name := "FLANNELD_" + strings.ReplaceAll(strings.ToUpper(found.Name), "-", "_")
		if value := os.Getenv(name); value != "" {
			if err := flags.Set(found.Name, value); err != nil {
				fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
				os.Exit(1)
			}
		}
	})
}
