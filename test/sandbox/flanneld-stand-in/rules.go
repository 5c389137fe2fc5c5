package main

import (
	"context"
	"log"
	"time"
)

// rule is a line of iptables(8): table, chain, and the rule itself.
type rule struct {
	table, chain string
	words        []string
}

// masqueradeRules hide the pods' addresses from all but pods.
func masqueradeRules(network, own subnet) []rule {
	pods := network.String()
	return []rule{
		{"nat", "POSTROUTING", []string{"-s", pods, "-d", pods, "-j", "RETURN"}},
		{"nat", "POSTROUTING", []string{"-s", pods, "!", "-d", "224.0.0.0/4", "-j", "MASQUERADE", "--random-fully"}},
		{"nat", "POSTROUTING", []string{"!", "-s", pods, "-d", own.String(), "-j", "RETURN"}},
		{"nat", "POSTROUTING", []string{"!", "-s", pods, "-d", pods, "-j", "MASQUERADE", "--random-fully"}},
	}
}

// forwardRules let the pods' packets pass where the chain's policy drops them, as docker's does.
func forwardRules(network subnet) []rule {
	pods := network.String()
	return []rule{
		{"filter", "FORWARD", []string{"-s", pods, "-j", "ACCEPT"}},
		{"filter", "FORWARD", []string{"-d", pods, "-j", "ACCEPT"}},
	}
}

// keepRules makes the rules now, and again whenever somebody has removed one.
func keepRules(stopping context.Context, options options, network, own subnet) {
	var groups [][]rule
	if options.ipMasquerade {
		groups = append(groups, masqueradeRules(network, own))
	}
	if options.forwardRules {
		groups = append(groups, forwardRules(network))
	}
	ensure := func() {
		for _, rules := range groups {
			if err := ensureRules(rules); err != nil {
				log.Printf("Failed to ensure iptables rules: %v", err)
			}
		}
	}
	ensure()
	go func() {
		for {
			select {
			case <-stopping.Done():
				return
			case <-time.After(options.resync):
				ensure()
			}
		}
	}()
}

// ensureRules makes all of them anew, in their order, where one is missing.
func ensureRules(rules []rule) error {
	missing := false
	for _, rule := range rules {
		missing = missing || rule.run("-C") != nil
	}
	if !missing {
		return nil
	}
	for _, rule := range rules {
		_ = rule.run("-D") // most of the time it is not there
	}
	for _, rule := range rules {
		if err := rule.run("-A"); err != nil {
			return err
		}
	}
	return nil
}

func (rule rule) run(action string) error {
	words := append([]string{"-w", "-t", rule.table, action, rule.chain}, rule.words...)
	_, err := command("iptables", words...)
	return err
}
