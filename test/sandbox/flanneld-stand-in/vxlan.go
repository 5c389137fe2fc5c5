package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// vxlanOverhead is what the outer headers take of each packet.
const vxlanOverhead = 50

// vxlan wraps the pods' packets into UDP. Each host's device has the network address of its subnet, by which the other
// hosts route; where that address is found on the link, and on which host, they know from the lease and not by asking.
type vxlan struct {
	network  subnet
	external external
	device   string
	vni      int
	port     int
	// hosts are the devices' hardware addresses, by the gateway's address.
	hosts map[string]host
}

type host struct{ hardware, public string }

type vxlanData struct {
	VtepMAC string
}

func (backend *vxlan) mtu() int { return backend.external.mtu - vxlanOverhead }

func (backend *vxlan) prepare() (attributes, error) {
	if !backend.hasDevice() {
		_ = ip("link", "delete", backend.device) // of another network or host address, or none at all
		if err := ip(append([]string{"link", "add", backend.device}, backend.description()...)...); err != nil {
			return attributes{}, err
		}
	}
	hardware, err := os.ReadFile("/sys/class/net/" + backend.device + "/address")
	if err != nil {
		return attributes{}, err
	}
	data, err := json.Marshal(vxlanData{strings.TrimSpace(string(hardware))})
	return attributes{backend.external.public.String(), "vxlan", data}, err
}

// description is in the words of ip-link(8), for adding as well as for comparing.
func (backend *vxlan) description() []string {
	port := backend.port
	if port == 0 {
		port = 8472
	}
	return []string{
		"mtu", strconv.Itoa(backend.mtu()), "type", "vxlan", "id", strconv.Itoa(backend.vni),
		"local", backend.external.address.String(), "dev", backend.external.name, "dstport", strconv.Itoa(port), "nolearning",
	}
}

func (backend *vxlan) hasDevice() bool {
	found, err := command("ip", "-details", "link", "show", "dev", backend.device)
	if err != nil {
		return false
	}
	words := strings.Fields(found)
	wanted := backend.description()
	for index := 0; index+1 < len(wanted); index += 2 {
		if wanted[index] != "type" && !hasPair(words, wanted[index], wanted[index+1]) {
			return false
		}
	}
	return contains(words, "nolearning")
}

func hasPair(words []string, name, value string) bool {
	for index := 0; index+1 < len(words); index++ {
		if words[index] == name && words[index+1] == value {
			return true
		}
	}
	return false
}

func (backend *vxlan) addressHost(own subnet) error {
	address := own.address(0).String() + "/32"
	found, err := command("ip", "-4", "address", "show", "dev", backend.device)
	if err != nil {
		return err
	}
	if strings.Contains(found, "inet ") && !strings.Contains(found, "inet "+address+" ") {
		if err := ip("-4", "address", "flush", "dev", backend.device); err != nil {
			return err
		}
	}
	if err := ip("address", "replace", address, "dev", backend.device); err != nil {
		return err
	}
	return ip("link", "set", backend.device, "up")
}

func (backend *vxlan) connect(others []lease) error {
	var wanted []string
	connected := map[string]host{}
	for _, other := range others {
		var data vxlanData
		if err := json.Unmarshal(other.attributes.BackendData, &data); err != nil {
			return fmt.Errorf("lease %s: %w", other.subnet, err)
		}
		gateway := other.subnet.address(0).String()
		connected[gateway] = host{data.VtepMAC, other.attributes.PublicIP}
		wanted = append(wanted, other.subnet.String())
		if err := backend.connectHost(other.subnet, gateway, connected[gateway]); err != nil {
			return err
		}
	}
	if err := removeRoutes(backend.network, backend.device, wanted); err != nil {
		return err
	}
	backend.forget(connected)
	backend.hosts = connected
	return nil
}

func (backend *vxlan) connectHost(subnet subnet, gateway string, host host) error {
	if _, err := command("bridge", "fdb", "replace", host.hardware, "dev", backend.device, "dst", host.public); err != nil {
		return err
	}
	if err := ip("neighbour", "replace", gateway, "lladdr", host.hardware, "dev", backend.device, "nud", "permanent"); err != nil {
		return err
	}
	return ip("route", "replace", subnet.String(), "via", gateway, "dev", backend.device, "onlink")
}

// forget removes what led to hosts that are gone, or have another device now.
func (backend *vxlan) forget(connected map[string]host) {
	for gateway, old := range backend.hosts {
		current, stays := connected[gateway]
		if !stays {
			_ = ip("neighbour", "delete", gateway, "dev", backend.device)
		}
		if current != old {
			_, _ = command("bridge", "fdb", "delete", old.hardware, "dev", backend.device, "dst", old.public)
		}
	}
}
