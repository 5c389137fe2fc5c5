package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// v3Store is a client of etcd's v3 API, by its gateway: JSON over HTTP, keys and values in base64, numbers as texts.
type v3Store struct{ connection }

type v3Key struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (store v3Store) get(key string) (node, uint64, error) {
	var answer struct {
		Header struct{ Revision string }
		Kvs    []v3Key
	}
	path := store.prefix + key
	// the key itself and all that begins with it
	err := store.ask("/v3/kv/range", map[string]any{"key": encode(path), "range_end": encode(endOf(path))}, &answer)
	if err != nil {
		return node{}, 0, err
	}
	index, _ := strconv.ParseUint(answer.Header.Revision, 10, 64)
	found := node{Key: path}
	isThere := false
	for _, kv := range answer.Kvs {
		name, value := decode(kv.Key), decode(kv.Value)
		if name == path {
			found.Value, isThere = value, true
		} else if strings.HasPrefix(name, path+"/") {
			found.Nodes, isThere = append(found.Nodes, node{Key: name, Value: value}), true
		}
	}
	if !isThere {
		return node{}, index, storeError{Code: keyNotFound, Message: "Key not found", Cause: path, Index: index}
	}
	return found, index, nil
}

func (store v3Store) create(key, value string, lifetime time.Duration) (node, error) {
	return store.put(key, value, lifetime, "EQUAL", keyExists)
}

func (store v3Store) update(key, value string, lifetime time.Duration) (node, error) {
	return store.put(key, value, lifetime, "GREATER", keyNotFound)
}

// put is one transaction, on condition that the key is new (its revision equals 0) or is there (greater).
func (store v3Store) put(key, value string, lifetime time.Duration, relation string, code int) (node, error) {
	lease, err := store.grant(lifetime)
	if err != nil {
		return node{}, err
	}
	path := encode(store.prefix + key)
	condition := map[string]any{"key": path, "target": "CREATE", "result": relation, "create_revision": "0"}
	put := map[string]any{"key": path, "value": encode(value), "lease": lease}
	var answer struct{ Succeeded bool }
	err = store.ask("/v3/kv/txn", map[string]any{
		"compare": []any{condition},
		"success": []any{map[string]any{"request_put": put}},
	}, &answer)
	if err == nil && !answer.Succeeded {
		err = storeError{Code: code, Message: "the key is there, or is not", Cause: key}
	}
	expires := time.Now().Add(lifetime)
	return node{Key: store.prefix + key, Value: value, Expiration: &expires}, err
}

func (store v3Store) grant(lifetime time.Duration) (string, error) {
	var answer struct{ ID string }
	err := store.ask("/v3/lease/grant", map[string]any{"TTL": int(lifetime.Seconds())}, &answer)
	return answer.ID, err
}

func (store v3Store) remove(key string) error {
	return store.ask("/v3/kv/deleterange", map[string]any{"key": encode(store.prefix + key)}, &struct{}{})
}

// wait reads the answers to a watch, of which the first only tells that it has begun.
func (store v3Store) wait(stopping context.Context, key string, index uint64) error {
	path := store.prefix + key
	watch := map[string]any{"create_request": map[string]any{
		"key": encode(path), "range_end": encode(endOf(path)), "start_revision": strconv.FormatUint(index+1, 10),
	}}
	for _, endpoint := range store.endpoints {
		limited, cancel := context.WithTimeout(stopping, time.Minute)
		err := store.send(limited, endpoint, "/v3/watch", watch, func(body io.Reader) error {
			var answer json.RawMessage
			decoder := json.NewDecoder(body)
			for count := 0; count < 2; count++ {
				if err := decoder.Decode(&answer); err != nil {
					return err
				}
			}
			return nil
		})
		expired := limited.Err() != nil
		cancel()
		if err == nil || expired {
			return nil
		}
	}
	return errors.New("no endpoint lets us watch")
}

func (store v3Store) ask(path string, words, answer any) error {
	return store.askInTurn(func(limited context.Context, endpoint string) error {
		return store.send(limited, endpoint, path, words, func(body io.Reader) error {
			return json.NewDecoder(body).Decode(answer)
		})
	})
}

func (store v3Store) send(
	limited context.Context, endpoint, path string, words any, read func(io.Reader) error,
) error {
	text, err := json.Marshal(words)
	if err != nil {
		return err
	}
	address := strings.TrimRight(endpoint, "/") + path
	request, err := http.NewRequestWithContext(limited, http.MethodPost, address, bytes.NewReader(text))
	if err != nil {
		return err
	}
	response, err := store.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 300))
		return fmt.Errorf("%s: %s", response.Status, said)
	}
	return read(response.Body)
}

// endOf answers the first key after all that begin with this one.
func endOf(prefix string) string {
	last := len(prefix) - 1
	return prefix[:last] + string(rune(prefix[last]+1))
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func decode(text string) string {
	decoded, _ := base64.StdEncoding.DecodeString(text)
	return string(decoded)
}
