// Package bolttest is a server for tests that speaks Bolt, the protocol of Neo4j, and keeps what it is told.
package bolttest

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
)

// Peer is a server that speaks Bolt 5.4 as Neo4j does, as far as a client needs that writes: handshake, HELLO, LOGON,
// BEGIN, RUN, PULL, COMMIT, ROLLBACK, RESET, GOODBYE. What a query gives is up to Run. It keeps what it is told.
type Peer struct {
	Address        string
	User, Password string // "" lets everyone in
	// Run answers a query; nil answers with nothing.
	Run func(query string, params map[string]any) (fields []string, rows [][]any, err error)
	// Commit and Rollback end a transaction; they may be nil.
	Commit, Rollback func()

	mu       sync.Mutex
	Messages []string // names, in order
	Queries  []Query
	Hello    map[string]any
	Begun    []map[string]any // what each BEGIN said
}

// Query is a query that has arrived.
type Query struct {
	Text   string
	Params map[string]any
}

// Failure is a failure that the peer answers with, by its code in Neo4j.
type Failure struct{ Code, Message string }

// Error is the code and the message.
func (e *Failure) Error() string { return e.Code + ": " + e.Message }

// Start listens on a free port of this machine until the test ends; certificates make it TLS.
func (p *Peer) Start(t testing.TB, certificates ...tls.Certificate) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.Address = l.Addr().String()
	if len(certificates) > 0 {
		l = tls.NewListener(l, &tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS12})
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed below
			}
			open.Go(func() {
				defer func() { _ = conn.Close() }()
				if err := p.serve(conn); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
					t.Logf("bolt peer: %v", err)
				}
			})
		}
	})
	t.Cleanup(func() { _ = l.Close(); open.Wait() })
}

// Seen are the names of the messages that have arrived, in order.
func (p *Peer) Seen() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.Messages...)
}

// Signatures of messages.
const (
	msgHello, msgGoodbye, msgReset, msgRun, msgBegin, msgCommit      = 0x01, 0x02, 0x0f, 0x10, 0x11, 0x12
	msgRollback, msgDiscard, msgPull, msgRoute, msgLogon             = 0x13, 0x2f, 0x3f, 0x66, 0x6a
	msgSuccess, msgRecord, msgIgnored, msgFailure               byte = 0x70, 0x71, 0x7e, 0x7f
)

var boltNames = map[byte]string{
	msgHello: "HELLO", msgGoodbye: "GOODBYE", msgReset: "RESET", msgRun: "RUN", msgBegin: "BEGIN", msgCommit: "COMMIT",
	msgRollback: "ROLLBACK", msgDiscard: "DISCARD", msgPull: "PULL", msgRoute: "ROUTE", msgLogon: "LOGON",
}

func (p *Peer) serve(conn net.Conn) error {
	hand := make([]byte, 20)
	if _, err := io.ReadFull(conn, hand); err != nil {
		return err
	}
	if !bytes.Equal(hand[:4], []byte{0x60, 0x60, 0xb0, 0x17}) {
		return fmt.Errorf("the client begins with % x", hand[:4])
	}
	if _, err := conn.Write([]byte{0, 0, 4, 5}); err != nil {
		return err
	}
	var rows [][]any
	failed := false
	for {
		tag, fields, err := readMessage(conn)
		if err != nil {
			return err
		}
		p.mu.Lock()
		p.Messages = append(p.Messages, boltNames[tag])
		p.mu.Unlock()
		switch {
		case tag == msgGoodbye:
			return nil
		case tag == msgReset:
			failed, rows = false, nil
			err = answer(conn, msgSuccess, map[string]any{})
		case failed:
			err = answer(conn, msgIgnored)
		default:
			var reply map[string]any
			var said error
			reply, rows, said = p.handle(conn, tag, fields, rows)
			if said != nil {
				failed = true
				code := "Neo.ClientError.Statement.SyntaxError"
				var be *Failure
				message := said.Error()
				if errors.As(said, &be) {
					code, message = be.Code, be.Message
				}
				err = answer(conn, msgFailure, map[string]any{"code": code, "message": message})
			} else {
				err = answer(conn, msgSuccess, reply)
			}
		}
		if err != nil {
			return err
		}
	}
}

// handle does what a message asks for; the rows are those that PULL is still to send.
func (p *Peer) handle(conn net.Conn, tag byte, fields []any, rows [][]any) (map[string]any, [][]any, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch tag {
	case msgHello:
		p.Hello, _ = fields[0].(map[string]any)
		return map[string]any{"server": "Neo4j/5.20.0", "connection_id": "bolt-1", "hints": map[string]any{}}, nil, nil
	case msgLogon:
		auth, _ := fields[0].(map[string]any)
		if p.User != "" && (auth["principal"] != p.User || auth["credentials"] != p.Password || auth["scheme"] != "basic") {
			return nil, nil, &Failure{"Neo.ClientError.Security.Unauthorized", "The client is unauthorized due to authentication failure."}
		}
	case msgBegin:
		meta, _ := fields[0].(map[string]any)
		p.Begun = append(p.Begun, meta)
	case msgRun:
		text, _ := fields[0].(string)
		params, _ := fields[1].(map[string]any)
		p.Queries = append(p.Queries, Query{text, params})
		names := []any{}
		if p.Run == nil {
			return map[string]any{"fields": names}, nil, nil
		}
		columns, found, err := p.Run(text, params)
		for _, c := range columns {
			names = append(names, c)
		}
		return map[string]any{"fields": names, "t_first": int64(0)}, found, err
	case msgPull:
		for _, r := range rows {
			if err := answer(conn, msgRecord, r); err != nil {
				return nil, nil, err
			}
		}
		return map[string]any{"has_more": false, "t_last": int64(0)}, nil, nil
	case msgCommit:
		if p.Commit != nil {
			p.Commit()
		}
		return map[string]any{"bookmark": "b:1"}, nil, nil
	case msgRollback:
		if p.Rollback != nil {
			p.Rollback()
		}
	case msgRoute:
		all := []any{p.Address}
		return map[string]any{"rt": map[string]any{"ttl": int64(300), "db": "neo4j", "servers": []any{
			map[string]any{"addresses": all, "role": "ROUTE"}, map[string]any{"addresses": all, "role": "READ"}, map[string]any{"addresses": all, "role": "WRITE"},
		}}}, nil, nil
	case msgDiscard:
		return map[string]any{"has_more": false}, nil, nil
	default:
		return nil, nil, &Failure{"Neo.ClientError.Request.Invalid", fmt.Sprintf("unknown message %#x", tag)}
	}
	return map[string]any{}, nil, nil
}

// readMessage puts the chunks of a message together and takes it apart.
func readMessage(r io.Reader) (tag byte, fields []any, err error) {
	var b []byte
	for {
		var size uint16
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return 0, nil, err
		}
		if size == 0 {
			if len(b) == 0 {
				continue // a sign of life
			}
			break
		}
		chunk := make([]byte, size)
		if _, err := io.ReadFull(r, chunk); err != nil {
			return 0, nil, err
		}
		b = append(b, chunk...)
	}
	if len(b) < 2 || b[0]>>4 != 0xb {
		return 0, nil, fmt.Errorf("% x is no message", b[:min(len(b), 16)])
	}
	in := bytes.NewReader(b[2:])
	for range int(b[0] & 15) {
		v, err := unpack(in)
		if err != nil {
			return 0, nil, fmt.Errorf("message %#x: %w", b[1], err)
		}
		fields = append(fields, v)
	}
	return b[1], fields, nil
}

func answer(w io.Writer, tag byte, fields ...any) error {
	b := pack([]byte{0xb0 | byte(len(fields)), tag}, fields...)
	var out []byte
	for len(b) > 0 {
		n := min(len(b), 0xffff)
		out = append(binary.BigEndian.AppendUint16(out, uint16(n)), b[:n]...) //nolint:gosec // at most 0xffff
		b = b[n:]
	}
	_, err := w.Write(append(out, 0, 0))
	return err
}
