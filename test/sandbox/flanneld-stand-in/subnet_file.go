package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// writeSubnetFile tells mk-docker-opts.sh and CNI plugins what pods get here; whoever reads it finds a whole file.
func writeSubnetFile(options options, network, own subnet, mtu int) error {
	text := fmt.Sprintf("FLANNEL_NETWORK=%s\nFLANNEL_SUBNET=%s/%d\nFLANNEL_MTU=%d\nFLANNEL_IPMASQ=%t\n",
		network, own.address(1), own.length, mtu, options.ipMasquerade)
	if err := os.MkdirAll(filepath.Dir(options.subnetFile), 0o755); err != nil {
		return err
	}
	partial := filepath.Join(filepath.Dir(options.subnetFile), "."+filepath.Base(options.subnetFile))
	if err := os.WriteFile(partial, []byte(text), 0o644); err != nil {
		return err
	}
	return os.Rename(partial, options.subnetFile)
}

// previousSubnet answers the subnet that an earlier run wrote down; nil: none.
func previousSubnet(path string) *subnet {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	for _, line := range strings.Split(string(text), "\n") {
		value := strings.TrimPrefix(line, "FLANNEL_SUBNET=")
		if value == line {
			continue
		}
		found, err := parseSubnet(value)
		if err != nil {
			return nil
		}
		return &found
	}
	return nil
}
