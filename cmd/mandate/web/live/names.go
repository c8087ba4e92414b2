package live

// Names is what a search for names goes by.
type Names struct{}
