package main

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
)

// Types and codes of RFC 1035 and, for SRV, RFC 2782.
const (
	typeA, typeCNAME, typePTR, typeSRV                 = 1, 5, 12, 33
	classIN                                            = 1
	codeOK, codeFormat, codeFailure, codeNoName        = 0, 1, 2, 3
	headerLength                                       = 12
	flagResponse, flagAuthority, flagAvailable         = 1 << 15, 1 << 10, 1 << 7
	flagTruncated, flagDesired                  uint16 = 1 << 9, 1 << 8
	timeToLive                                         = 5
	udpLimit                                           = 512
)

// question is a request's only question, with the bytes that it stood in.
type question struct {
	name  string
	kind  uint16
	bytes []byte
}

func parseQuestion(request []byte) (question, error) {
	if len(request) < headerLength || binary.BigEndian.Uint16(request[4:]) != 1 {
		return question{}, errors.New("not one question")
	}
	var labels []string
	at := headerLength
	for {
		if at >= len(request) {
			return question{}, errors.New("cut off")
		}
		length := int(request[at])
		at++
		if length == 0 {
			break
		}
		if length > 63 || at+length > len(request) {
			return question{}, errors.New("bad label")
		}
		labels = append(labels, strings.ToLower(string(request[at:at+length])))
		at += length
	}
	if at+4 > len(request) {
		return question{}, errors.New("cut off")
	}
	kind := binary.BigEndian.Uint16(request[at:])
	return question{strings.Join(labels, "."), kind, request[headerLength : at+4]}, nil
}

// buildAnswer makes the message that answers the request by these records, each of which is for the question's name.
func buildAnswer(request []byte, asked question, records []record, code uint16) []byte {
	flags := flagResponse | flagAuthority | flagAvailable | code | binary.BigEndian.Uint16(request[2:])&flagDesired
	answer := append([]byte{}, request[:2]...)
	for _, number := range []uint16{flags, 1, uint16(len(records)), 0, 0} {
		answer = binary.BigEndian.AppendUint16(answer, number)
	}
	if asked.bytes == nil {
		binary.BigEndian.PutUint16(answer[4:], 0)
		return answer
	}
	answer = append(answer, asked.bytes...)
	for _, record := range records {
		kind, value := encode(record, asked.kind)
		answer = append(answer, 0xc0, headerLength) // the question's name
		answer = binary.BigEndian.AppendUint16(answer, kind)
		answer = binary.BigEndian.AppendUint16(answer, classIN)
		answer = binary.BigEndian.AppendUint32(answer, timeToLive)
		answer = binary.BigEndian.AppendUint16(answer, uint16(len(value)))
		answer = append(answer, value...)
	}
	return answer
}

func encode(record record, kind uint16) (uint16, []byte) {
	switch {
	case record.address != nil:
		return typeA, record.address
	case record.server != nil:
		value := []byte{0, 0, 0, 100} // priority and weight
		value = binary.BigEndian.AppendUint16(value, record.server.port)
		return typeSRV, append(value, encodeName(record.server.target)...)
	case kind == typePTR:
		return typePTR, encodeName(record.target)
	default:
		return typeCNAME, encodeName(record.target)
	}
}

func encodeName(name string) []byte {
	var bytes []byte
	for _, label := range strings.Split(strings.Trim(name, "."), ".") {
		bytes = append(append(bytes, byte(len(label))), label...)
	}
	return append(bytes, 0)
}

// truncate keeps the question only, so that the client asks again by TCP.
func truncate(answer []byte, asked question) []byte {
	short := append([]byte{}, answer[:headerLength+len(asked.bytes)]...)
	binary.BigEndian.PutUint16(short[2:], binary.BigEndian.Uint16(short[2:])|flagTruncated)
	binary.BigEndian.PutUint16(short[6:], 0)
	return short
}

// readFramed reads a message as it comes by TCP: after its length in two bytes.
func readFramed(from io.Reader) ([]byte, error) {
	var length uint16
	if err := binary.Read(from, binary.BigEndian, &length); err != nil {
		return nil, err
	}
	message := make([]byte, length)
	_, err := io.ReadFull(from, message)
	return message, err
}

func writeFramed(to io.Writer, message []byte) error {
	_, err := to.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(message))), message...))
	return err
}
