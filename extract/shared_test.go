package extract_test

import "testing"

// A ministry that many states have belongs to the one that the text says, not to the one of a list.
func TestSharedMinistries(t *testing.T) {
	for _, text := range []string{
		"The Ministry of Justice of Peru leads the Anti-Corruption Plan.",
		"The Ministry of Justice of China works with the Ministry of Justice of Peru. The Ministry of Justice leads the Plan against Corruption.",
		"The Ministry of Defence of Ghana leads the National Peacekeeping Plan.",
	} {
		_, c, err := pipeline(t).Read("a.txt", []byte(text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		agencies := 0
		for _, cl := range c.Clusters {
			if cl.Type != "Agency" {
				continue
			}
			agencies++
			if cl.Country == "GB" {
				t.Errorf("%q: %s is of %s", text, cl.Name, cl.Country)
			}
		}
		if agencies == 0 {
			t.Errorf("%q: no agency", text)
		}
	}
}
