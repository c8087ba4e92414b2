package main

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// longestDrain is how long the calls that are open when the input ends may take to be answered; a call ends before that by
// its own time limit.
const longestDrain = 30 * time.Second

// draining is a transport on which the end of the input waits for the answers to what was asked, as of calls that come from
// a file: the server drops the calls that are open when the input ends.
type draining struct {
	mcp.Transport
	ctx context.Context // ends the wait
}

// Connect is part of mcp.Transport.
func (d draining) Connect(ctx context.Context) (mcp.Connection, error) {
	c, err := d.Transport.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &drained{Connection: c, ctx: d.ctx, open: map[jsonrpc.ID]bool{}, answered: make(chan struct{}, 1), closed: make(chan struct{})}, nil
}

// drained is a connection that knows which calls are open. A client that uses an identifier twice at once gets one of them
// waited for.
type drained struct {
	mcp.Connection
	ctx      context.Context
	mu       sync.Mutex
	open     map[jsonrpc.ID]bool
	answered chan struct{} // something was answered
	once     sync.Once
	closed   chan struct{}
}

// Read is part of mcp.Connection.
func (d *drained) Read(ctx context.Context) (jsonrpc.Message, error) {
	m, err := d.Connection.Read(ctx)
	if r, ok := m.(*jsonrpc.Request); ok && r.IsCall() {
		d.mu.Lock()
		d.open[r.ID] = true
		d.mu.Unlock()
	}
	if errors.Is(err, io.EOF) {
		d.wait(ctx)
	}
	return m, err
}

// Write is part of mcp.Connection.
func (d *drained) Write(ctx context.Context, m jsonrpc.Message) error {
	err := d.Connection.Write(ctx, m)
	if r, ok := m.(*jsonrpc.Response); ok {
		d.mu.Lock()
		delete(d.open, r.ID)
		d.mu.Unlock()
		select {
		case d.answered <- struct{}{}:
		default:
		}
	}
	return err
}

// Close is part of mcp.Connection.
func (d *drained) Close() error {
	d.once.Do(func() { close(d.closed) })
	return d.Connection.Close()
}

// wait returns when nothing is open any more, or nobody waits.
func (d *drained) wait(ctx context.Context) {
	timeout := time.NewTimer(longestDrain)
	defer timeout.Stop()
	for {
		d.mu.Lock()
		n := len(d.open)
		d.mu.Unlock()
		if n == 0 {
			return
		}
		select {
		case <-d.answered:
		case <-d.closed:
			return
		case <-d.ctx.Done():
			return
		case <-ctx.Done():
			return
		case <-timeout.C:
			return
		}
	}
}
