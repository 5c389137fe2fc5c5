package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/rand"
	"strings"
	"time"
)

const (
	leaseLifetime    = 24 * time.Hour
	acquireAttempts  = 10
	subnetsKey       = "/subnets"
	candidateSubnets = 100
)

// attributes are the value of a lease's key.
type attributes struct {
	PublicIP    string
	BackendType string
	BackendData json.RawMessage `json:",omitempty"`
}

type lease struct {
	subnet     subnet
	attributes attributes
	expires    time.Time
}

func (lease lease) key() string {
	return subnetsKey + "/" + strings.Replace(lease.subnet.String(), "/", "-", 1)
}

// listLeases answers also etcd's index, from which to watch for changes.
func listLeases(store store) ([]lease, uint64, error) {
	folder, index, err := store.get(subnetsKey)
	if hasCode(err, keyNotFound) {
		return nil, index, nil
	}
	if err != nil {
		return nil, 0, err
	}
	var leases []lease
	for _, found := range folder.Nodes {
		parsed, err := parseLease(found)
		if err != nil {
			log.Printf("ignoring %s: %v", found.Key, err)
			continue
		}
		leases = append(leases, parsed)
	}
	return leases, index, nil
}

func parseLease(found node) (lease, error) {
	name := found.Key[strings.LastIndex(found.Key, "/")+1:]
	parsed, err := parseSubnet(strings.Replace(name, "-", "/", 1))
	if err != nil {
		return lease{}, err
	}
	result := lease{subnet: parsed}
	if found.Expiration != nil {
		result.expires = *found.Expiration
	}
	return result, json.Unmarshal([]byte(found.Value), &result.attributes)
}

// acquireLease takes this host's own lease again, else the subnet that it had before, else a free one.
func acquireLease(store store, config *config, want attributes, previous *subnet) (lease, error) {
	for attempt := 0; attempt < acquireAttempts; attempt++ {
		leases, _, err := listLeases(store)
		if err != nil {
			return lease{}, err
		}
		got, err := tryLease(store, config, leases, lease{attributes: want}, previous)
		if !hasCode(err, keyExists) && !hasCode(err, keyNotFound) {
			return got, err
		}
	}
	return lease{}, errors.New("other hosts were faster each time")
}

func tryLease(store store, config *config, leases []lease, want lease, previous *subnet) (lease, error) {
	value, err := json.Marshal(want.attributes)
	if err != nil {
		return lease{}, err
	}
	if own := findOwn(leases, want.attributes.PublicIP); own != nil {
		if config.allows(own.subnet) {
			log.Printf("Found lease (%s) for current IP (%s), reusing", own.subnet, want.attributes.PublicIP)
			want.subnet = own.subnet
			return stored(want)(store.update(want.key(), string(value), leaseLifetime))
		}
		log.Printf("Lease (%s) does not fit the network config, deleting it", own.subnet)
		if err := store.remove(own.key()); err != nil {
			return lease{}, err
		}
	}
	if previous != nil && config.allows(*previous) && isFree(leases, *previous) {
		log.Printf("Subnet %s of the subnet file is free, reusing", previous)
		want.subnet = *previous
	} else if want.subnet, err = pickSubnet(config, leases); err != nil {
		return lease{}, err
	}
	return stored(want)(store.create(want.key(), string(value), leaseLifetime))
}

// stored completes a lease by what etcd says of its key.
func stored(want lease) func(node, error) (lease, error) {
	return func(found node, err error) (lease, error) {
		if err == nil && found.Expiration != nil {
			want.expires = *found.Expiration
		}
		return want, err
	}
}

func findOwn(leases []lease, publicIP string) *lease {
	for index := range leases {
		if leases[index].attributes.PublicIP == publicIP {
			return &leases[index]
		}
	}
	return nil
}

func isFree(leases []lease, wanted subnet) bool {
	for _, found := range leases {
		if found.subnet.overlaps(wanted) {
			return false
		}
	}
	return true
}

func pickSubnet(config *config, leases []lease) (subnet, error) {
	var free []subnet
	for first := uint64(config.first); first <= uint64(config.last) && len(free) < candidateSubnets; {
		candidate := subnet{uint32(first), config.length}
		if isFree(leases, candidate) {
			free = append(free, candidate)
		}
		first += uint64(candidate.size())
	}
	if len(free) == 0 {
		return subnet{}, errors.New("out of subnets")
	}
	return free[rand.New(rand.NewSource(time.Now().UnixNano())).Intn(len(free))], nil
}

// renewLease prolongs the lease shortly before it would end, for ever.
func renewLease(stopping context.Context, store store, own lease, margin time.Duration) {
	for {
		pause := time.Until(own.expires) - margin
		if pause < time.Second {
			pause = time.Second
		}
		select {
		case <-stopping.Done():
			return
		case <-time.After(pause):
		}
		value, _ := json.Marshal(own.attributes)
		renewed, err := stored(own)(store.update(own.key(), string(value), leaseLifetime))
		if err != nil {
			log.Printf("Error renewing lease (trying again): %v", err)
			continue
		}
		own = renewed
		log.Printf("Lease renewed, new expiration: %s", own.expires)
	}
}

// followLeases keeps the routes to the other hosts as the leases say. It ends when this host's own lease is gone.
func followLeases(stopping context.Context, store store, backend backend, own lease) error {
	for stopping.Err() == nil {
		leases, index, err := listLeases(store)
		if err == nil {
			if found := findOwn(leases, own.attributes.PublicIP); found == nil || found.subnet != own.subnet {
				return fmt.Errorf("Lease %s has been revoked. Shutting down daemon.", own.subnet)
			}
			if err = routeTo(backend, leases, own); err == nil {
				err = store.wait(stopping, subnetsKey, index)
			}
		}
		if err != nil {
			log.Printf("following the leases (trying again): %v", err)
			time.Sleep(time.Second)
		}
	}
	return nil
}

func routeTo(backend backend, leases []lease, own lease) error {
	var others []lease
	for _, found := range leases {
		if found.subnet == own.subnet {
			continue
		}
		if found.attributes.BackendType != own.attributes.BackendType {
			log.Printf("ignoring %s: its backend is %s", found.subnet, found.attributes.BackendType)
			continue
		}
		others = append(others, found)
	}
	return backend.connect(others)
}
