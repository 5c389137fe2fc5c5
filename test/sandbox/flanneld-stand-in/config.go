package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
)

// subnet is an IPv4 network.
type subnet struct {
	first  uint32
	length int
}

func (subnet subnet) String() string { return fmt.Sprintf("%s/%d", subnet.address(0), subnet.length) }

// address answers the n-th address, the network's own being number 0.
func (subnet subnet) address(n uint32) net.IP { return numberToIP(subnet.first + n) }

func (subnet subnet) size() uint32 { return 1 << (32 - subnet.length) }

func (subnet subnet) overlaps(other subnet) bool {
	return subnet.first < other.first+other.size() && other.first < subnet.first+subnet.size()
}

func parseSubnet(text string) (subnet, error) {
	_, network, err := net.ParseCIDR(text)
	if err != nil {
		return subnet{}, err
	}
	if network.IP.To4() == nil {
		return subnet{}, fmt.Errorf("%s is not IPv4", text)
	}
	length, _ := network.Mask.Size()
	return subnet{ipToNumber(network.IP), length}, nil
}

func ipToNumber(ip net.IP) uint32 { return binary.BigEndian.Uint32(ip.To4()) }

func numberToIP(number uint32) net.IP {
	return net.IPv4(byte(number>>24), byte(number>>16), byte(number>>8), byte(number)).To4()
}

// config is the network key's value, checked and completed.
type config struct {
	network     subnet
	length      int
	first, last uint32
	backend     struct {
		Type          string
		VNI, Port     int
		DirectRouting bool
	}
}

// readConfig reads PREFIX/config as flannel's documentation of the key describes it.
func readConfig(store store) (*config, error) {
	found, _, err := store.get("/config")
	if err != nil {
		return nil, err
	}
	return parseConfig(found.Value)
}

func parseConfig(text string) (*config, error) {
	var given struct {
		Network, SubnetMin, SubnetMax string
		SubnetLen                     int
		Backend                       json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		return nil, err
	}
	network, err := parseSubnet(given.Network)
	if err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	parsed := &config{network: network, length: given.SubnetLen}
	if parsed.length == 0 {
		parsed.length = defaultLength(network.length)
	}
	if parsed.length < network.length+2 || parsed.length > 30 {
		return nil, errors.New("Network must be able to accommodate at least four subnets")
	}
	step := subnet{length: parsed.length}.size()
	parsed.first, parsed.last = network.first+step, network.first+network.size()-step
	for _, bound := range []struct {
		text   string
		number *uint32
	}{{given.SubnetMin, &parsed.first}, {given.SubnetMax, &parsed.last}} {
		if bound.text == "" {
			continue
		}
		ip := net.ParseIP(bound.text).To4()
		if ip == nil || !network.overlaps(subnet{ipToNumber(ip), 32}) {
			return nil, fmt.Errorf("%s is not in the range of the Network", bound.text)
		}
		*bound.number = ipToNumber(ip)
	}
	parsed.backend.Type = "udp"
	parsed.backend.VNI = 1
	if len(given.Backend) > 0 {
		if err := json.Unmarshal(given.Backend, &parsed.backend); err != nil {
			return nil, fmt.Errorf("error decoding Backend property of config: %w", err)
		}
	}
	return parsed, nil
}

func defaultLength(networkLength int) int {
	if networkLength < 23 {
		return 24
	}
	return networkLength + 2
}

// allows tells whether a host may have this subnet.
func (config *config) allows(wanted subnet) bool {
	return wanted.length == config.length && wanted.first >= config.first && wanted.first <= config.last
}
