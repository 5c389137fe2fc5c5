package main

import (
	"fmt"
	"regexp"
)

// backend carries packets to the pods of other hosts.
type backend interface {
	// prepare makes what the host's lease speaks of.
	prepare() (attributes, error)
	// addressHost is called once with the host's own subnet.
	addressHost(own subnet) error
	// connect makes the routes to these hosts, and removes those to all others.
	connect(others []lease) error
	mtu() int
}

func newBackend(config *config, external external) (backend, error) {
	switch config.backend.Type {
	case "host-gw":
		return hostGateway{config.network, external}, nil
	case "vxlan":
		if config.backend.DirectRouting {
			return nil, fmt.Errorf("the flanneld stand-in has no DirectRouting")
		}
		device := fmt.Sprintf("flannel.%d", config.backend.VNI)
		return &vxlan{config.network, external, device, config.backend.VNI, config.backend.Port, nil}, nil
	default:
		return nil, fmt.Errorf("the flanneld stand-in has the backends host-gw and vxlan, not %q", config.backend.Type)
	}
}

// hostGateway is for hosts on one link: each of them is the gateway to its pods.
type hostGateway struct {
	network  subnet
	external external
}

func (backend hostGateway) prepare() (attributes, error) {
	return attributes{PublicIP: backend.external.public.String(), BackendType: "host-gw"}, nil
}

func (hostGateway) addressHost(subnet) error { return nil }

func (backend hostGateway) mtu() int { return backend.external.mtu }

func (backend hostGateway) connect(others []lease) error {
	var wanted []string
	for _, other := range others {
		wanted = append(wanted, other.subnet.String())
		via := []string{"via", other.attributes.PublicIP, "dev", backend.external.name}
		if err := ip(append([]string{"route", "replace", other.subnet.String()}, via...)...); err != nil {
			return err
		}
	}
	return removeRoutes(backend.network, backend.external.name, wanted)
}

var viaGateway = regexp.MustCompile(`(?m)^(\S+) via (\S+)`)

// removeRoutes removes those of the device's routes by a gateway into the network that are not wanted.
func removeRoutes(network subnet, device string, wanted []string) error {
	routes, err := command("ip", "-4", "route", "show", "root", network.String(), "dev", device)
	if err != nil {
		return err
	}
	for _, found := range viaGateway.FindAllStringSubmatch(routes, -1) {
		if contains(wanted, found[1]) {
			continue
		}
		if err := ip("route", "delete", found[1], "via", found[2], "dev", device); err != nil {
			return err
		}
	}
	return nil
}

func contains(list []string, wanted string) bool {
	for _, found := range list {
		if found == wanted {
			return true
		}
	}
	return false
}
