package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

// api is a client of the cluster's API, as the pod's service account.
type api struct {
	address string
	client  http.Client
}

func inClusterAPI() (*api, error) {
	host, port := os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT")
	if host == "" || port == "" {
		return nil, fmt.Errorf("this is not a pod: KUBERNETES_SERVICE_HOST and _PORT are not set")
	}
	authority, err := os.ReadFile(account + "ca.crt")
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	transport := &http.Transport{
		TLSClientConfig:       &tls.Config{RootCAs: pool},
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 10 * time.Second}).DialContext,
		ResponseHeaderTimeout: 20 * time.Second,
	}
	return &api{"https://" + net.JoinHostPort(host, port), http.Client{Transport: transport}}, nil
}

func (api *api) get(stopping context.Context, path string) (*http.Response, error) {
	token, err := os.ReadFile(account + "token")
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(stopping, http.MethodGet, api.address+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+string(token))
	response, err := api.client.Do(request)
	if err == nil && response.StatusCode != http.StatusOK {
		response.Body.Close()
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return response, err
}

type metadata struct{ Name, Namespace, ResourceVersion string }

func (metadata metadata) id() string { return metadata.Namespace + "/" + metadata.Name }

// object is what the stand-in reads of the API's objects.
type object interface {
	service | endpoints
	identity() string
}

type service struct {
	Metadata metadata
	Spec     struct {
		Type, ClusterIP, ExternalName string
		Ports                         []port
	}
}

func (service service) identity() string { return service.Metadata.id() }

type endpoints struct {
	Metadata metadata
	Subsets  []struct {
		Addresses []struct{ IP, Hostname string }
		Ports     []port
	}
}

func (endpoints endpoints) identity() string { return endpoints.Metadata.id() }

type port struct {
	Name, Protocol string
	Port           uint16
}

// follow lists the objects and watches them, for ever, and hands them all over after each change.
func follow[T object](stopping context.Context, api *api, path string, handOver func(map[string]T)) {
	for stopping.Err() == nil {
		if err := listAndWatch(stopping, api, path, handOver); err != nil {
			log.Printf("%s (trying again): %v", path, err)
		}
		select {
		case <-stopping.Done():
		case <-time.After(time.Second):
		}
	}
}

func listAndWatch[T object](stopping context.Context, api *api, path string, handOver func(map[string]T)) error {
	response, err := api.get(stopping, path)
	if err != nil {
		return err
	}
	var list struct {
		Metadata metadata
		Items    []T
	}
	err = json.NewDecoder(response.Body).Decode(&list)
	response.Body.Close()
	if err != nil {
		return err
	}
	objects := map[string]T{}
	for _, item := range list.Items {
		objects[item.identity()] = item
	}
	handOver(objects)
	watched := path + "?watch=1&timeoutSeconds=300&resourceVersion=" + list.Metadata.ResourceVersion
	return watch(stopping, api, watched, objects, handOver)
}

// watch returns when the API ends the watch, as it does every few minutes, or breaks it off.
func watch[T object](
	stopping context.Context, api *api, path string, objects map[string]T, handOver func(map[string]T),
) error {
	response, err := api.get(stopping, path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	events := json.NewDecoder(response.Body)
	for events.More() {
		var event struct {
			Type   string
			Object T
		}
		if err := events.Decode(&event); err != nil {
			return err
		}
		switch event.Type {
		case "ADDED", "MODIFIED":
			objects[event.Object.identity()] = event.Object
		case "DELETED":
			delete(objects, event.Object.identity())
		default: // ERROR: the resource version is too old
			return nil
		}
		handOver(objects)
	}
	return nil
}
