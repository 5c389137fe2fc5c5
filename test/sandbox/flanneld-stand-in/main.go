// Command flanneld is a stand-in for flannel's daemon, for sandboxes that cannot download the real one. It keeps the
// contract of flanneld 0.11 with a real etcd (v2 API; linked otherwise, that of 0.18 with the v3 API), with its subnet file, with systemd and with the host's routes,
// for the backends host-gw and vxlan. It is not flannel, and no release of it.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// version is given when it is linked.
var version = "v0.11.0-stand-in"

func main() {
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	options := parseOptions(os.Args[1:])
	if options.showVersion {
		fmt.Fprintln(os.Stderr, version)
		return
	}
	log.Printf("flanneld stand-in %s: not the real flannel", version)
	stopping, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(stopping, options); err != nil {
		log.Fatal(err)
	}
}

func run(stopping context.Context, options options) error {
	external, err := findInterface(options)
	if err != nil {
		return err
	}
	log.Printf("Using interface with name %s and address %s", external.name, external.address)
	store, err := newStore(options)
	if err != nil {
		return err
	}
	if options.healthzPort > 0 {
		go serveHealth(net.JoinHostPort(options.healthzIP, strconv.Itoa(options.healthzPort)))
	}
	config := waitForConfig(stopping, store)
	if config == nil {
		return nil
	}
	backend, err := newBackend(config, external)
	if err != nil {
		return err
	}
	attributes, err := backend.prepare()
	if err != nil {
		return err
	}
	own, err := acquireLease(store, config, attributes, previousSubnet(options.subnetFile))
	if err != nil {
		return fmt.Errorf("could not acquire a lease: %w", err)
	}
	log.Printf("Lease acquired: %s", own.subnet)
	if err := backend.addressHost(own.subnet); err != nil {
		return err
	}
	keepRules(stopping, options, config.network, own.subnet)
	if err := writeSubnetFile(options, config.network, own.subnet, backend.mtu()); err != nil {
		return fmt.Errorf("failed to write subnet file: %w", err)
	}
	notifySystemd("READY=1")
	watching := make(chan error, 1)
	go func() { watching <- followLeases(stopping, store, backend, own) }()
	go renewLease(stopping, store, own, options.renewMargin)
	select {
	case <-stopping.Done():
		log.Print("stopping: the lease and the routes stay")
		return nil
	case err := <-watching:
		return err
	}
}

// waitForConfig asks once per second until the network key is there and makes sense; nil: told to stop.
func waitForConfig(stopping context.Context, store store) *config {
	for {
		config, err := readConfig(store)
		if err == nil {
			return config
		}
		log.Printf("Couldn't fetch network config: %v", err)
		select {
		case <-stopping.Done():
			return nil
		case <-time.After(time.Second):
		}
	}
}

func serveHealth(address string) {
	http.HandleFunc("/healthz", func(response http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(response, "flanneld is running")
	})
	log.Fatal(http.ListenAndServe(address, nil))
}

// notifySystemd speaks sd_notify(3).
func notifySystemd(state string) {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return
	}
	connection, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		log.Printf("could not notify systemd: %v", err)
		return
	}
	defer connection.Close()
	if _, err := connection.Write([]byte(state)); err != nil {
		log.Printf("could not notify systemd: %v", err)
	}
}
