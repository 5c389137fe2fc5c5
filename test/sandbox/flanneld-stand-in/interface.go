package main

import (
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strings"
)

// external is the interface that leads to the other hosts.
type external struct {
	name    string
	address net.IP
	// public is what other hosts are told.
	public net.IP
	mtu    int
}

var defaultRoute = regexp.MustCompile(`(?m)^default .*\bdev (\S+)`)

func findInterface(options options) (external, error) {
	wanted := options.interfaces
	if len(wanted) == 0 {
		routes, err := command("ip", "-4", "route", "show", "default")
		if err != nil {
			return external{}, err
		}
		found := defaultRoute.FindStringSubmatch(routes)
		if found == nil {
			return external{}, fmt.Errorf("no default route: say which interface to use with --iface")
		}
		wanted = []string{found[1]}
	}
	var err error
	for _, nameOrAddress := range wanted {
		var found external
		if found, err = matchInterface(nameOrAddress); err == nil {
			return withPublic(found, options.publicIP)
		}
	}
	return external{}, err
}

func matchInterface(nameOrAddress string) (external, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return external{}, err
	}
	for _, candidate := range interfaces {
		addresses, err := candidate.Addrs()
		if err != nil {
			continue
		}
		for _, found := range addresses {
			network, ok := found.(*net.IPNet)
			if !ok || network.IP.To4() == nil {
				continue
			}
			if candidate.Name == nameOrAddress || network.IP.String() == nameOrAddress {
				ip := network.IP.To4()
				return external{candidate.Name, ip, ip, candidate.MTU}, nil
			}
		}
	}
	return external{}, fmt.Errorf("error looking up interface %s: no such network interface", nameOrAddress)
}

func withPublic(found external, address string) (external, error) {
	if address == "" {
		return found, nil
	}
	found.public = net.ParseIP(address).To4()
	if found.public == nil {
		return external{}, fmt.Errorf("invalid public IP address: %s", address)
	}
	return found, nil
}

// command runs a program, and answers what it printed.
func command(name string, words ...string) (string, error) {
	output, err := exec.Command(name, words...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(words, " "), err, strings.TrimSpace(string(output)))
	}
	return string(output), nil
}

func ip(words ...string) error {
	_, err := command("ip", words...)
	return err
}
