package main

import (
	"net"
	"time"
)

const upstreamPatience = 2 * time.Second

type resolver struct {
	settings settings
	cluster  *cluster
}

// answer takes a request and makes the whole message that answers it; nil: it is not worth one.
func (resolver resolver) answer(request []byte, network string) []byte {
	if len(request) < headerLength {
		return nil
	}
	asked, err := parseQuestion(request)
	if err != nil {
		return buildAnswer(request, question{}, nil, codeFormat)
	}
	if !resolver.cluster.owns(asked.name) {
		return resolver.forward(request, asked, network)
	}
	if !resolver.cluster.isKnown() {
		return buildAnswer(request, asked, nil, codeFailure)
	}
	records, exists := resolver.cluster.find(asked.name, asked.kind)
	if !exists {
		return buildAnswer(request, asked, nil, codeNoName)
	}
	answer := buildAnswer(request, asked, records, codeOK)
	if network == "udp" && len(answer) > udpLimit {
		return truncate(answer, asked)
	}
	return answer
}

func (resolver resolver) forward(request []byte, asked question, network string) []byte {
	if len(resolver.settings.upstream) == 0 {
		return buildAnswer(request, asked, nil, codeNoName)
	}
	for _, server := range resolver.settings.upstream {
		if answer, err := exchange(server, request, network); err == nil {
			return answer
		}
	}
	return buildAnswer(request, asked, nil, codeFailure)
}

func exchange(server string, request []byte, network string) ([]byte, error) {
	connection, err := net.DialTimeout(network, server, upstreamPatience)
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(upstreamPatience))
	if network == "tcp" {
		if err := writeFramed(connection, request); err != nil {
			return nil, err
		}
		return readFramed(connection)
	}
	if _, err := connection.Write(request); err != nil {
		return nil, err
	}
	answer := make([]byte, 64*1024)
	length, err := connection.Read(answer)
	return answer[:length], err
}
