package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// Error codes of etcd's v2 API.
const (
	keyNotFound    = 100
	keyExists      = 105
	historyCleared = 401
)

// node is a key of etcd's v2 API.
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

// store is a client of etcd's v2 API, whose keys are all below the prefix.
type store struct {
	endpoints []string
	prefix    string
	client    http.Client
}

func newStore(options options) (*store, error) {
	security, err := loadTLS(options)
	if err != nil {
		return nil, err
	}
	return &store{
		endpoints: strings.Split(options.etcdEndpoints, ","),
		prefix:    "/" + strings.Trim(options.etcdPrefix, "/"),
		client:    http.Client{Transport: &http.Transport{TLSClientConfig: security}},
	}, nil
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

// get answers the key with all below it, and etcd's index at that time.
func (store *store) get(key string) (node, uint64, error) {
	return store.send(http.MethodGet, key, url.Values{"recursive": {"true"}, "quorum": {"true"}}, nil)
}

func (store *store) create(key, value string, lifetime time.Duration) (node, error) {
	return store.put(key, url.Values{"value": {value}, "prevExist": {"false"}}, lifetime)
}

func (store *store) update(key, value string, lifetime time.Duration) (node, error) {
	return store.put(key, url.Values{"value": {value}, "prevExist": {"true"}}, lifetime)
}

func (store *store) put(key string, form url.Values, lifetime time.Duration) (node, error) {
	form.Set("ttl", strconv.Itoa(int(lifetime.Seconds())))
	stored, _, err := store.send(http.MethodPut, key, nil, form)
	return stored, err
}

func (store *store) remove(key string) error {
	_, _, err := store.send(http.MethodDelete, key, nil, nil)
	return err
}

// wait returns after a change below the key later than the index, or when a minute has passed without any.
func (store *store) wait(stopping context.Context, key string, index uint64) error {
	query := url.Values{"wait": {"true"}, "recursive": {"true"}, "waitIndex": {strconv.FormatUint(index+1, 10)}}
	for _, endpoint := range store.endpoints {
		limited, cancel := context.WithTimeout(stopping, time.Minute)
		_, _, err := store.ask(limited, endpoint, http.MethodGet, key, query, nil)
		expired := limited.Err() != nil
		cancel()
		if err == nil || expired || hasCode(err, historyCleared) {
			return nil
		}
	}
	return errors.New("no endpoint lets us watch")
}

// send asks one endpoint after the other until one answers.
func (store *store) send(method, key string, query, form url.Values) (node, uint64, error) {
	var last error
	for _, endpoint := range store.endpoints {
		limited, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		found, index, err := store.ask(limited, endpoint, method, key, query, form)
		cancel()
		var answer storeError
		if err == nil || errors.As(err, &answer) {
			return found, index, err
		}
		last = err
	}
	return node{}, 0, fmt.Errorf("client: etcd cluster is unavailable or misconfigured: %w", last)
}

func (store *store) ask(
	limited context.Context, endpoint, method, key string, query, form url.Values,
) (node, uint64, error) {
	address := strings.TrimRight(endpoint, "/") + "/v2/keys" + store.prefix + key + "?" + query.Encode()
	request, err := http.NewRequestWithContext(limited, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return node{}, 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := store.client.Do(request)
	if err != nil {
		return node{}, 0, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return node{}, 0, err
	}
	return parseAnswer(response, body)
}

func parseAnswer(response *http.Response, body []byte) (node, uint64, error) {
	var failure storeError
	if response.StatusCode >= 400 {
		if json.Unmarshal(body, &failure) == nil && failure.Code != 0 {
			return node{}, failure.Index, failure
		}
		return node{}, 0, fmt.Errorf("%s: is etcd's v2 API on (--enable-v2)?", response.Status)
	}
	var answer struct {
		Node node `json:"node"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return node{}, 0, err
	}
	index, _ := strconv.ParseUint(response.Header.Get("X-Etcd-Index"), 10, 64)
	return answer.Node, index, nil
}
