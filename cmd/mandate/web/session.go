package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
)

// sessionCookie names a browser, so that the forms of its pages can be told from those that somebody else made.
const sessionCookie = "mandate-session"

// accessCookie shows that the browser gave the token.
const accessCookie = "mandate-access"

func (s *Server) mac(about string, parts ...string) string {
	h := hmac.New(sha256.New, s.secret[:])
	fmt.Fprintf(h, "%s\x00%s", about, strings.Join(parts, "\x00"))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func random() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails: the program ends instead
	return hex.EncodeToString(b[:])
}

func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b)) // of equal length, so that not even that shows
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// session is the name of the browser, which is given one when it has none.
func (s *Server) session(w http.ResponseWriter, r *http.Request) string {
	if c, err := r.Cookie(sessionCookie); err == nil && s.goodSession(c.Value) {
		return c.Value
	}
	id := random()
	id += "." + s.mac("session", id)
	setCookie(w, r, sessionCookie, id)
	return id
}

func (s *Server) goodSession(value string) bool {
	id, sum, ok := strings.Cut(value, ".")
	return ok && same(sum, s.mac("session", id))
}

func setCookie(w http.ResponseWriter, r *http.Request, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
}

// formToken is the CSRF token of a session. Each has a part of its own that is drawn at random: compression gives
// nothing of it away, however often a page is asked for (BREACH).
func (s *Server) formToken(session string) string {
	n := random()
	return n + "." + s.mac("form", session, n)
}

// fromPage says whether a request bears the token of its session.
func (s *Server) fromPage(r *http.Request) bool {
	c, err := r.Cookie(sessionCookie)
	if err != nil || !s.goodSession(c.Value) {
		return false
	}
	token := r.Header.Get("X-CSRF-Token")
	if token == "" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		token = r.PostFormValue("csrf")
	}
	n, sum, ok := strings.Cut(token, ".")
	return ok && same(sum, s.mac("form", c.Value, n))
}

// bearer says whether a request bears the access token as programs send it, which no other site can make a browser do.
func (s *Server) bearer(r *http.Request) bool {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && s.opt.Token != "" && same(given, s.opt.Token)
}

// authorized lets those in who gave the token, where there is one.
func (s *Server) authorized(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		open := r.URL.Path == "/login" || r.URL.Path == "/healthz" || strings.HasPrefix(r.URL.Path, "/assets/")
		if s.opt.Token == "" || open || s.bearer(r) || s.hasAccess(r) {
			h.ServeHTTP(w, r)
			return
		}
		if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		}
		w.Header().Set("WWW-Authenticate", "Bearer")
		s.fail(w, r, &problem{http.StatusUnauthorized, "This server asks for a token.", "Send it as `Authorization: Bearer TOKEN`."})
	})
}

func (s *Server) hasAccess(r *http.Request) bool {
	c, err := r.Cookie(accessCookie)
	if err != nil {
		return false
	}
	id, sum, ok := strings.Cut(c.Value, ".")
	return ok && same(sum, s.mac("access", id))
}

// login asks for the token.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	if s.opt.Token == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	wrong := false
	if r.Method == http.MethodPost {
		if wrong = !same(strings.TrimSpace(r.PostFormValue("token")), s.opt.Token); !wrong {
			id := random()
			setCookie(w, r, accessCookie, id+"."+s.mac("access", id))
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
	}
	s.pages.write(w, r, "login", frame{Title: "Token"}, wrong)
}

// csrf hands the token of the session to programs that judge.
func (s *Server) csrf(w http.ResponseWriter, r *http.Request) {
	token := s.formToken(s.session(w, r))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, token)
}
