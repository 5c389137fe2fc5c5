// Command coredns is a stand-in for CoreDNS, for sandboxes that cannot download the real one. It answers the names of a
// real cluster's services and pods, which it learns from the API with its service account, and passes other names on.
// Of the Corefile it reads the zones of `kubernetes` and the servers of `forward`. It is not CoreDNS, and no release
// of it.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/signal"
	"syscall"
)

const version = "CoreDNS stand-in, of the play sandbox"

func main() {
	corefile := flag.String("conf", "Corefile", "the Corefile")
	port := flag.Int("dns.port", 53, "the port, where the Corefile names none")
	showVersion := flag.Bool("version", false, "show the version")
	flag.Parse()
	if *showVersion {
		fmt.Println(version)
		return
	}
	log.Print(version)
	if err := run(*corefile, *port); err != nil {
		log.Fatal(err)
	}
}

func run(corefile string, port int) error {
	settings, err := readCorefile(corefile, port)
	if err != nil {
		return err
	}
	api, err := inClusterAPI()
	if err != nil {
		return err
	}
	stopping, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	cluster := newCluster(settings.domain)
	go follow[service](stopping, api, "/api/v1/services", cluster.setServices)
	go follow[endpoints](stopping, api, "/api/v1/endpoints", cluster.setEndpoints)
	resolver := resolver{settings, cluster}
	failed := make(chan error, 1)
	for _, serve := range []func() error{
		func() error { return serveUDP(settings.port, resolver) },
		func() error { return serveTCP(settings.port, resolver) },
		func() error { return http.ListenAndServe(":8080", http.HandlerFunc(healthy)) },
		func() error { return http.ListenAndServe(":8181", readiness(cluster)) },
		func() error { return http.ListenAndServe(":9153", metrics(cluster)) },
	} {
		serve := serve
		go func() { failed <- serve() }()
	}
	select {
	case <-stopping.Done():
		return nil
	case err := <-failed:
		return err
	}
}

func healthy(response http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(response, "OK")
}

// readiness is for the plugin ready's /ready: ready as soon as the cluster's services are known.
func readiness(cluster *cluster) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		if !cluster.isKnown() {
			http.Error(response, "kubernetes", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(response, "OK")
	})
}

func metrics(cluster *cluster) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(response, "# TYPE coredns_stand_in_names gauge\ncoredns_stand_in_names %d\n", cluster.size())
	})
}

func serveUDP(port int, resolver resolver) error {
	socket, err := net.ListenUDP("udp", &net.UDPAddr{Port: port})
	if err != nil {
		return err
	}
	buffer := make([]byte, 64*1024)
	for {
		length, client, err := socket.ReadFromUDP(buffer)
		if err != nil {
			return err
		}
		request := append([]byte{}, buffer[:length]...)
		go func() {
			if answer := resolver.answer(request, "udp"); answer != nil {
				_, _ = socket.WriteToUDP(answer, client)
			}
		}()
	}
}

func serveTCP(port int, resolver resolver) error {
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{Port: port})
	if err != nil {
		return err
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer connection.Close()
			for {
				request, err := readFramed(connection)
				if err != nil {
					return
				}
				if answer := resolver.answer(request, "tcp"); answer == nil || writeFramed(connection, answer) != nil {
					return
				}
			}
		}()
	}
}
