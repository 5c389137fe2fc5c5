package main

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type settings struct {
	port int
	// domain is the cluster's, such as "cluster.local".
	domain string
	// upstream are the servers for all other names, with their ports; none: other names do not exist.
	upstream []string
}

var (
	serverBlock     = regexp.MustCompile(`(?m)^\s*\.:(\d+)\s*\{`)
	kubernetesZones = regexp.MustCompile(`(?m)^\s*kubernetes\s+([^{\n]+)`)
	forwardTo       = regexp.MustCompile(`(?m)^\s*forward\s+\.\s+([^{\n]+)`)
	nameServer      = regexp.MustCompile(`(?m)^nameserver\s+(\S+)`)
)

func readCorefile(path string, port int) (settings, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return settings{}, err
	}
	parsed := settings{port: port}
	if found := serverBlock.FindStringSubmatch(string(text)); found != nil {
		parsed.port, _ = strconv.Atoi(found[1])
	}
	zones := kubernetesZones.FindStringSubmatch(string(text))
	if zones == nil {
		return settings{}, fmt.Errorf("%s: no plugin kubernetes with its zones", path)
	}
	for _, zone := range strings.Fields(zones[1]) {
		if !strings.HasSuffix(zone, ".arpa") {
			parsed.domain = strings.ToLower(strings.Trim(zone, "."))
		}
	}
	if parsed.domain == "" {
		return settings{}, fmt.Errorf("%s: the plugin kubernetes has no zone but reverse ones", path)
	}
	if found := forwardTo.FindStringSubmatch(string(text)); found != nil {
		for _, word := range strings.Fields(found[1]) {
			parsed.upstream = append(parsed.upstream, serversOf(word)...)
		}
	}
	return parsed, nil
}

// serversOf takes an address, an address with its port, or a file in the format of resolv.conf(5).
func serversOf(word string) []string {
	if _, _, err := net.SplitHostPort(word); err == nil {
		return []string{word}
	}
	if net.ParseIP(word) != nil {
		return []string{net.JoinHostPort(word, "53")}
	}
	text, _ := os.ReadFile(word)
	var servers []string
	for _, found := range nameServer.FindAllStringSubmatch(string(text), -1) {
		servers = append(servers, net.JoinHostPort(found[1], "53"))
	}
	return servers
}
