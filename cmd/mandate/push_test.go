package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mandate/export/bolttest"
)

// invoke runs the program in this process.
func invoke(stdin string, args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(context.Background(), append([]string{"mandate"}, args...), streams{strings.NewReader(stdin), &o, &e})
	return status, o.String(), e.String()
}

// smallStore builds a store of one document.
func smallStore(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	doc := filepath.Join(dir, "plan.txt")
	text := "1. The Ministry of Labor leads the National Jobs Plan. The National Jobs Plan addresses child labor.\n"
	if err := os.WriteFile(doc, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "db")
	if status, _, errs := invoke("", "build", "--quiet", "--db", db, doc); status != 0 {
		t.Fatal(errs)
	}
	return db
}

// arrivals answers a push as Neo4j does: as many as were sent.
func arrivals(_ string, params map[string]any) ([]string, [][]any, error) {
	rows, _ := params["rows"].([]any)
	return []string{"arrived"}, [][]any{{int64(len(rows))}}, nil
}

// certificate is one that signs itself, and its PEM form in a file.
func certificate(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, path
}

func TestPush(t *testing.T) {
	db := smallStore(t)
	peer := &bolttest.Peer{User: "neo4j", Password: "geheim", Run: arrivals}
	peer.Start(t)
	t.Setenv("NEO4J_USERNAME", "")
	t.Setenv("NEO4J_PASSWORD", "geheim")
	status, out, errs := invoke("", "push", "--db", db, "--user", "neo4j", "--database", "policy", "bolt://"+peer.Address)
	if status != 0 || out != "" || !strings.Contains(errs, "merged at bolt://") {
		t.Fatalf("status %d: %s%s", status, out, errs)
	}
	seen := peer.Seen()
	for range 500 { // the last message may still be on its way
		if seen = peer.Seen(); slices.Contains(seen, "GOODBYE") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, want := range []string{"HELLO", "LOGON", "BEGIN", "RUN", "PULL", "COMMIT", "GOODBYE"} {
		if !slices.Contains(seen, want) {
			t.Errorf("no %s among %v", want, seen)
		}
	}
	if len(peer.Begun) == 0 || peer.Begun[0]["db"] != "policy" {
		t.Errorf("the database is not named: %v", peer.Begun)
	}
	names := ""
	for _, q := range peer.Queries {
		rows, _ := q.Params["rows"].([]any)
		for _, r := range rows {
			if p, ok := r.(map[string]any)["properties"].(map[string]any); ok {
				if name, ok := p["name"].(string); ok {
					names += name + "\n"
				}
			}
		}
	}
	if !strings.Contains(names, "Ministry of Labor") || !strings.Contains(names, "child labor") {
		t.Errorf("names that arrived: %s", names)
	}

	// Only a part; the password from standard input.
	peer.Queries = nil
	if status, _, errs = invoke("geheim\n", "push", "--db", db, "--user", "neo4j", "--password-file", "-", "--types", "Agency", "neo4j://"+peer.Address); status != 0 || !strings.Contains(errs, "and 0 relationships") {
		t.Errorf("status %d: %s", status, errs)
	}
}

func TestPushEncrypted(t *testing.T) {
	db := smallStore(t)
	cert, ca := certificate(t)
	peer := &bolttest.Peer{Run: arrivals}
	peer.Start(t, cert)
	t.Setenv("NEO4J_USERNAME", "")
	for _, args := range [][]string{{"bolt+ssc://" + peer.Address}, {"--ca", ca, "bolt+s://" + peer.Address}} {
		if status, _, errs := invoke("", append([]string{"push", "--db", db}, args...)...); status != 0 {
			t.Errorf("%v: status %d: %s", args, status, errs)
		}
	}
	if status, _, errs := invoke("", "push", "--db", db, "--timeout", "5s", "bolt+s://"+peer.Address); status != 1 || !strings.Contains(errs, "not trusted: give --ca FILE") {
		t.Errorf("an unknown certificate: status %d: %s", status, errs)
	}
}

// TestPushFails checks that each failure says what to do.
func TestPushFails(t *testing.T) {
	db := smallStore(t)
	t.Setenv("NEO4J_USERNAME", "")
	t.Setenv("NEO4J_PASSWORD", "falsch")
	guarded := &bolttest.Peer{User: "neo4j", Password: "geheim", Run: arrivals}
	guarded.Start(t)
	full := &bolttest.Peer{Run: func(text string, p map[string]any) ([]string, [][]any, error) {
		if strings.Contains(text, "MERGE (a)") {
			return nil, nil, &bolttest.Failure{Code: "Neo.ClientError.General.DiskFull", Message: "no room"}
		}
		return arrivals(text, p)
	}}
	full.Start(t)
	fewer := &bolttest.Peer{Run: func(string, map[string]any) ([]string, [][]any, error) {
		return []string{"arrived"}, [][]any{{int64(-1)}}, nil
	}}
	fewer.Start(t)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	closed := nobody.Addr().String()
	if err := nobody.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status int
		says   string
		args   []string
	}{
		{1, "refuses user neo4j: check the password", []string{"--user", "neo4j", "bolt://" + guarded.Address}},
		{1, "wants a user: give --user", []string{"bolt://" + guarded.Address}},
		{1, "pushing again completes them", []string{"bolt://" + full.Address}},
		{1, "no room", []string{"bolt://" + full.Address}},
		{1, "the server has merged -1", []string{"bolt://" + fewer.Address}},
		{1, "cannot reach bolt://" + closed, []string{"--timeout", "1s", "bolt://" + closed}},
		{1, "cannot reach bolt://" + silent.Addr().String(), []string{"--timeout", "500ms", "bolt://" + silent.Addr().String()}},
		{1, "bolt or neo4j if it is not encrypted", []string{"--timeout", "2s", "bolt+ssc://" + guarded.Address}},
		{1, "cannot read the password", []string{"--user", "x", "--password-file", filepath.Join(db, "none"), "bolt://" + guarded.Address}},
		{2, "can be read by others", []string{"bolt://neo4j:geheim@" + guarded.Address}},
		{2, "name the server", nil},
		{2, "Bolt is at bolt://host:7687", []string{"http://host:7474"}},
		{2, `unknown scheme "ftp"`, []string{"ftp://host"}},
		{2, "is not the URL of a server", []string{"localhost"}},
		{2, "checks no certificate", []string{"--ca", "x", "bolt://host"}},
		{2, "--password-file without --user", []string{"--password-file", "x", "bolt://host"}},
		{2, "at least one row", []string{"--batch", "0", "bolt://host"}},
		{1, "cannot read the certificates", []string{"--ca", filepath.Join(db, "none"), "bolt+s://host"}},
	} {
		status, out, errs := invoke("", append([]string{"push", "--db", db}, c.args...)...)
		if status != c.status || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("push %v: status %d, says %s%s; want %d, %q", c.args, status, out, errs, c.status, c.says)
		}
		if strings.Contains(errs, "geheim") || strings.Contains(errs, "falsch") {
			t.Errorf("push %v tells the password: %s", c.args, errs)
		}
	}
}

func TestFirstLine(t *testing.T) {
	for in, want := range map[string]string{"a b\r\nc": "a b", "x": "x"} {
		if got, err := firstLine(strings.NewReader(in)); got != want || err != nil {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if _, err := firstLine(strings.NewReader("\n")); err == nil {
		t.Error("an empty password was taken")
	}
	if _, err := firstLine(broken{}); err == nil {
		t.Error("no error")
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken") }
