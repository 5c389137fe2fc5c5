package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// v2Store is a client of etcd's v2 API.
type v2Store struct{ connection }

// get answers the key with all below it, and etcd's index at that time.
func (store v2Store) get(key string) (node, uint64, error) {
	return store.send(http.MethodGet, key, url.Values{"recursive": {"true"}, "quorum": {"true"}}, nil)
}

func (store v2Store) create(key, value string, lifetime time.Duration) (node, error) {
	return store.put(key, url.Values{"value": {value}, "prevExist": {"false"}}, lifetime)
}

func (store v2Store) update(key, value string, lifetime time.Duration) (node, error) {
	return store.put(key, url.Values{"value": {value}, "prevExist": {"true"}}, lifetime)
}

func (store v2Store) put(key string, form url.Values, lifetime time.Duration) (node, error) {
	form.Set("ttl", strconv.Itoa(int(lifetime.Seconds())))
	stored, _, err := store.send(http.MethodPut, key, nil, form)
	return stored, err
}

func (store v2Store) remove(key string) error {
	_, _, err := store.send(http.MethodDelete, key, nil, nil)
	return err
}

// wait returns after a change below the key later than the index, or when a minute has passed without any.
func (store v2Store) wait(stopping context.Context, key string, index uint64) error {
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

func (store v2Store) send(method, key string, query, form url.Values) (found node, index uint64, err error) {
	err = store.askInTurn(func(limited context.Context, endpoint string) (err error) {
		found, index, err = store.ask(limited, endpoint, method, key, query, form)
		return err
	})
	return found, index, err
}

func (store v2Store) ask(
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
