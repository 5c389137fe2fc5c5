package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

// apiVersion is the API of etcd that this program speaks, v2 or v3: given when it is linked, as is the version.
var apiVersion = "v2"

// Error codes, as etcd's v2 API has them.
const (
	keyNotFound    = 100
	keyExists      = 105
	historyCleared = 401
)

// node is a key, in the shape of etcd's v2 API.
type node struct {
	Key        string     `json:"key"`
	Value      string     `json:"value"`
	Expiration *time.Time `json:"expiration"`
	Nodes      []node     `json:"nodes"`
}

type storeError struct {
	Code    int    `json:"errorCode"`
	Message string `json:"message"`
	Cause   string `json:"cause"`
	Index   uint64 `json:"index"`
}

func (err storeError) Error() string {
	return fmt.Sprintf("%d: %s (%s) [%d]", err.Code, err.Message, err.Cause, err.Index)
}

func hasCode(err error, code int) bool {
	var found storeError
	return errors.As(err, &found) && found.Code == code
}

// store is etcd; all keys are below the prefix.
type store interface {
	// get answers the key with all below it, and etcd's index at that time.
	get(key string) (node, uint64, error)
	create(key, value string, lifetime time.Duration) (node, error)
	update(key, value string, lifetime time.Duration) (node, error)
	remove(key string) error
	// wait returns after a change below the key later than the index, or when a minute has passed without any.
	wait(stopping context.Context, key string, index uint64) error
}

// connection is what a client of either API has.
type connection struct {
	endpoints []string
	prefix    string
	client    http.Client
}

func newStore(options options) (store, error) {
	security, err := loadTLS(options)
	if err != nil {
		return nil, err
	}
	connection := connection{
		endpoints: strings.Split(options.etcdEndpoints, ","),
		prefix:    "/" + strings.Trim(options.etcdPrefix, "/"),
		client:    http.Client{Transport: &http.Transport{TLSClientConfig: security}},
	}
	if apiVersion == "v3" {
		return v3Store{connection}, nil
	}
	return v2Store{connection}, nil
}

func loadTLS(options options) (*tls.Config, error) {
	security := &tls.Config{}
	if options.etcdCA != "" {
		text, err := os.ReadFile(options.etcdCA)
		if err != nil {
			return nil, err
		}
		security.RootCAs = x509.NewCertPool()
		if !security.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%s holds no certificate", options.etcdCA)
		}
	}
	if options.etcdCertificate != "" && options.etcdKey != "" {
		pair, err := tls.LoadX509KeyPair(options.etcdCertificate, options.etcdKey)
		if err != nil {
			return nil, err
		}
		security.Certificates = []tls.Certificate{pair}
	}
	return security, nil
}

// askInTurn asks one endpoint after the other until one answers.
func (connection connection) askInTurn(ask func(limited context.Context, endpoint string) error) error {
	var last error
	for _, endpoint := range connection.endpoints {
		limited, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		err := ask(limited, endpoint)
		cancel()
		var answer storeError
		if err == nil || errors.As(err, &answer) {
			return err
		}
		last = err
	}
	return fmt.Errorf("client: etcd cluster is unavailable or misconfigured: %w", last)
}
