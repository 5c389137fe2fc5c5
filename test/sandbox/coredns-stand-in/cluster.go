package main

import (
	"fmt"
	"net"
	"strings"
	"sync"
)

// record is one answer. Of address, target and service there is one.
type record struct {
	address net.IP
	// target of a PTR or CNAME record
	target string
	server *server
}

// server is the value of an SRV record.
type server struct {
	port   uint16
	target string
}

// cluster knows the names of a cluster: lower case, without a dot at the end.
type cluster struct {
	domain string

	mutex     sync.RWMutex
	services  map[string]service
	endpoints map[string]endpoints
	hasBoth   [2]bool
	addresses map[string][]record
	pointers  map[string][]record
	servers   map[string][]record
}

func newCluster(domain string) *cluster { return &cluster{domain: domain} }

func (cluster *cluster) setServices(services map[string]service) {
	cluster.mutex.Lock()
	defer cluster.mutex.Unlock()
	cluster.services, cluster.hasBoth[0] = services, true
	cluster.name()
}

func (cluster *cluster) setEndpoints(endpoints map[string]endpoints) {
	cluster.mutex.Lock()
	defer cluster.mutex.Unlock()
	cluster.endpoints, cluster.hasBoth[1] = endpoints, true
	cluster.name()
}

func (cluster *cluster) isKnown() bool {
	cluster.mutex.RLock()
	defer cluster.mutex.RUnlock()
	return cluster.hasBoth[0] && cluster.hasBoth[1]
}

func (cluster *cluster) size() int {
	cluster.mutex.RLock()
	defer cluster.mutex.RUnlock()
	return len(cluster.addresses)
}

// name derives all names anew, by Kubernetes' specification "DNS-Based Service Discovery".
func (cluster *cluster) name() {
	cluster.addresses, cluster.pointers, cluster.servers = map[string][]record{}, map[string][]record{}, map[string][]record{}
	cluster.addresses["dns-version."+cluster.domain] = nil
	for id, service := range cluster.services {
		name := fmt.Sprintf("%s.%s.svc.%s", service.Metadata.Name, service.Metadata.Namespace, cluster.domain)
		ip := net.ParseIP(service.Spec.ClusterIP).To4()
		switch {
		case service.Spec.Type == "ExternalName":
			cluster.addresses[name] = []record{{target: service.Spec.ExternalName}}
		case ip != nil:
			cluster.addresses[name] = []record{{address: ip}}
			cluster.pointers[reverseName(ip)] = []record{{target: name}}
			for _, port := range service.Spec.Ports {
				cluster.addServer(name, port, name)
			}
		default:
			cluster.nameEndpoints(name, cluster.endpoints[id])
		}
	}
}

// nameEndpoints is for services without an address of their own: the pods answer themselves.
func (cluster *cluster) nameEndpoints(name string, endpoints endpoints) {
	cluster.addresses[name] = nil
	for _, subset := range endpoints.Subsets {
		for _, address := range subset.Addresses {
			ip := net.ParseIP(address.IP).To4()
			if ip == nil {
				continue
			}
			host := address.Hostname
			if host == "" {
				host = strings.ReplaceAll(address.IP, ".", "-")
			}
			target := host + "." + name
			cluster.addresses[name] = append(cluster.addresses[name], record{address: ip})
			cluster.addresses[target] = []record{{address: ip}}
			cluster.pointers[reverseName(ip)] = []record{{target: target}}
			for _, port := range subset.Ports {
				cluster.addServer(name, port, target)
			}
		}
	}
}

func (cluster *cluster) addServer(name string, port port, target string) {
	if port.Name == "" {
		return
	}
	key := strings.ToLower(fmt.Sprintf("_%s._%s.%s", port.Name, port.Protocol, name))
	cluster.servers[key] = append(cluster.servers[key], record{server: &server{port.Port, target}})
}

func reverseName(ip net.IP) string {
	return fmt.Sprintf("%d.%d.%d.%d.in-addr.arpa", ip[3], ip[2], ip[1], ip[0])
}

// owns tells whether the name is the cluster's own business, existing or not.
func (cluster *cluster) owns(name string) bool {
	if name == cluster.domain || strings.HasSuffix(name, "."+cluster.domain) {
		return true
	}
	cluster.mutex.RLock()
	defer cluster.mutex.RUnlock()
	_, found := cluster.pointers[name]
	return found
}

// find answers the records of the name and type, and whether the name exists at all.
func (cluster *cluster) find(name string, kind uint16) ([]record, bool) {
	cluster.mutex.RLock()
	defer cluster.mutex.RUnlock()
	tables := map[uint16]map[string][]record{typeA: cluster.addresses, typePTR: cluster.pointers, typeSRV: cluster.servers}
	if ip := podAddress(name, cluster.domain); ip != nil {
		if kind == typeA {
			return []record{{address: ip}}, true
		}
		return nil, true
	}
	exists := name == cluster.domain || cluster.hasBelow(name)
	for _, table := range tables {
		_, found := table[name]
		exists = exists || found
	}
	return tables[kind][name], exists
}

// hasBelow tells whether names end in this one: such a name exists, without records (RFC 8020).
func (cluster *cluster) hasBelow(name string) bool {
	for other := range cluster.addresses {
		if strings.HasSuffix(other, "."+name) {
			return true
		}
	}
	return false
}

// podAddress reads the address in names such as 172-30-1-2.default.pod.cluster.local (`pods insecure`).
func podAddress(name, domain string) net.IP {
	rest := strings.TrimSuffix(name, ".pod."+domain)
	labels := strings.Split(rest, ".")
	if rest == name || len(labels) != 2 {
		return nil
	}
	return net.ParseIP(strings.ReplaceAll(labels[0], "-", ".")).To4()
}
